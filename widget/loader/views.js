// Navigation between the views of an element, and the links to a reservation, an order or a waitlist entry that letters
// bring.

import { forgetUnpaid, storeLink, storeUnpaid, storedLink } from "./history-link.js";
import { LINK } from "./page-state.js";
import { takeReturn } from "./payment-return.js";

/** The links, such as `manage=ID.TOKEN`, by element. They are in no address or attribute. */
const links = new WeakMap();

/** The link in the page's address; it is taken out of there. */
let brought;

/** The payment that the page has returned from, until a view is made of it. */
let returned = takeReturn();

/** The link that the page had before it was loaded anew, until a view is made of it. */
let stored = storedLink();

/** The view that a link of each kind leads to. */
const VIEWS = { manage: "manage", order: "gift-card", offer: "waitlist" };
const linkIn = (address) => LINK.exec(address)?.[1];
const viewOf = (link) => VIEWS[link.split("=")[0]];

/** Whether the page has come back to what is this element's. */
export const isReturn = (element) => Boolean(returned) && returned.restaurant === element.getAttribute("restaurant");

/** The link that is stored for an element: the first one of its restaurant that shows no other view. */
function storedFor(element) {
  if (!stored) return undefined;
  const { restaurant, link } = stored;
  const view = element.getAttribute("view");
  const isOther = restaurant !== element.getAttribute("restaurant") || (/^(gi|ma|wa)/.test(view) && view !== viewOf(link));
  if (!(restaurant && isOther) && !stored.element?.isConnected) stored.element = element;
  return stored.element === element ? link : undefined;
}

/** The link that an element is led to. */
const linkFor = (element) => linkIn(location.hash) ?? (isReturn(element) ? returned.link : storedFor(element));

/** Leads an element to what the page's address has a link to, or has come back to; whether there is such a thing. */
export function lead(element) {
  const link = linkFor(element);
  const view = link && viewOf(link);
  // Setting the same value again would count as a change, and lead here again.
  if (view && element.getAttribute("view") !== view) element.setAttribute("view", view);
  return link;
}

/** The payment that an element's view has returned from, if it succeeded as far as the address says. */
export function paidOf(element) {
  return isReturn(element) && returned.isPaid ? returned.intent : undefined;
}

/** The link that an element was given for its view, `ID.TOKEN`, if any. */
export function linkOf(element) {
  const inAddress = linkIn(location.hash);
  const found = linkFor(element);
  if (isReturn(element)) returned = undefined;
  if (storedFor(element)) stored = undefined;
  if (found) {
    brought = found;
    links.set(element, found);
    storeLink(found, inAddress && location.pathname + location.search);
  }
  const link = links.get(element) ?? brought;
  return link && viewOf(link) === element.getAttribute("view") ? link.replace(/^\w+=/, "") : "";
}

/** Has a link opened by what an element's view shows, none where it is empty: one that was made there, such as an order. */
export function keepView(element, link) {
  links.set(element, link);
  storeLink(link || undefined);
}

/** Stores the link of what an element's view shows as long as there is a payment to be made there. */
export function followPayment(element, place) {
  const link = links.get(element) ?? brought;
  if (link && place.querySelector(".payment")) storeUnpaid(element.getAttribute("restaurant"), link);
  // Beside a notice it may not have been read whether there is one.
  else if (!place.querySelector("#notice")) forgetUnpaid(link);
}

/** The attributes of a guest's choice that another view takes over. */
const CHOICES = ["experience", "attendees", "date", "time"];

/**
 * Follows the links within `place` that lead to another view of the element: they would work without this,
 * on the hosted page. Gives the function that opens a view by its name, with a link if there is one, the one that takes a
 * choice along, from the parameters of an address or the fields of a form, and the one that goes on to a payment.
 */
export function followViews(element, place) {
  const open = (view, link) => {
    if (link !== undefined) links.set(element, link);
    const own = links.get(element) ?? brought;
    storeLink(own && viewOf(own) === view ? own : undefined);
    element.setAttribute("view", view);
  };
  const take = (choice, view, link) => {
    const chosen = CHOICES.filter((name) => choice.has(name));
    for (const name of chosen) element.setAttribute(name, choice.get(name));
    // A choice begins something new, even where a link was opened before.
    open(view, link ?? (chosen.length > 0 ? "" : undefined));
  };
  place.addEventListener("click", (event) => {
    const { href, search } = event.target.closest("a") ?? {};
    const query = new URLSearchParams(search);
    const view = query.get("view");
    if (!view || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    take(query, view, linkIn(href));
  });
  // The last screen of a booking, once it is drawn, has the link that leads on to where one pays.
  const pay = () =>
    setTimeout(() => {
      const onward = place.querySelector("[href*='#manage=']");
      if (!onward) return;
      onward.click();
      storeUnpaid(element.getAttribute("restaurant"), links.get(element));
    });
  return [open, take, pay];
}
