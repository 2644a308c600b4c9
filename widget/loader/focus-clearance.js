// Moves the launcher away from where it would cover the focused element (WCAG 2.2, 2.4.11).

import { doc } from "./unclobbered.js";

/** Watches what has the focus on the page, and where it is, until `end`. */
export function keepClearOfFocus(launcher, element) {
  let isAsked;
  const look = () => {
    isAsked = false;
    const focused = doc.activeElement;
    const isOfPage = focused && focused !== element && focused !== doc.body && !launcher.hidden;
    launcher.classList.toggle("aside", Boolean(isOfPage && isCovered(deepest(focused))));
  };
  // The launcher's place is read before it moves: once aside it would seem to cover nothing.
  const isCovered = (focused) => {
    const control = Element.prototype.getBoundingClientRect.call(focused);
    const { offsetWidth, offsetHeight } = launcher;
    const place = getComputedStyle(launcher);
    const bottom = innerHeight - parseFloat(place.bottom);
    const left = parseFloat(place.left);
    const isBeside = control.right < left || control.left > left + offsetWidth;
    const isAbove = control.bottom < bottom - offsetHeight || control.top > bottom;
    return !isBeside && !isAbove;
  };
  const ask = () => {
    if (isAsked) return;
    isAsked = true;
    requestAnimationFrame(look);
  };
  const options = { capture: true, passive: true };
  const hints = [
    [doc, "focusin"],
    [doc, "focusout"],
    [doc, "scroll"],
    [window, "resize"],
  ];
  for (const [target, hint] of hints) target.addEventListener(hint, ask, options);
  return {
    look: ask,
    end() {
      for (const [target, hint] of hints) target.removeEventListener(hint, ask, options);
    },
  };
}

/** The focused element, within open shadow roots too. */
function deepest(element) {
  let found = element;
  while (found.shadowRoot?.activeElement) found = found.shadowRoot.activeElement;
  return found;
}
