// What a page can set: as attributes of the element, or with `data-` on the script tag.

/** Settings that make another widget when they change. */
export const observed = ["restaurant", "language", "experience", "attendees", "date", "time", "color"];

/** All settings. `theme` is read by the style sheet alone, `mode` is `inline`. */
export const settings = [...observed, "mode", "theme"];
