// The first questions, asked while the widget's code is on its way. It must not know what becomes of
// the answers: the widget takes each by the path it would have asked itself, or asks again.

/** Asks for the venue, then at once for the calendar that it will show first. */
export function askFirst(origin, get) {
  const answers = {};
  const ask = (path) => {
    const answer = fetch(origin + path, { credentials: "omit", signal: AbortSignal.timeout(12e3) }).then(
      async (response) => [response.status, await response.text()],
    );
    answer.catch(() => {});
    return (answers[path] = answer);
  };
  const path = `/v1/venues/${encodeURIComponent(get("restaurant"))}`;
  ask(path)
    .then(([, text]) => ask(path + calendarOf(JSON.parse(text), get)))
    .catch(() => {});
  return {
    take(path) {
      const answer = answers[path];
      delete answers[path];
      return answer;
    },
  };
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
