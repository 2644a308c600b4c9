// Fetches from the API, with a deadline and without credentials.

/** How long a question may take, in milliseconds: phones wake up slowly, guests leave after that. */
const ASK_LIMIT = 12_000;

/** Promises `[status, text]`, unless the signal `left` says before that nothing is wanted any more. */
export async function ask(address, limit = ASK_LIMIT, { left, ...more } = {}) {
  const late = AbortSignal.timeout(limit);
  const answer = await fetch(address, {
    // Neither cookies nor other credentials.
    credentials: "omit",
    signal: left && AbortSignal.any ? AbortSignal.any([left, late]) : late,
    ...more,
  });
  return [answer.status, await answer.text()];
}

/** The path of a restaurant in the API. */
export function venueOf(restaurant) {
  return `/v1/venues/${encodeURIComponent(restaurant)}`;
}
