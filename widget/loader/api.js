// Asks the API, and the first questions at once, while the widget's code is on its way. It must not
// know what becomes of the answers.

/** How long a question may take, in milliseconds: phones wake up slowly, guests leave after that. */
const ASK_LIMIT = 12_000;
/** How long a reservation may take: the edge waits for the restaurant's system. */
const RESERVE_LIMIT = 30_000;

/**
 * Asks for the venue, then at once for the calendar that the widget will show first. What comes back
 * asks on: `ask(path, key, body)` promises `[status, text]`, by POST if there is a key. An answer that
 * is on its way already is given out once. Where the venue asks for a check against robots, a POST
 * brings a token of `check`, which `prepare` begins early.
 */
export function askFirst(origin, get, check) {
  const early = {};
  let siteKey;
  const ask = async (path, key, body) => {
    const token = key && siteKey && (await check.take(siteKey));
    const response = await fetch(origin + path, {
      // Neither cookies nor anything else that says who asks.
      credentials: "omit",
      signal: AbortSignal.timeout(key ? RESERVE_LIMIT : ASK_LIMIT),
      ...(key && {
        method: "POST",
        headers: {
          "content-type": "application/json",
          "idempotency-key": key,
          ...(token && { "turnstile-token": token }),
        },
        body,
      }),
    });
    const text = await response.text();
    if (path === venue && response.ok) siteKey = siteKeyOf(text);
    return [response.status, text];
  };
  const askEarly = (path) => {
    early[path] = ask(path);
    return early[path];
  };
  const venue = `/v1/venues/${encodeURIComponent(get("restaurant"))}`;
  askEarly(venue)
    .then(([, text]) => askEarly(venue + calendarOf(JSON.parse(text), get)))
    .catch(() => {});
  return {
    ask(path, key, body) {
      const answer = early[path] ?? ask(path, key, body);
      delete early[path];
      return answer;
    },
    prepare: () => siteKey && check.prepare(siteKey),
  };
}

/** The key of the check that the venue asks for; none where it asks for none, or is no venue. */
function siteKeyOf(text) {
  try {
    return JSON.parse(text).challenge?.siteKey;
  } catch {
    return undefined;
  }
}

/** The question that the widget's flow will ask first. A wrong guess costs one request, nothing else. */
function calendarOf({ today, horizonDays, experiences }, get) {
  const { id, attendees } =
    experiences.find((each) => each.id === get("experience")) ??
    experiences.find((each) => each.isDefault) ??
    experiences[0];
  const party = Math.min(Math.max(get("attendees") || 2, attendees.min), attendees.max);
  const wanted = get("date");
  const last = new Date(Date.parse(today) + horizonDays * 864e5).toISOString().slice(0, 10);
  const first = wanted > today && wanted <= last ? wanted.slice(0, 8) + "01" : today;
  const [year, month] = first.split("-");
  const end = new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);
  const from = first > today ? first : today;
  const to = end < last ? end : last;
  return `/calendar?experienceId=${id}&attendees=${party}&from=${from}&to=${to}`;
}
