// The views of an element beside its first: what leads from one to another, and the link to a reservation that
// a letter brings. It must not know what a view shows.

/** The links to reservations, `ID.TOKEN`, by element. They are kept here and in no address or attribute. */
const links = new WeakMap();

/** The link in the page's address; it is taken out of there. */
let brought;

const MANAGE = /#manage=([^#]+)$/;

/** Whether an element's view is one of the second module's; the loader decides it by the same rule. */
export const isGuest = (element) => /^[gm]/.test(element.getAttribute("view"));

/** Leads an element to the reservation that the page's address has a link to; whether it has one. */
export function lead(element) {
  const isLed = MANAGE.test(location.hash);
  if (isLed) element.setAttribute("view", "manage");
  return isLed;
}

/** The link to a reservation that an element was given, if any. */
export function linkOf(element) {
  const found = MANAGE.exec(location.hash);
  if (found) {
    brought = found[1];
    links.set(element, brought);
    history.replaceState(history.state, "", location.pathname + location.search);
  }
  return links.get(element) ?? brought ?? "";
}

/**
 * Follows the links within `place` that lead to another view of the element: they would work without this,
 * on the hosted page. Gives the function that opens a view by its name.
 */
export function followViews(element, place) {
  const open = (view) => element.setAttribute("view", view);
  place.addEventListener("click", (event) => {
    const { href } = event.target.closest("a") ?? {};
    const view = /[?&]view=([a-z-]+)/.exec(href)?.[1];
    if (!view || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    const link = MANAGE.exec(href)?.[1];
    if (link) links.set(element, link);
    open(view);
  });
  return open;
}
