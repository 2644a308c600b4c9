// Fetches from the API, with a deadline and without credentials.

/** How long a question may take, in milliseconds: phones wake up slowly, guests leave after that. */
const ASK_LIMIT = 12_000;

/** Promises `[status, text]`. */
export async function ask(address, limit = ASK_LIMIT, more) {
  const answer = await fetch(address, {
    // Neither cookies nor other credentials.
    credentials: "omit",
    signal: AbortSignal.timeout(limit),
    ...more,
  });
  return [answer.status, await answer.text()];
}

/** The path of a restaurant in the API. */
export function venueOf(restaurant) {
  return `/v1/venues/${encodeURIComponent(restaurant)}`;
}
