// The settings of an element: attributes, or `data-` attributes on a script tag or a `div`. Values are not checked
// here: each reader ignores what it cannot parse, and `validate-settings.js` warns the page's developers.

/** Settings that make another widget when they change. */
export const remaking = ["restaurant", "language", "view", "experience", "attendees", "date", "time"];

/** All settings. What begins with `data-` is called so on a script tag too. */
export const settings = [...remaking, "mode", "open-selectors", "hide-button", "color", "theme", "data-layer"];

/** Whether a setting that needs no value is on. */
export function isOn(element, name) {
  return (element.getAttribute(name) ?? "false") !== "false";
}

/**
 * How the element shows itself: `inline`, `button`, `popup`. A page that names what opens the widget, or
 * has settings for its button, wants none in its text; so does Molzait's tag, which has no modes.
 */
export function modeOf(element) {
  const given = element.getAttribute("mode");
  const has = (name) => element.hasAttribute(name);
  if (given === "popup" || given === "button" || (!given && (has("open-selectors") || has("hide-button")))) {
    return given === "popup" || isOn(element, "hide-button") ? "popup" : "button";
  }
  return "inline";
}
