// The bridge to a page's `dataLayer`, for restaurants that count bookings with a tag manager. It must not
// pass on anything but what is named here, so that nothing personal ever gets there.

import { globalOf } from "./unclobbered.js";

/** What an event says. */
const NAMED = ["version", "step", "code", "experienceId", "day", "minutes", "attendees", "status"];

/** Tells the page's tag manager of an event, such as `couvert_reserved`. */
export function push(name, detail) {
  const told = Object.fromEntries(NAMED.filter((key) => key in detail).map((key) => [key, detail[key]]));
  window.dataLayer = globalOf("dataLayer") ?? [];
  window.dataLayer.push({ event: `couvert_${name}`, couvert: told });
}
