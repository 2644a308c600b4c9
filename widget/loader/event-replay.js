// Records events on a server-drawn screen before hydration, and replays them afterwards.

/**
 * Records clicks and inputs within `place` until the function that it returns is called, which replays them.
 * By then the widget listens; where it never came, presses submit the forms they are in.
 */
export function recordEvents(place) {
  const kept = [];
  const kinds = ["click", "input", "change"];
  const keep = (event) => {
    const { type, target } = event;
    // What leads away or unfolds works by itself.
    if (target.closest("a, summary")) return;
    if (type === "click") event.preventDefault();
    kept.push([type, target, target.value]);
  };
  for (const kind of kinds) place.addEventListener(kind, keep, true);
  return async () => {
    for (const kind of kinds) place.removeEventListener(kind, keep, true);
    for (const [kind, target, value] of kept) {
      if (!target.isConnected) continue;
      if (kind === "click") target.click();
      else {
        target.value = value;
        target.dispatchEvent(new Event(kind, { bubbles: true }));
      }
      // The next one may be about what this one leads to.
      await new Promise((done) => setTimeout(done));
    }
  };
}
