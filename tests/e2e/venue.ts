// The demo restaurant's API as another guest uses it.

/** A choice: experience, day, time and party size. */
export interface Choice {
  experienceId: string;
  day: string;
  minutes: number;
  attendees: number;
}

export interface Slot {
  minutes: number;
  duration: number;
  status: "open" | "full";
  spotsOpen: number;
  areas: { id: string }[];
  payment: { type: string; amount: { amount: number; currency: string } } | null;
}

export interface Answer {
  status: number;
  headers: Headers;
  body: any;
}

export class Venue {
  readonly address: string;

  constructor(origin: string, id = "demo") {
    this.address = `${origin}/v1/venues/${id}`;
  }

  async about(): Promise<{ today: string; horizonDays: number }> {
    return this.#get("");
  }

  async slots(choice: Omit<Choice, "minutes">): Promise<Slot[]> {
    const { experienceId, day, attendees } = choice;
    return (await this.#get(`/slots?${query({ experienceId, day, attendees })}`)).slots;
  }

  /** The days from tomorrow on, with what is known of each. */
  async days(experienceId: string, attendees: number): Promise<{ day: string; status: string }[]> {
    const { today } = await this.about();
    const [from, to] = [daysAfter(today, 1), daysAfter(today, 62)];
    return (await this.#get(`/calendar?${query({ experienceId, attendees, from, to })}`)).days;
  }

  /** The first day, today included, on which something is open. */
  async firstOpenDay(experienceId: string, attendees: number): Promise<string> {
    const { today } = await this.about();
    const range = { experienceId, attendees, from: today, to: daysAfter(today, 61) };
    const { days } = await this.#get(`/calendar?${query(range)}`);
    const found = days.find(({ status }: { status: string }) => status === "open");
    if (!found) throw new Error(`no day is open for ${experienceId} with ${attendees}`);
    return found.day;
  }

  /** The open times from tomorrow on, day by day. */
  async *openTimes(experienceId: string, attendees: number): AsyncGenerator<Choice & { slot: Slot }> {
    for (const { day, status } of await this.days(experienceId, attendees)) {
      if (status !== "open") continue;
      for (const slot of await this.slots({ experienceId, day, attendees })) {
        if (slot.status === "open") yield { experienceId, day, minutes: slot.minutes, attendees, slot };
      }
    }
  }

  /** The first open time from tomorrow on that is right. */
  async openTime(
    experienceId: string,
    attendees: number,
    isRight: (slot: Slot, day: string) => boolean = () => true,
  ): Promise<Choice> {
    for await (const { slot, ...choice } of this.openTimes(experienceId, attendees)) {
      if (isRight(slot, choice.day)) return choice;
    }
    throw new Error(`no time is open for ${experienceId} with ${attendees}`);
  }

  /** An evening's first open time, after which the evening has another, however full this one gets. */
  async timeWithAnother(attendees: number): Promise<Choice> {
    let first: (Choice & { slot: Slot }) | undefined;
    for await (const time of this.openTimes("dinner", attendees)) {
      if (first?.day !== time.day) first = time;
      if (time.minutes >= first.minutes + first.slot.duration) return first;
    }
    throw new Error(`no evening has two times for ${attendees}`);
  }

  /** Sends a reservation's body as it stands. */
  async post(key: string, body: string): Promise<Answer> {
    const headers = { "content-type": "application/json", "idempotency-key": key, ...ownAddress() };
    const answer = await fetch(`${this.address}/reservations`, { method: "POST", headers, body });
    return { status: answer.status, headers: answer.headers, body: await answer.json() };
  }

  /** Books as another guest. */
  async book(choice: Choice): Promise<Answer> {
    const { experienceId, day, minutes, attendees } = choice;
    const guest = { lastName: "Faster", email: "faster@example.com" };
    const body = { experienceId, day, minutes, attendees, guest, locale: "en" };
    return this.post(crypto.randomUUID(), JSON.stringify(body));
  }

  /** Cancels what was booked. */
  async cancel({ body }: Answer): Promise<void> {
    const headers = { authorization: `Bearer ${body.manageToken}`, ...ownAddress() };
    const answer = await fetch(`${this.address}/reservations/${body.id}/cancel`, { method: "POST", headers });
    if (!answer.ok) throw new Error(`${answer.status}: ${await answer.text()}`);
  }

  /** Books a time as others until nothing is left of it. */
  async fill(choice: Choice): Promise<void> {
    for (;;) {
      const { status, body } = await this.book(choice);
      if (status === 409 && body.code === "slot_taken") return;
      if (status !== 201) throw new Error(`${status}: ${JSON.stringify(body)}`);
    }
  }

  async #get(path: string): Promise<any> {
    const answer = await fetch(this.address + path, { headers: ownAddress() });
    if (!answer.ok) throw new Error(`${answer.status} for ${path}: ${await answer.text()}`);
    return answer.json();
  }
}

/** So many guests at lunch secure their table by a card, and see everything once more before they do. */
export const WITH_CARD = 7;

let addresses = 0;

/** An address of its own for each request, or the tests would be one caller over its rate limit. */
export function ownAddress(): Record<string, string> {
  addresses += 1;
  return { "cf-connecting-ip": `10.${addresses >> 16}.${(addresses >> 8) & 255}.${addresses & 255}` };
}

export function daysAfter(day: string, count: number): string {
  return new Date(Date.parse(day) + count * 86_400_000).toISOString().slice(0, 10);
}

function query(values: Record<string, string | number>): URLSearchParams {
  return new URLSearchParams(Object.entries(values).map(([name, value]) => [name, String(value)]));
}
