// Stops the page behind a dialog from scrolling. The page's own styles are not touched, so nothing has to be restored.

import { doc } from "./unclobbered.js";

let rule;
let count = 0;

/** Stops the page from scrolling until the function that it gives is called. */
export function lockScroll() {
  rule ??= new CSSStyleSheet();
  if (count === 0) {
    const { clientWidth } = doc.documentElement;
    const gutter = innerWidth > clientWidth ? "scrollbar-gutter:stable!important" : "";
    rule.replaceSync(`html{overflow:hidden!important;${gutter}}${ownScroller()}`);
    doc.adoptedStyleSheets.push(rule);
  }
  count += 1;
  return () => {
    count -= 1;
    if (count > 0) return;
    const sheets = doc.adoptedStyleSheets;
    sheets.splice(sheets.indexOf(rule), 1);
  };
}

/** On some pages the body scrolls, and not the window. */
function ownScroller() {
  const [html, body] = [doc.documentElement, doc.body].map((part) => getComputedStyle(part).overflowY);
  return html !== "visible" && body !== "visible" ? "body{overflow:hidden!important}" : "";
}
