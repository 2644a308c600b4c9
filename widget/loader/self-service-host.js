// The page's functions for the self-service module: files to download, delays, time zones and the payment form.

import { offerFile } from "./file.js";
import { doc } from "./unclobbered.js";
import { intentOf } from "./payment-return.js";

/** How long a file may take, in milliseconds: the edge may wait for the restaurant's system. */
const FILE_LIMIT = 30_000;

/** What an access code is sent with. It is in no address. */
const OF_RATES = /\/venues\/[^/]+(\/(calendar|slots|quote|reservations))?(\?|$)/;

/** The steps that show a reservation or an order, with its payment while that is to be made. */
const PAYABLE = /^(manage|gift-card-(order|payment))$/;

/** A text as the bytes of a header. */
const bytes = (text) => String.fromCharCode(...new TextEncoder().encode(text));

/** Mounts the view of `code`, the module that has arrived for it, with what `mount.js` hands over. */
export function mount({ origin, module, element, place, accent, given, show, isOver, openView, endCheck, trusted, keepView, followPayment, pay, http }, code) {
  /** Fetches a file and offers it under this name. */
  http.save = async (path, bearer, name) => {
    const answer = await fetch(origin + path, {
      credentials: "omit",
      headers: { authorization: `Bearer ${bearer}` },
      signal: AbortSignal.timeout(FILE_LIMIT),
    });
    if (!answer.ok) return [answer.status, await answer.text()];
    offerFile(name, await answer.blob());
    return [answer.status, ""];
  };
  let form;
  const host = {
    html: (text) => trusted.createHTML(text),
    get: (name) => given[name] ?? element.getAttribute(name) ?? "",
    tell(name, detail) {
      if (isOver()) return;
      const parsed = JSON.parse(detail);
      // Another card is begun: a reload is not to show the order before.
      if (parsed.step === "gift-card-design") keepView("");
      if (/^(de|rev)/.test(parsed.step)) http.prepare();
      show(name, parsed);
      // A reload finds what is to be paid for, until that is over. Its screen is drawn next.
      if (name === "ready" || PAYABLE.test(parsed.step)) setTimeout(() => isOver() || followPayment());
      // A table that was just booked is paid for next.
      if (parsed.status === "payment_pending") pay();
    },
    useCode: (code) => (http.more = (path) => (code && OF_RATES.test(path) ? { "access-code": bytes(code) } : {})),
    keep: (link) => isOver() || keepView(link),
    // There is one colour at a time: the page's, or else the venue's.
    adopt: (css) => isOver() || accent.replaceSync(css),
    go(view, link) {
      if (isOver()) return;
      // Another booking begins with the choice of a time.
      if (view === "reservation") element.removeAttribute("time");
      openView(view, link || undefined);
    },
    wait: (milliseconds) => inSight(milliseconds),
    save: (name, type, text) => offerFile(name, new Blob([text], { type })),
    copy: (text) => navigator.clipboard.writeText(text),
    locate,
    read,
    async prepare(script, key, secret) {
      // Once: if it comes to nothing after all, the form is needed.
      const isPaid = given.paid === intentOf(secret);
      given.paid = undefined;
      if (isPaid) return "returned";
      form ??= module("payment").then((loaded) => loaded.payment(element, trusted));
      return (await form).prepare(script, key, secret);
    },
    confirm: async (link) => (await form).confirm(element.getAttribute("restaurant"), link),
  };
  const view = code.mount(place, host, http);
  return {
    refresh: () => view.refresh(),
    recolor: () => view.recolor(),
    free() {
      form?.then((it) => it.end()).catch(() => {});
      endCheck();
      view.free();
    },
  };
}

/** Promises to be there after so many milliseconds, and then as soon as the page can be seen. */
function inSight(milliseconds) {
  return new Promise((resolve) => {
    setTimeout(() => {
      if (!doc.hidden) return resolve();
      const seen = () => {
        if (doc.hidden) return;
        doc.removeEventListener("visibilitychange", seen);
        resolve();
      };
      doc.addEventListener("visibilitychange", seen);
    }, milliseconds);
  });
}

/** The local time in a time zone at an instant, as if it were UTC's, both in milliseconds; throws where the zone is unknown. */
function shownIn(zone) {
  const format = new Intl.DateTimeFormat("en-u-hc-h23", {
    timeZone: zone,
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
  });
  return (instant) => {
    const part = Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, +value]));
    return Date.UTC(part.year, part.month - 1, part.day, part.hour, part.minute);
  };
}

/** Seconds since 1970 at so many minutes after a day's midnight in a time zone; NaN where it is unknown. */
function locate(zone, day, minutes) {
  try {
    const wanted = Date.parse(`${day}T00:00Z`) + minutes * 60_000;
    const shown = shownIn(zone);
    // The second round counts where the clocks change in between.
    let instant = wanted;
    for (let round = 0; round < 2; round += 1) instant += wanted - shown(instant);
    return instant / 1000;
  } catch {
    return NaN;
  }
}

/** Minutes since 1970 that a clock in a time zone shows, so many seconds after it began in UTC; NaN where it is unknown. */
function read(zone, seconds) {
  try {
    return shownIn(zone)(seconds * 1000) / 60_000;
  } catch {
    return NaN;
  }
}
