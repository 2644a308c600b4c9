// Shows what the edge has drawn: the first screen, and the step after a time that is pressed early.

import { takePageLook } from "./page-look.js";
import { trusted } from "./trusted.js";
import { doc } from "./unclobbered.js";

/** Draws a screen of the edge's into `place`. A form that books without code has a key, so that it books once. */
export function draw(place, html) {
  place.innerHTML = trusted.createHTML(html);
  const form = place.querySelector("form[method=post]");
  if (!form) return;
  const bytes = [...crypto.getRandomValues(new Uint8Array(16))];
  const value = bytes.map((byte) => byte.toString(16).padStart(2, "0")).join("");
  form.append(Object.assign(doc.createElement("input"), { type: "hidden", name: "key", value }));
}

/**
 * Puts a screen, where there is one, into `place` in the skeleton's stead, never over what stands there, and not without
 * its style, unless the document brings that.
 */
export function showScreen(stage, place, reveal, style, screen) {
  const { root, accent } = stage;
  takePageLook(stage);
  if (style && !root.adoptedStyleSheets.includes(style)) root.adoptedStyleSheets.push(style);
  if (!screen) return;
  accent.replaceSync(screen.sheet ?? "");
  if (place.hidden) draw(place, screen.html);
  reveal();
}
