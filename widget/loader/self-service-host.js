// What the second module is given by its page: the API with a token, files to keep, time, whoever takes money, and
// the check against robots. It must not know what any of it is for.

import { ask, venueOf } from "./api.js";
import { siteKeyOf } from "./site-key.js";
import { doc } from "./unclobbered.js";
import { intentOf } from "./payment-return.js";

/** How long a write may take, in milliseconds: the edge waits for the restaurant's system. */
const WRITE_LIMIT = 30_000;

/** Makes the view of `code`, the module that has arrived for it. */
export function mount(means, code) {
  const { origin, module, element, place, accent, given, show, isOver, openView, challenge, endCheck, trusted, keepView } = means;
  const venue = venueOf(element.getAttribute("restaurant"));
  let siteKey;
  const courier = {
    async send(method, path, bearer, key, body) {
      // What makes something new is checked: a wish, and an order of a gift card.
      const isChecked = siteKey && key && [`${venue}/waitlist`, `${venue}/gift-cards`].includes(path);
      const robot = isChecked && (await challenge().then((it) => it.take(siteKey)).catch(() => ""));
      const headers = {
        ...(robot && { "turnstile-token": robot }),
        ...(bearer && { authorization: `Bearer ${bearer}` }),
        ...(key && { "idempotency-key": key }),
        ...(body && { "content-type": "application/json" }),
      };
      const more = { method, headers, ...(body && { body }) };
      const [status, text] = await ask(origin + path, method === "GET" ? undefined : WRITE_LIMIT, more);
      if (path === venue && status === 200) siteKey = siteKeyOf(text);
      return [status, text];
    },
    /** Fetches a file and offers it under this name. */
    async save(path, bearer, name) {
      const answer = await fetch(origin + path, {
        credentials: "omit",
        headers: { authorization: `Bearer ${bearer}` },
        signal: AbortSignal.timeout(WRITE_LIMIT),
      });
      if (!answer.ok) return [answer.status, await answer.text()];
      offer(name, await answer.blob());
      return [answer.status, ""];
    },
  };
  let till;
  const host = {
    html: (text) => trusted.createHTML(text),
    get: (name) => given[name] ?? element.getAttribute(name) ?? "",
    tell(name, detail) {
      if (isOver()) return;
      const told = JSON.parse(detail);
      // Another card is begun: a reload is not to show the order before.
      if (told.step === "gift-card-design") keepView("");
      show(name, told);
    },
    keep: (link) => isOver() || keepView(link),
    // There is one colour at a time: the page's, or else the venue's.
    adopt: (css) => isOver() || accent.replaceSync(css),
    go: (view, link) => isOver() || openView(view, link || undefined),
    wait: (milliseconds) => inSight(milliseconds),
    save: (name, type, text) => offer(name, new Blob([text], { type })),
    copy: (text) => navigator.clipboard.writeText(text),
    locate,
    read,
    async prepare(script, key, secret) {
      // Once: if it comes to nothing after all, the form is needed.
      const isPaid = given.paid === intentOf(secret);
      given.paid = undefined;
      if (isPaid) return "returned";
      till ??= module("payment").then((loaded) => loaded.payment(element, trusted));
      return (await till).prepare(script, key, secret);
    },
    confirm: async (link) => (await till).confirm(element.getAttribute("restaurant"), link),
  };
  const view = code.mount(place, host, courier);
  return {
    refresh: () => view.refresh(),
    recolor: () => view.recolor(),
    free() {
      till?.then((it) => it.end()).catch(() => {});
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

/** Offers a file under a name. */
function offer(name, file) {
  const href = URL.createObjectURL(file);
  const link = Object.assign(doc.createElement("a"), { href, download: name });
  link.click();
  // Not before the browser has begun to read it.
  setTimeout(() => URL.revokeObjectURL(href), 60_000);
}

/** What a clock in a time zone shows at an instant, as if it were UTC's, both in milliseconds; throws where it is unknown. */
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
