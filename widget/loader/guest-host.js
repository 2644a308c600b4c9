// What the second module is given by its page: the API with a token, files to keep, and time. It must not know
// what any of it is for.

import { ask } from "./api.js";

/** How long a write may take, in milliseconds: the edge waits for the restaurant's system. */
const WRITE_LIMIT = 30_000;

/** Makes the view of `code`, the module that has arrived for it. */
export function mount({ origin, element, place, accent, given, show, isOver, openView }, code) {
  const courier = {
    send(method, path, bearer, key, body) {
      const headers = {
        ...(bearer && { authorization: `Bearer ${bearer}` }),
        ...(key && { "idempotency-key": key }),
        ...(body && { "content-type": "application/json" }),
      };
      const more = { method, headers, ...(body && { body }) };
      return ask(origin + path, method === "GET" ? undefined : WRITE_LIMIT, more);
    },
  };
  const host = {
    get: (name) => given[name] ?? element.getAttribute(name) ?? "",
    tell: (name, detail) => isOver() || show(name, JSON.parse(detail)),
    // There is one colour at a time: the page's, or else the venue's.
    adopt: (css) => isOver() || accent.replaceSync(css),
    go: (view) => isOver() || openView(view),
  };
  return code.mount(place, host, courier);
}
