// Shows the first screen as the edge has drawn it, and records what a guest does with it until hydration.

import { recordEvents } from "./event-replay.js";
import { takePageLook } from "./page-look.js";
import { trusted } from "./trusted.js";

/**
 * Puts a screen, where there is one, into `place` in the skeleton's stead, never without its style and never over what
 * stands there. Returns the function that replays what a guest has done meanwhile.
 */
export function showScreen(stage, place, reveal, style, screen) {
  const { root, accent } = stage;
  takePageLook(stage);
  if (!root.adoptedStyleSheets.includes(style)) root.adoptedStyleSheets.push(style);
  if (screen) {
    accent.replaceSync(screen.sheet ?? "");
    if (place.hidden) place.innerHTML = trusted.createHTML(screen.html);
    reveal();
  }
  return place.hidden ? undefined : recordEvents(place);
}
