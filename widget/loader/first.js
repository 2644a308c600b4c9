// The first screen as the edge draws it: asked for at once, and taps on it kept until the widget has taken
// it over. It must not know what the screen shows.

/** How long the question may take, in milliseconds: phones wake up slowly, guests leave after that. */
const LIMIT = 12_000;

/** Parameters of the question, and the attributes they are set by. */
const CHOICES = { experienceId: "experience", attendees: "attendees", date: "date", time: "time", color: "color" };

/** The tag that days and prices are written by: the first of the wanted ones that names a region. */
function dialect(language, wanted) {
  const tags = wanted.split(",").map((tag) => tag.trim());
  return tags.find((tag) => new RegExp(`^${language}[-_]`, "i").test(tag)) ?? language;
}

/**
 * Promises the screen, as the edge answers it, with the answer's own `text`. Promises nothing where there
 * is none to be had, or where it was drawn by another build, whose code is not on its way.
 */
export async function askScreen(origin, folder, language, get) {
  const query = new URLSearchParams({ view: "reservation", language: dialect(language, get("languages")) });
  for (const [name, attribute] of Object.entries(CHOICES)) {
    const value = get(attribute).trim();
    if (value) query.set(name, value);
  }
  try {
    const address = `${origin}/v1/venues/${encodeURIComponent(get("restaurant"))}/fragment?${query}`;
    // Neither cookies nor anything else that says who asks.
    const answer = await fetch(address, { credentials: "omit", signal: AbortSignal.timeout(LIMIT) });
    const text = await answer.text();
    const screen = JSON.parse(text);
    return screen.code === folder + "couvert.js" ? { ...screen, text } : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Keeps what a guest does within `place` until the function that this gives is called, which does it again.
 * By then the widget listens; where it never came, taps go through as the forms they are.
 */
export function keepTaps(place) {
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
