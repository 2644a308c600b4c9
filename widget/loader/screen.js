// Shows the first screen as the edge has drawn it, and keeps what a guest does with it. It must not know what the screen shows.

import { recordEvents } from "./event-replay.js";
import { trusted } from "./trusted.js";

/**
 * Puts a screen, where there is one, into `place` in the skeleton's stead, never without its style and never over what
 * stands there. Gives the function that does again what a guest has done with what stands there.
 */
export function showScreen({ root, accent }, place, reveal, style, screen) {
  if (!root.adoptedStyleSheets.includes(style)) root.adoptedStyleSheets.push(style);
  if (screen) {
    accent.replaceSync(screen.sheet ?? "");
    if (place.hidden) place.innerHTML = trusted.createHTML(screen.html);
    reveal();
  }
  return place.hidden ? undefined : recordEvents(place);
}
