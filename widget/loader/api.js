// The first questions, asked at once, while the widget's code is on its way. It must not know what
// becomes of the answers.

/** How long a question may take, in milliseconds: phones wake up slowly, guests leave after that. */
const ASK_LIMIT = 12_000;

/** Promises `[status, text]`. */
export async function ask(address, limit = ASK_LIMIT, more) {
  const answer = await fetch(address, {
    // Neither cookies nor anything else that says who asks.
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

/**
 * Asks for the venue, then at once for the calendar that the widget will show first. Gives what is on its
 * way by its path; `get` reads a setting.
 */
export function askFirst(origin, get) {
  const early = {};
  const askEarly = (path) => {
    early[path] = ask(origin + path);
    return early[path];
  };
  const venue = venueOf(get("restaurant"));
  askEarly(venue)
    .then(([, text]) => askEarly(venue + calendarOf(JSON.parse(text), get)))
    .catch(() => {});
  return early;
}

/** The question that the widget's flow will ask first. A wrong guess costs one request, nothing else. */
function calendarOf({ today, horizonDays, experiences }, get) {
  const { id, attendees } =
    experiences.find((each) => each.id === get("experience")) ??
    experiences.find((each) => each.isDefault) ??
    experiences[0];
  const party = Math.min(Math.max(+get("attendees") || 2, attendees.min), attendees.max);
  const wanted = get("date");
  const last = new Date(Date.parse(today) + horizonDays * 864e5).toISOString().slice(0, 10);
  const first = wanted > today && wanted <= last ? wanted.slice(0, 8) + "01" : today;
  const [year, month] = first.split("-");
  const end = new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);
  const from = first > today ? first : today;
  const to = end < last ? end : last;
  return `/calendar?experienceId=${id}&attendees=${party}&from=${from}&to=${to}`;
}
