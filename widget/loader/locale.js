// Chooses the guest's language, and holds the three texts that the loader itself shows, before any language file has arrived.

/** By language: the text while the widget loads, that of the link to the hosted page, and the name of the dialog's cross. */
const texts = {
  en: ["Loading…", "Reserve a table", "Close"],
  de: ["Wird geladen …", "Tisch reservieren", "Schließen"],
  fr: ["Chargement…", "Réserver une table", "Fermer"],
  it: ["Caricamento…", "Prenota un tavolo", "Chiudi"],
  es: ["Cargando…", "Reservar mesa", "Cerrar"],
  nl: ["Laden…", "Reserveer een tafel", "Sluiten"],
};

/** The language of the page where an element stands, through the shadow roots around it. */
function around(element) {
  const named = element.closest("[lang]");
  const root = element.getRootNode();
  if (named) return Element.prototype.getAttribute.call(named, "lang");
  return root instanceof ShadowRoot ? around(root.host) : "";
}

/** The guest's preferred languages, best first, separated by commas: the setting, the page's, the browser's. */
export const preferredLanguages = (element) =>
  [element.getAttribute("language"), around(element), navigator.languages].join();

/** The supported language that is preferred most; English where none is. */
export const supportedLanguage = (wanted) =>
  wanted
    .toLowerCase()
    .split(",")
    .map((tag) => tag.trim().split(/[-_.@]/)[0])
    .find((tag) => Object.hasOwn(texts, tag)) ?? "en";

/** The loader's texts in a language. */
export const loaderTexts = (language) => texts[language];
