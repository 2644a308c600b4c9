// The HTTP client of both modules for the API. It adds the Turnstile token where the venue requires one.

import { ask, venueOf } from "./api.js";
import { siteKeyOf } from "./site-key.js";

/** How long a write may take, in milliseconds: the edge waits for the restaurant's system. */
const WRITE_LIMIT = 30_000;

/**
 * `send(method, path, bearer, key, body)` promises `[status, text]`; of bearer, key and body what is empty is not sent.
 * `challenge` promises Cloudflare's check, which `prepare` begins before its token is needed, where there is a
 * `siteKey`; the venue's data names it. `more(path)`, where a view has set it, gives headers of its own.
 */
export function httpClient(origin, restaurant, challenge, siteKey) {
  const venue = venueOf(restaurant);
  // Without a token the edge refuses, and the guest sees why.
  const token = () => (siteKey ? challenge().then((it) => it.take(siteKey)).catch(() => "") : "");
  return {
    async send(method, path, bearer, key, body) {
      // A request with a key creates something: a reservation, a waitlist entry, a gift-card order.
      const robot = key && (await token());
      const headers = {
        ...(body && { "content-type": "application/json" }),
        ...(key && { "idempotency-key": key }),
        ...(robot && { "turnstile-token": robot }),
        ...(bearer && { authorization: `Bearer ${bearer}` }),
        ...this.more?.(path),
      };
      const limit = method === "GET" ? undefined : WRITE_LIMIT;
      const [status, text] = await ask(origin + path, limit, { method, headers, ...(body && { body }) });
      if (path === venue && status === 200) siteKey = siteKeyOf(text);
      return [status, text];
    },
    prepare() {
      if (siteKey) challenge().then((it) => it.prepare(siteKey)).catch(() => {});
    },
  };
}
