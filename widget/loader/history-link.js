// The link that opened a view of the hosted page, stored in the page's entry of the tab's history: a reload, or a tab that
// a phone has put to sleep, finds the reservation again, and another visit in the same tab does not. On a restaurant's
// own page its scripts could read it there, so nothing is stored.

const KEY = "couvertLink";

/** Whether this page is one of ours: it comes from where this file does. */
const isHosted = location.origin === new URL(import.meta.url).origin && location.pathname.startsWith("/book/");

/** The link that this page was left or loaded anew with, such as `manage=ID.TOKEN`. */
export const storedLink = () => (isHosted ? history.state?.[KEY] : undefined);

/** The link that is stored. */
let current;

/** Stores the link in place of the one before, none where there is none, and changes the page's address to `address`. */
export function storeLink(link, address) {
  current = link;
  if (!isHosted && !address) return;
  const state = isHosted ? { ...history.state, [KEY]: link } : history.state;
  history.replaceState(state, "", address);
}

// A way back to an entry of a step before shows the same view.
addEventListener("popstate", () => current && storeLink(current));
