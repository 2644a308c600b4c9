// An entry in the tab's history for each step of a booking, or of a gift card, in the page's text: the browser's back button leads
// to the step before, with everything that was typed, and not off the page. Each repeats the page's own state and address, so
// that a router that sees it stays where it was. A dialog has an entry of its own, which closes it.

import { modeOf } from "./settings.js";

const MARK = "couvertStep";

/** The steps that have a way back, in their order: those of a booking, of a gift card, and of a look at what one is worth. */
const STEPS = [
  ["find", "extras", "details", "review"],
  ["gift-card-design", "gift-card-delivery", "gift-card-review"],
  ["gift-card-design", "gift-card-balance"],
];

/** The steps before which there is none any more: it is booked or ordered. */
const MADE = ["done", "gift-card-order", "gift-card-payment"];

/** A step's way back: it is the only plain button in the form of a gift card's step. */
const BACK = `[class="button"][name="act"],form[data-step^="gift-card-"] [class="button"],[data-step="gift-card-balance"] [class="button"]`;

/** The number of a step in its order; below 0 where it is in none. */
const indexOf = (step) => Math.max(...STEPS.map((steps) => steps.indexOf(step)));

const followed = new WeakMap();

/** Takes the step that a widget has come to. */
export function followStep({ element, stage }, { step }) {
  if (modeOf(element) !== "inline") return;
  const steps = followed.get(element) ?? stepHistory(element, stage.root);
  followed.set(element, steps);
  steps.reach(step);
}

function stepHistory(element, root) {
  const mark = () => history.state?.[MARK] ?? 0;
  let base = mark();
  // The first is the one before this began, which an address may have chosen.
  let reached = [undefined];
  let isGoingBack, isOver;
  const depth = () => reached.length - 1;
  const entry = () => mark() - base;

  /** Presses the step's own way back; none while something is sent. */
  const goBack = () => {
    const back = root.querySelector(BACK);
    isGoingBack = Boolean(back);
    if (back) back.click();
    else reached.length = entry() + 1;
  };

  const seen = () => {
    if (!element.isConnected) return removeEventListener("popstate", seen);
    const at = entry();
    if (at < 0) return;
    // A reservation that is made has no step before it, and neither has an order.
    if (isOver) return at > 0 && history.go(-at);
    if (at < depth()) goBack();
    // What was ahead is to be reached by the step's own button.
    else if (at > depth()) history.go(depth() - at);
  };
  addEventListener("popstate", seen);

  return {
    reach(step) {
      // From an order there is no way back but its own.
      const index = isOver && step === "gift-card-balance" ? -1 : indexOf(step);
      isOver ||= MADE.includes(step);
      if (isOver && index < 0) return;
      if (isOver) {
        // Another begins: an order that came to nothing at its last step, with what was typed for it.
        [base, reached, isOver] = [mark(), [index === 0 ? step : undefined], false];
        if (index === 0) return;
      }
      if (isGoingBack) {
        isGoingBack = false;
        reached.pop();
        reached[depth()] = step;
        if (entry() < depth()) goBack();
        return;
      }
      if (index < 0) return;
      // The first step, told by a view that has just opened there.
      if (index === 0 && depth() === 0 && reached[0] === undefined) return;
      const known = Math.max(reached.lastIndexOf(step), index === 0 ? 0 : -1);
      if (known < 0 && index > indexOf(reached[depth()])) {
        if (depth() === 0 && reached[0] === undefined && mark() > 0) {
          // The page was loaded anew at this entry, and is there again.
          [base, reached] = [mark() - 1, [undefined, step]];
          return;
        }
        try {
          history.pushState({ ...history.state, [MARK]: base + depth() + 1 }, "");
          reached.push(step);
        } catch {
          // A document without a history of its own.
        }
        return;
      }
      // Back, by a button of the widget's.
      const left = depth() - Math.max(known, 0);
      reached.length -= left;
      reached[depth()] = step;
      if (left > 0) history.go(-left);
    },
  };
}
