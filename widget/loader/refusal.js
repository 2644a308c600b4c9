// Says why a page has no widget: its origin is not among the venue's, there is no such restaurant, or no tag names one. The
// console has it for the page's developers; guests read neutral words, with the restaurant's own page where there is one.
// Loaded only where a widget has failed, or where there is none.

import { ask, venueOf } from "./api.js";
import { warn } from "./validate-settings.js";
import { doc } from "./unclobbered.js";

/** By language: what guests read on a page that may not book, and where there is no restaurant. */
const texts = {
  en: ["Reservations are taken on the restaurant’s own page.", "Online reservations are not available here."],
  de: ["Reservierungen sind auf der Seite des Restaurants möglich.", "Hier sind keine Online-Reservierungen möglich."],
  fr: ["Les réservations se font sur la page du restaurant.", "La réservation en ligne n’est pas disponible ici."],
  it: ["Le prenotazioni si fanno sulla pagina del ristorante.", "La prenotazione online non è disponibile qui."],
  es: ["Las reservas se hacen en la página del restaurante.", "La reserva en línea no está disponible aquí."],
  nl: ["Reserveren kan op de pagina van het restaurant.", "Online reserveren is hier niet mogelijk."],
};

/** Where this file, and so the API, comes from. */
const origin = new URL(import.meta.url).origin;

/** The errors that a refusal may cause: a request that the browser refuses to send looks as if there were no connection. */
const SUSPECTS = ["forbidden", "venue_not_found", ...(location.origin === origin ? [] : ["offline", "unsupported"])];

/** Looks into the failure of a widget, or, where none is given, into its absence. */
export async function follow({ hostedPage }, widget, detail) {
  if (!widget) explainAbsence();
  else if (SUSPECTS.includes(detail.code)) await explain(widget.stage, hostedPage);
}

/**
 * Asks the API once more whether it refuses the page, after a widget has failed, and shows the neutral words in its place
 * where it does. A failure of another kind is left to the widget.
 */
async function explain(stage, hostedPage) {
  const { element, box, language, words } = stage;
  const restaurant = element.getAttribute("restaurant");
  // Without a token or a body, so that no preflight hides the answer.
  const [status, text] = await ask(origin + venueOf(restaurant));
  const isRefused = status === 403;
  const isUnknown = status === 404 && JSON.parse(text).code === "venue_not_found";
  if (isRefused) warn(`${location.origin} is not among the origins of "${restaurant}"`);
  if (isUnknown) warn(`there is no restaurant "${restaurant}" at ${origin}`);
  // The element may show another restaurant meanwhile, and a second error must not say it twice.
  if (!(isRefused || isUnknown) || element.getAttribute("restaurant") !== restaurant || box.querySelector(".refusal")) return;
  const [own, none] = texts[language];
  const notice = make("div", { className: "refusal", role: "status" });
  notice.append(make("p", { textContent: isUnknown ? none : own }));
  if (isRefused) notice.append(make("a", { href: hostedPage(restaurant), className: "link", part: "link", textContent: words[1] }));
  // The widget lives on out of sight, until the stage ends it.
  box.replaceChildren(notice);
}

/** Names the tags of ours that name no restaurant. A script in the head may be for elements that come later. */
function explainAbsence() {
  const isOurs = (tag) => tag.src.startsWith(`${origin}/embed.js`);
  const isMeant = (tag) => doc.body.contains(tag) || tag.getAttributeNames().some((name) => name.startsWith("data-"));
  const scripts = [...doc.scripts].filter((tag) => isOurs(tag) && !tag.dataset.restaurant && isMeant(tag));
  const elements = [...doc.querySelectorAll("couvert-booking:not([restaurant]),div.couvert-booking:not([data-restaurant])")];
  // The script may be in the body for the sake of an element.
  const [tag] = elements.length > 0 ? elements : scripts;
  if (!tag) return;
  const name = tag.localName === "couvert-booking" ? "restaurant" : "data-restaurant";
  warn(`${name} is missing at <${tag.localName}${tag.src ? ` src="${tag.getAttribute("src")}"` : ""}>`);
}

function make(name, properties) {
  return Object.assign(doc.createElement(name), properties);
}
