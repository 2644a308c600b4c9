// Warns the page's developers of settings that are not understood, once each.

/** The values that are understood, as regular expressions that people can read in a warning. */
const UNDERSTOOD = {
  restaurant: "[a-z0-9-]{1,63}",
  language: "auto|[a-z]{2,3}([-_].+)?",
  view: "reservation|extras|gift-card|manage|waitlist",
  experience: "[\\w.~-]{1,128}",
  attendees: "[1-9]\\d*",
  date: "\\d{4}-\\d\\d-\\d\\d",
  time: "\\d?\\d:[0-5]\\d",
  mode: "inline|button|popup",
  "hide-button": "true|false",
  color: "#([\\da-f]{3}){1,2}",
  theme: "auto|light|dark",
  "data-layer": "true|false",
};

const warned = new Set();

/** Warns in the console, once per text. */
export function warn(text) {
  if (warned.has(text)) return;
  warned.add(text);
  console.warn(`couvert: ${text}`);
}

/** Warns of every setting of an element whose value is not understood; it is as if it were not set. */
export function validateSettings(element) {
  for (const [name, pattern] of Object.entries(UNDERSTOOD)) {
    const value = element.getAttribute(name)?.trim();
    const isCase = name === "color" || name === "language" ? "i" : "";
    if (value && !RegExp(`^(${pattern})$`, isCase).test(value)) warn(`${name}="${value}" is not ${pattern}`);
  }
}
