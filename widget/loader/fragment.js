// Fetches the first screen as the edge has drawn it.

import { ask, venueOf } from "./api.js";
import { supportedLanguage } from "./locale.js";

/** The prefill's attributes. As parameters of the request they have the same names, but for the first. */
const CHOICES = ["experience", "attendees", "date", "time", "color"];

/**
 * The tag that days and prices are written by: the first of the wanted ones that names a region, without what
 * else stands there, since browsers give the names of operating systems too, such as `en-US@posix`. Where none does, the edge
 * takes the restaurant's region, and answers with that tag.
 */
function formattingLanguage(language, wanted) {
  const [, region] = new RegExp(`(?:^|[,\\s])${language}(?:[-_][a-z]{3,4})*[-_]([a-z]{2}|\\d{3})(?![a-z\\d])`, "i").exec(wanted) ?? [];
  return region ? `${language}-${region}` : language;
}

/** The address of the screen of settings, which `read` gives by their names, for the wanted languages, the best first. */
export function fragmentAddress(read, languages) {
  const query = new URLSearchParams({ language: formattingLanguage(supportedLanguage(languages), languages) });
  for (const name of CHOICES) {
    const value = read(name)?.trim();
    if (value) query.set(name === "experience" ? "experienceId" : name, value);
  }
  return `${venueOf(read("restaurant"))}/fragment?${query}`;
}

/**
 * Promises the screen at an address as the edge answers it, with the answer's own `text`. Promises nothing where there is
 * none to be had, or where it was drawn by another build than the one in `folder`.
 */
export async function fetchFragment(address, folder) {
  try {
    const [, text] = await ask(address);
    const screen = JSON.parse(text);
    return screen.code === folder + "couvert.js" ? { ...screen, text } : undefined;
  } catch {
    return undefined;
  }
}
