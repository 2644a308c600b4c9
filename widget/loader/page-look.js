// The parts of the page's look that a widget takes over, beside the font of its text: the face of the nearest heading, and
// the colour behind the widget, from which the dark theme makes its own. The style sheet uses both.

import { doc, elementAround } from "./unclobbered.js";

const sheets = new WeakMap();

/** Reads the page around an element, and sets what its style sheet makes use of. */
export function takePageLook({ element, root }) {
  let sheet = sheets.get(root);
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(":host{}");
    sheets.set(root, sheet);
    root.adoptedStyleSheets.push(sheet);
  }
  const { style } = sheet.cssRules[0];
  const set = (name, value) => value && style.setProperty(name, value);
  const heading = nearestHeading(element);
  set("--page-heading-font", heading && getComputedStyle(heading).fontFamily);
  set("--page-ground", backgroundOf(element));
}

/** The last heading before an element, or else the first of the page. */
function nearestHeading(element) {
  const headings = [...doc.querySelectorAll("h1, h2, h3")];
  const isBefore = (heading) => heading.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING;
  return headings.findLast(isBefore) ?? headings[0];
}

/** The colour behind an element: that of its nearest ancestor with one that nothing shines through. */
function backgroundOf(element) {
  for (let at = element; at; at = elementAround(at)) {
    const { backgroundColor } = getComputedStyle(at);
    // Colours that let something through are written as `rgba(…)` or with a slash.
    if (!/^rgba|\//.test(backgroundColor)) return backgroundColor;
  }
}
