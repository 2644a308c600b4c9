// Answers the press of a time before the widget's code is there: the edge draws the step that follows it.

import { trusted } from "./trusted.js";

/**
 * Gives the function that answers such a press within `place`, as long as `isWanted`: it promises whether what follows is
 * shown. `ask` fetches the screen of a choice, and `take` is given the one that is shown. After `end` presses wait for the
 * code.
 */
export function answerPress(place, ask, take) {
  let isOver, pressed;
  // As it was drawn: the code takes attributes for what it would have drawn itself.
  const unpress = () => pressed && (pressed.ariaPressed = "false");
  const press = async (button, isWanted) => {
    if (isOver || !isWanted()) return false;
    unpress();
    pressed = button;
    button.ariaPressed = "true";
    const chosen = new FormData(button.form);
    const choice = { experience: chosen.get("experience"), attendees: chosen.get("was"), date: chosen.get("date"), time: button.value };
    const screen = await ask(choice);
    // An experience with extras goes on in another module, and a time may be gone.
    if (isOver || !isWanted() || !screen?.html.includes('data-step="details"')) return false;
    take({ ...screen, choice });
    place.innerHTML = trusted.createHTML(screen.html);
    place.querySelector("h2").focus();
    return true;
  };
  const end = () => {
    isOver = true;
    unpress();
  };
  return { press, end };
}
