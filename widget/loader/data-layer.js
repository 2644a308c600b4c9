// Pushes the widget's events to the page's `dataLayer`, for tag managers. Only the fields listed here are passed on, so
// that nothing personal gets there.

import { globalOf } from "./unclobbered.js";

/** The fields of an event that are passed on. */
const NAMED = [
  "version",
  "step",
  "code",
  "experienceId",
  "day",
  "minutes",
  "attendees",
  "status",
  "templateId",
  "amount",
  "currency",
];

/** Pushes an event, such as `couvert_reserved`. */
export function push(name, detail) {
  const shared = Object.fromEntries(NAMED.filter((key) => key in detail).map((key) => [key, detail[key]]));
  window.dataLayer = globalOf("dataLayer") ?? [];
  window.dataLayer.push({ event: `couvert_${name}`, couvert: shared });
}
