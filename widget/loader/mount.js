// Makes the widget and stands between it and its element. It must not know when, or where on the page.

import { transportOf } from "./transport.js";

/** Gives the function that makes a widget in a stage, out of what has arrived for it. */
export function mounting({ origin, module, hostedPage }) {
  return ({ element, accent, languages }, { code, words, screen, place, show, isOver }) => {
    const restaurant = element.getAttribute("restaurant");
    let check;
    const challenge = () => {
      check ??= module("challenge").then((loaded) => loaded.challenge(element));
      return check;
    };
    const transport = transportOf(origin, restaurant, challenge, screen?.venue.challenge?.siteKey);
    const hosted = hostedPage(restaurant);
    // The hosted page offers no link to itself.
    const given = {
      words,
      languages,
      fragment: screen?.text,
      hosted: location.href.startsWith(hosted) ? "" : hosted,
    };
    const tell = (name, detail) => {
      if (detail.step === "review") transport.prepare();
      show(name, detail);
    };
    const host = {
      get: (name) => given[name] ?? element.getAttribute(name) ?? "",
      tell: (name, detail) => isOver() || tell(name, JSON.parse(detail)),
      // There is one colour at a time: the page's, or else the venue's.
      adopt: (css) => isOver() || accent.replaceSync(css),
    };
    const widget = code.mount(place, host, transport);
    return {
      refresh: () => widget.refresh(),
      recolor: () => widget.recolor(),
      free() {
        check?.then((it) => it.end()).catch(() => {});
        widget.free();
      },
    };
  };
}
