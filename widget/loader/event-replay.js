// Records what a guest does on a server-drawn screen before hydration, and replays it afterwards in the same order.

const KINDS = ["click", "input", "change", "keydown"];

/** The keys that move the calendar's cursor, as far as they are not a browser's own. */
const isCursorKey = ({ key, altKey, ctrlKey, metaKey, target }) =>
  /^(Arrow|Page|Home|End)/.test(key) && !altKey && !ctrlKey && !metaKey && target.closest("table");

/** Whether something is a time's button. */
const isTime = (target) => target.name === "time";

/** The button, radio or checkbox that a click is for, by its label too. Other clicks need no code. */
function pressed(target) {
  const hit = target.closest("a, summary, button, label, input");
  const control = hit?.control ?? hit;
  return control?.matches("button, [type=radio], [type=checkbox]") && control;
}

/**
 * Records clicks, inputs and the calendar's keys within `place`, what was typed and chosen there before included, until
 * the function that it returns has replayed them all. Events that happen during the replay are recorded too: handled at
 * once, they would overtake older ones. Texts stay in their fields meanwhile. The replay needs the widget's listeners;
 * without a widget, clicks submit the forms that their buttons are in. Where the press of a time is all that is recorded,
 * `press` may answer it: it is given the button and whether that is still so, and promises whether it has.
 */
export function recordEvents(place, press) {
  let recorded = [];
  let isReplaying;
  // Of a text the present value counts, so that one entry is enough for any number of inputs.
  const isRecorded = (type, target) =>
    target.localName !== "select" && recorded.some((entry) => entry.target === target && entry.event.type === type);
  const record = (event) => {
    if (isReplaying) return;
    const { type } = event;
    const isClick = type === "click";
    const target = isClick ? pressed(event.target) : event.target;
    if (!target || (type === "keydown" && !isCursorKey(event))) return;
    event.stopImmediatePropagation();
    if (isClick || type === "keydown") event.preventDefault();
    else if (isRecorded(type, target)) return;
    const entry = { event, target, value: target.value };
    if (!isTime(target)) return recorded.push(entry);
    // Of several times that are pressed the last counts.
    recorded = [...recorded.filter((other) => !isTime(other.target)), entry];
    const isAlone = () => recorded.length === 1 && recorded[0] === entry;
    press(target, isAlone).then((isAnswered) => isAnswered && recorded.shift(), () => {});
  };
  const replay = ({ event, target, value, isDone }) => {
    if (event.type === "click") return isDone?.() || standing(target)?.click?.();
    if (!target.isConnected) return;
    if (target.localName === "select") target.value = value;
    target.dispatchEvent(new event.constructor(event.type, event));
  };

  // A screen of later data may stand in the one that a time was pressed on.
  const standing = (target) =>
    target.isConnected ? target : isTime(target) && place.querySelector(`[name=time][value="${target.value}"]`);

  for (const target of place.querySelectorAll("input, textarea, select")) {
    const { value, defaultValue = value, checked, defaultChecked, options = [] } = target;
    const isTyped = value !== defaultValue || [...options].some((it) => it.selected !== it.defaultSelected);
    if (isTyped) for (const kind of ["input", "change"]) recorded.push({ event: new Event(kind, { bubbles: true }), target, value });
    else if (checked !== defaultChecked) recorded.push({ event: new Event("click"), target, isDone: () => target.checked === checked });
  }
  for (const kind of KINDS) place.addEventListener(kind, record, true);
  return async () => {
    while (recorded.length > 0) {
      isReplaying = true;
      replay(recorded.shift());
      isReplaying = false;
      // The next one may be about what this one leads to.
      await new Promise((done) => setTimeout(done));
    }
    for (const kind of KINDS) place.removeEventListener(kind, record, true);
  };
}
