// Reads the Turnstile site key of a venue's data.

/** The key of the check that the venue asks for; none where it asks for none, or is no venue. */
export function siteKeyOf(text) {
  try {
    return JSON.parse(text).challenge?.siteKey;
  } catch {
    return undefined;
  }
}
