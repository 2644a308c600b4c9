// Answers the press of a time before the widget's code is there: the edge draws the step that follows it.

import { hasDraft } from "./page-state.js";
import { draw } from "./screen.js";
import { doc } from "./unclobbered.js";

/**
 * Gives the function that answers such a press within `place`, as long as `isWanted`: it promises whether what follows is
 * shown. `ask` fetches the screen of a choice, and `take` is given the one that is shown. After `end` presses wait for the
 * code.
 */
export function answerPress(place, ask, take) {
  let isOver, pressed, before;
  // The code takes attributes for what it would have drawn itself.
  const unpress = () => {
    if (before === null) pressed.removeAttribute("aria-pressed");
    else pressed?.setAttribute("aria-pressed", before);
    pressed = before = undefined;
  };
  const press = async (button, isWanted) => {
    if (isOver || !isWanted() || hasDraft()) return false;
    unpress();
    [pressed, before] = [button, button.getAttribute("aria-pressed")];
    button.ariaPressed = "true";
    const chosen = new FormData(button.form);
    const experience = chosen.get("experience");
    const choice = { experience, attendees: chosen.get("was"), date: chosen.get("date"), time: button.value };
    const screen = await ask(choice);
    // A time may be gone, and an experience with extras goes on in another module.
    const isNext = screen?.html.includes('data-step="details"');
    const hasExtras = screen?.venue.experiences.some(({ id, hasExtras }) => id === experience && hasExtras);
    if (isOver || !isWanted() || !isNext || hasExtras) return false;
    take({ ...screen, choice });
    draw(place, screen.html);
    // Not from where the guest has gone on meanwhile.
    const { host, activeElement } = place.getRootNode();
    if (activeElement || [null, doc.body, host].includes(doc.activeElement)) place.querySelector("h2").focus();
    return true;
  };
  const end = () => {
    isOver = true;
    unpress();
  };
  return { press, end };
}
