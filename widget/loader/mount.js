// Mounts the widget's module into its stage, and hands it the page: settings, events, styles and the HTTP client.

import { readAutofill } from "./autofill.js";
import { httpClient } from "./http-client.js";
import { isSelfService } from "./page-state.js";
import { followPayment, followViews, keepView, linkOf, paidOf } from "./views.js";

/** The answers to what was created last, by element: the view that is opened next shows it though it cannot be read again. */
const answers = new WeakMap();

/** Gives the function that makes a widget in a stage, out of what has arrived for it. */
export function mounting({ origin, module, hostedPage, trusted }) {
  return (stage, place, show, isOver, [code, words, screen]) => {
    const { element, accent, languages } = stage;
    const restaurant = element.getAttribute("restaurant");
    const [openView, takeChoice, pay] = followViews(element, place);
    readAutofill(place);
    const hosted = hostedPage(restaurant);
    // The edge has answered in the restaurant's region where the guest's own languages name none, so its tag comes last. It
    // stays with the stage: the views that are opened next have no screen of their own.
    if (screen) stage.regional = screen.language;
    const wanted = [languages, stage.regional].join();
    // A dialog has the restaurant's name in its bar.
    if (screen) stage.venue = screen.venue;
    stage.name?.();
    // The hosted page offers no link to itself.
    const given = { words, languages: wanted, hosted: location.href.startsWith(hosted) ? "" : hosted };
    let check;
    const challenge = () => {
      check ??= module("challenge").then((loaded) => loaded.challenge(element, trusted));
      return check;
    };
    const endCheck = () => check?.then((it) => it.end()).catch(() => {});
    const keep = (text) => answers.set(element, text);
    const http = httpClient(origin, restaurant, challenge, screen?.venue?.challenge?.siteKey, keep);
    if (isSelfService(element)) {
      given.paid = paidOf(element);
      given.link = linkOf(element);
      given.answer = answers.get(element);
      const page = { origin, module, element, place, accent, given, show, isOver, openView, endCheck, trusted, http, pay, keepView: (link) => keepView(element, link), followPayment: () => followPayment(element, place) };
      return module("self-service-host").then((host) => {
        if (!isOver()) return host.mount(page, code);
      });
    }
    given.fragment = screen?.text;
    // Of a time that was pressed before this code was there.
    Object.assign(given, screen?.choice);
    const tell = (name, detail) => {
      // The form that is drawn next holds the choice, from which another module goes on. That module tells the step.
      if (detail.step === "extras") return setTimeout(() => takeChoice(new FormData(place.querySelector("form")), "extras"));
      if (/^(de|rev)/.test(detail.step)) http.prepare();
      show(name, detail);
      if (detail.status === "payment_pending") pay();
    };
    const host = {
      html: (text) => trusted.createHTML(text),
      get: (name) => given[name] ?? element.getAttribute(name) ?? "",
      tell: (name, detail) => isOver() || tell(name, JSON.parse(detail)),
      // There is one colour at a time: the page's, or else the venue's.
      adopt: (css) => isOver() || accent.replaceSync(css),
    };
    // Only a form that is sent without this code needs a key: the widget makes its own.
    place.querySelector("[name=key]")?.remove();
    const widget = code.mount(place, host, http);
    return {
      refresh: () => widget.refresh(),
      recolor: () => widget.recolor(),
      free() {
        endCheck();
        widget.free();
      },
    };
  };
}
