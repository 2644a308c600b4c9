// Shows the first screen as the edge has drawn it.

import { takePageLook } from "./page-look.js";
import { trusted } from "./trusted.js";

/**
 * Puts a screen, where there is one, into `place` in the skeleton's stead, never over what stands there, and never without
 * its style, which the document may have already.
 */
export function showScreen(stage, place, reveal, style, screen) {
  const { root, accent } = stage;
  takePageLook(stage);
  if (style && !root.adoptedStyleSheets.includes(style)) root.adoptedStyleSheets.push(style);
  if (!screen) return;
  accent.replaceSync(screen.sheet ?? "");
  if (place.hidden) place.innerHTML = trusted.createHTML(screen.html);
  reveal();
}
