// The return from a payment that has led away, such as to a bank's page: which reservation or order it was for.
//
// The payment provider sends the guest back to an address. The token of a reservation must not be in it: that address
// would be in the provider's logs and in the browser's history. So the link is kept in the tab's `sessionStorage` for
// as long as such a payment is pending, where no server and no other site reads it, and under the payment's name, so
// that it is used for that payment alone.

import { RETURN } from "./page-state.js";

const KEY = "couvert-payment";

/** The parameters that a return adds to that address, the payment's secret among them. */
const ADDED = [
  RETURN,
  "payment_intent",
  "payment_intent_client_secret",
  "setup_intent",
  "setup_intent_client_secret",
  "redirect_status",
];

/** The address to come back to from here. */
export function returnUrl() {
  const url = new URL(location.href);
  url.search += `${url.search ? "&" : "?"}${RETURN}=1`;
  return url.href;
}

/** Keeps what is paid for, `link` such as `manage=ID.TOKEN`, while the payment of this secret is under way. */
export function rememberPayment(secret, restaurant, link) {
  try {
    sessionStorage.setItem(KEY, JSON.stringify({ intent: intentOf(secret), restaurant, link }));
  } catch {
    // A page without storage: the guest has the link in their letters.
  }
}

/** The payment is over, or has not led away. */
export function forgetPayment() {
  try {
    sessionStorage.removeItem(KEY);
  } catch {}
}

/** The id of a payment, with which its secret begins. */
export const intentOf = (secret) => secret.split("_secret_")[0];

/**
 * The payment that this page has returned from, `{ intent, restaurant, link, isPaid }`, once; undefined where there is
 * none, or where its subject is unknown. The parameters of the return are taken out of the address.
 */
export function takeReturn() {
  let stored;
  try {
    stored = JSON.parse(sessionStorage.getItem(KEY));
  } catch {}
  forgetPayment();
  const query = new URLSearchParams(location.search);
  if (!query.has(RETURN)) return undefined;
  // As text: what else is in it stays as the page has written it.
  const rest = location.search
    .slice(1)
    .split("&")
    .filter((part) => !ADDED.includes(part.split("=")[0]));
  const search = rest.length ? `?${rest.join("&")}` : "";
  history.replaceState(history.state, "", location.pathname + search + location.hash);
  const intent = query.get("payment_intent") ?? query.get("setup_intent");
  if (!stored || stored.intent !== intent) return undefined;
  return { ...stored, isPaid: query.get("redirect_status") !== "failed" };
}
