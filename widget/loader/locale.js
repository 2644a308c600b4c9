// Chooses the guest's language, and holds the two texts that are shown before any language file has arrived.

/** By language: while the widget is on its way, and the link that stands in where it cannot run. */
const texts = {
  en: ["Loading…", "Reserve a table"],
  de: ["Wird geladen …", "Tisch reservieren"],
  fr: ["Chargement…", "Réserver une table"],
  it: ["Caricamento…", "Prenota un tavolo"],
  es: ["Cargando…", "Reservar mesa"],
  nl: ["Laden…", "Reserveer een tafel"],
};

/** The language of the page where an element stands, through the shadow roots around it. */
function around(element) {
  const named = element.closest("[lang]");
  const root = element.getRootNode();
  if (named) return Element.prototype.getAttribute.call(named, "lang");
  return root instanceof ShadowRoot ? around(root.host) : "";
}

/** What a guest wants to read, best first, parted by commas: as set, as the page, as the browser. */
export const preferredLanguages = (element) =>
  [element.getAttribute("language"), around(element), navigator.languages].join();

/** The language of ours that is wanted most; English for readers of none. */
export const supportedLanguage = (wanted) =>
  wanted
    .toLowerCase()
    .split(",")
    .map((tag) => tag.trim().split(/[-_.@]/)[0])
    .find((tag) => Object.hasOwn(texts, tag)) ?? "en";

/** What is said in a language while the widget loads, and on the link in its place. */
export const loaderTexts = (language) => texts[language];
