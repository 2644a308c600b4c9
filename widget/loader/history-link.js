// The link that opened a view: a reload, or a tab that a phone has put to sleep, finds the reservation again, and another visit
// in the same tab does not. On the hosted page the link is stored in the page's entry of the tab's history. A restaurant's own
// page may copy that entry's state into others, or log it. So there a link is stored while its payment is to be made and no
// longer, in the tab's `sessionStorage`, and the entry says only that there is one.

import { STORED_LINK } from "./page-state.js";

/** The key in the storage, of a link that is to be paid for and of its restaurant. */
const UNPAID = "couvert-unpaid";

/** Whether this page is one of ours: it comes from where this file does. */
const isHosted = location.origin === new URL(import.meta.url).origin && location.pathname.startsWith("/book/");

/**
 * The `link` that this page was left or loaded anew with, such as `manage=ID.TOKEN`, with its `restaurant` where the page
 * may have widgets of others.
 */
export function storedLink() {
  const stored = history.state?.[STORED_LINK];
  if (isHosted) return stored && { link: stored };
  try {
    return stored && JSON.parse(sessionStorage.getItem(UNPAID));
  } catch {
    return undefined;
  }
}

/** The link that is stored. */
let current;

/** Brings the page's entry up to date, and changes the page's address to `address`. */
function write(address) {
  const { state } = history;
  const isKnown = isHosted || current || state?.[STORED_LINK];
  history.replaceState(isKnown ? { ...state, [STORED_LINK]: isHosted ? current : Boolean(current) } : state, "", address);
}

/** Stores the link in place of the one before, none where there is none, and changes the page's address to `address`. */
export function storeLink(link, address) {
  if (isHosted) current = link;
  else if (current && current !== link) forgetUnpaid(current);
  if (isHosted || address) write(address);
}

/** Stores the link of what is to be paid for on a restaurant's own page. */
export function storeUnpaid(restaurant, link) {
  if (isHosted || current === link) return;
  try {
    sessionStorage.setItem(UNPAID, JSON.stringify({ restaurant, link }));
    current = link;
    write();
  } catch {
    // A page without storage: the guest has the link in their letters.
  }
}

/** Deletes the link whose payment is over. */
export function forgetUnpaid(link) {
  try {
    if (isHosted || !sessionStorage.getItem(UNPAID)?.includes(JSON.stringify(link))) return;
    sessionStorage.removeItem(UNPAID);
    current = undefined;
    write();
  } catch {
    // There is none without storage.
  }
}

// A way back to an entry of a step before shows the same view.
addEventListener("popstate", () => current && write());
