// The widget's way to the API, with the check against robots where the venue asks for it. It must not
// know what becomes of the answers.

import { ask, venueOf } from "./api.js";
import { siteKeyOf } from "./site-key.js";

/** How long a reservation may take, in milliseconds: the edge waits for the restaurant's system. */
const RESERVE_LIMIT = 30_000;

/**
 * `ask(path, key, body)` promises `[status, text]`, by POST if there is a key. `challenge` promises
 * Cloudflare's check, which `prepare` begins before its token is needed, where there is a `siteKey`.
 */
export function transportOf(origin, restaurant, challenge, siteKey) {
  const venue = venueOf(restaurant);
  // Without a token the edge says no, and the guest is told.
  const token = () => (siteKey ? challenge().then((it) => it.take(siteKey)).catch(() => "") : "");
  const send = async (path, key, body) => {
    if (!key) return ask(origin + path);
    const robot = await token();
    const headers = {
      "content-type": "application/json",
      "idempotency-key": key,
      ...(robot && { "turnstile-token": robot }),
    };
    return ask(origin + path, RESERVE_LIMIT, { method: "POST", headers, body });
  };
  return {
    async ask(path, key, body) {
      const [status, text] = await send(path, key, body);
      if (path === venue && status === 200) siteKey = siteKeyOf(text);
      return [status, text];
    },
    prepare() {
      if (siteKey) challenge().then((it) => it.prepare(siteKey)).catch(() => {});
    },
  };
}
