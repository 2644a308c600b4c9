// What a venue says of the check against robots. It must not know how one is checked.

/** The key of the check that the venue asks for; none where it asks for none, or is no venue. */
export function siteKeyOf(text) {
  try {
    return JSON.parse(text).challenge?.siteKey;
  } catch {
    return undefined;
  }
}
