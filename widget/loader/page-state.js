// The state of a page that says what its widgets are to show: the view of an element, a link or the return from a payment in the
// address, a link in the tab's history, a draft in its storage. The loader and `page.js` read it by the same rules.

/** Whether an element shows a self-service view, which has a module of its own and no screen drawn by the edge. */
export const isSelfService = (element) => /^(ex|gi|ma|wa)/.test(element.getAttribute("view"));

/** A link that letters bring, such as `#manage=ID.TOKEN`. */
export const LINK = /#((?:manage|order|offer)=[^#]+)$/;

/** Marks an address to come back to from a payment as ours: a page may take payments of its own with the same taker. */
export const RETURN = "couvert-return";

/** The link that is stored in an entry of the tab's history. */
export const STORED_LINK = "couvertLink";

/** The key of the draft in the tab's storage. */
export const DRAFT = "couvert-draft";

/** Whether the page leads a widget to another view than its element's own, which `page.js` knows. */
export const isLed = () =>
  LINK.test(location.hash) || new URLSearchParams(location.search).has(RETURN) || Boolean(history.state?.[STORED_LINK]);

/** Whether a booking from before the page was loaded anew is about to be taken up. */
export function hasDraft() {
  try {
    return DRAFT in sessionStorage;
  } catch {
    // A page without storage.
    return false;
  }
}
