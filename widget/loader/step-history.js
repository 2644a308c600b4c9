// An entry in the tab's history for each step of a booking in the page's text: the browser's back button leads to the step
// before, with everything that was typed, and not off the page. Each repeats the page's own state and address, so that a
// router that sees it stays where it was. A dialog has an entry of its own, which closes it.

import { modeOf } from "./settings.js";

const MARK = "couvertStep";

/** The steps that have a way back, in their order. */
const STEPS = ["find", "extras", "details", "review"];

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
    const back = root.querySelector(`[class="button"][name="act"]`);
    isGoingBack = Boolean(back);
    if (back) back.click();
    else reached.length = entry() + 1;
  };

  const seen = () => {
    if (!element.isConnected) return removeEventListener("popstate", seen);
    const at = entry();
    if (at < 0) return;
    // A reservation that is made has no step before it.
    if (isOver) return at > 0 && history.go(-at);
    if (at < depth()) goBack();
    // What was ahead is to be reached by the step's own button.
    else if (at > depth()) history.go(depth() - at);
  };
  addEventListener("popstate", seen);

  return {
    reach(step) {
      isOver ||= step === "done";
      if (isOver && step !== "find") return;
      if (isOver) {
        // Another reservation begins.
        [base, reached, isOver] = [mark(), [step], false];
        return;
      }
      if (isGoingBack) {
        isGoingBack = false;
        reached.pop();
        reached[depth()] = step;
        if (entry() < depth()) goBack();
        return;
      }
      const index = STEPS.indexOf(step);
      if (index < 0) return;
      const known = Math.max(reached.lastIndexOf(step), index === 0 ? 0 : -1);
      if (known < 0 && index > STEPS.indexOf(reached[depth()])) {
        if (depth() === 0 && reached[0] === undefined && mark() > 0) {
          // The page was loaded anew at this entry, and is there again.
          [base, reached] = [mark() - 1, [STEPS[0], step]];
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
