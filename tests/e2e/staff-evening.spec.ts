// A whole evening worked off through the restaurant's page alone, after which the book, the money, the log of changes and
// the letters agree with what was tapped. `COUVERT_PARTIES` makes it longer, for runs by hand: 20 parties else.

import type { Locator, Page } from "@playwright/test";
import { pay } from "./demo-payment.ts";
import { environment } from "./environment.ts";
import { expectLetter } from "./mail.ts";
import type { Server } from "./server.ts";
import { Staff } from "./staff.ts";
import { EXPECTED_ERRORS, freeTables, signIn } from "./staff-page.ts";
import { expect, test } from "./test.ts";
import { ownAddress, type Venue } from "./venue.ts";

const PARTIES = Number(process.env.COUVERT_PARTIES ?? 20);

/** Parties that are there at the same time. */
const WAVE = 5;

/** The steps of a party from arrival to departure, as its row names them and as the API does. */
const STEPS = [
  ["Arrived", "arrived"],
  ["Seated", "seated"],
  ["Ordered", "ordered"],
  ["Paid", "paid"],
  ["Left", "finished"],
] as const;

// A Friday, five past six in the evening in Vienna, and a worker of its own: this test closes the restaurant.
test.use({ hasClock: false, expectedErrors: EXPECTED_ERRORS, startsAt: "2027-01-15T17:05:00Z" });

/** A party as this test knows it. */
interface Party {
  id: string;
  /** The number that the guest gives; none of a party without a reservation. */
  number?: string;
  /** The statuses that the page has given it, one after the other. */
  path: string[];
  /** The table to which the page has moved it. */
  table?: string;
  /** The status, if another device than the page gave it. */
  elsewhere?: string;
}

test("an evening is worked off, and the book, the money, the log and the letters agree with it", async ({
  page,
  context,
  server,
  venue,
}) => {
  test.setTimeout(120_000 + PARTIES * 15_000);
  const staff = new Staff(server.origin);
  const before = await staff.ask("GET", "/day");
  await signIn(page, server, "manager");
  const parties = [await keepCard(staff, venue)];
  for (let wave = 0; parties.length <= PARTIES; wave += 1) {
    const present: Party[] = [];
    for (let place = 0; place < WAVE && parties.length <= PARTIES; place += 1) {
      const party = place === 3 ? await seatWalkIn(page) : await bookByTelephone(page, server, parties.length);
      present.push(party);
      parties.push(party);
    }
    if (wave % 2 === 0) await move(page, staff, present[0]!);
    if (wave === 1 && present.length === WAVE) {
      await loseConnection(page, staff, (isOffline) => context.setOffline(isOffline), present);
    }
    // One of them does not come.
    if (present[1]) await miss(page, present[1]);
    for (const party of present) await workOff(page, party);
    await expect(page.locator(".line .waiting"), "changes on their way").toBeEmpty();
  }
  await chargeCard(page, staff, parties[0]!);
  await closeTheKitchen(page, server, parties);

  const after = await staff.ask("GET", "/day");
  expectBook(before, after, parties);
  await expectSameBookOutside(server, after);
  await expectLog(staff, parties);
  await expectLetters(server, parties);
});

const row = (page: Page, { id }: Party): Locator => page.locator(`[id="row-${id}"]`);

const panelOf = (page: Page, title: string): Locator =>
  page.locator("details.panel", { has: page.locator("summary", { hasText: title }) });

/** Opens a panel, unless it is open: another screen closes all of them. */
async function open(panel: Locator): Promise<void> {
  if ((await panel.getAttribute("open")) === null) await panel.locator("summary").first().click();
}

/**
 * A guest books for tonight, of an experience for which a card is kept: ten euros a guest are charged if they do not come.
 */
async function keepCard(staff: Staff, venue: Venue): Promise<Party> {
  await staff.change(({ engine: { experiences } }) => {
    const supper = structuredClone(experiences.find(({ id }: { id: string }) => id === "dinner"));
    Object.assign(supper, { id: "supper", name: { en: "Supper", de: "Nachtmahl" }, shorthand: "SUP", isDefault: false });
    const terms = { pricePerGuest: 1_000, requiredFrom: 1, dueMinutes: 30, refundMinutes: 1_440 };
    supper.payment = { type: "card_guarantee", ...terms };
    experiences.push(supper);
  });
  const { today } = await staff.ask("GET", "/day");
  const question = { experienceId: "supper", day: today, attendees: 2 };
  const open = (await venue.slots(question)).find(({ status }) => status === "open");
  const guest = { lastName: "Absent", email: "absent@example.com" };
  const request = { ...question, minutes: open!.minutes, guest, locale: "en" };
  const { status, body } = await venue.post(crypto.randomUUID(), JSON.stringify(request));
  expect(status).toBe(201);
  const headers = () => ({ authorization: `Bearer ${body.manageToken}`, ...ownAddress() });
  const read = async () => (await fetch(`${venue.address}/reservations/${body.id}`, { headers: headers() })).json();
  await pay(venue, read, ({ checkout }) => checkout?.handover?.url);
  await expect.poll(async () => (await read()).status).toBe("booked");
  return { id: body.id, number: body.number, path: [] };
}

/** Moves the party to a time that has begun, and charges its card because it does not come. */
async function chargeCard(page: Page, staff: Staff, party: Party): Promise<void> {
  await move(page, staff, party, { startsAt: "2027-01-15T17:00:00Z", endsAt: "2027-01-15T19:00:00Z", clock: "18:00" });
  await row(page, party).getByText("⋯").click();
  await row(page, party).getByRole("button", { name: /^No-show, charge / }).click();
  await expect(row(page, party).locator(".status")).toHaveText("No-show");
  await expect(page.locator(".line .waiting")).toBeEmpty();
  party.path.push("no_show");
  const payment = async () => (await staff.ask("GET", `/reservations/${party.id}`)).payment.state;
  await expect.poll(payment).toBe("paid");
}

/** Sends what `act` sends to this path of the staff's API, and gives the answer. */
async function sent(page: Page, path: string, act: () => Promise<void>): Promise<{ status: number; body: any }> {
  const [answer] = await Promise.all([
    page.waitForResponse(
      (response) =>
        response.request().method() === "POST" && new URL(response.url()).pathname === `/v1/staff/demo${path}`,
    ),
    act(),
  ]);
  return { status: answer.status(), body: await answer.json() };
}

/** Books two for dinner at the first time that has a table, by the form for callers. */
async function bookByTelephone(page: Page, server: Server, count: number): Promise<Party> {
  const name = `Hopper${count}x`;
  const panel = panelOf(page, "Book for a caller");
  await open(panel);
  await panel.getByRole("textbox", { name: "First and last name" }).fill(`Grace ${name}`);
  await panel.getByRole("textbox", { name: "E-mail" }).fill(`party${count}@example.com`);
  const times = panel.getByRole("group", { name: "Dinner", exact: true }).locator("label.chip");
  const free = panel.getByRole("group", { name: "Dinner", exact: true }).locator("label.chip:not(.full)");
  await expect(free.first()).toBeVisible();
  // Those that guests could book first. A time that was full since then is followed by the next.
  const wanted = [...(await free.all()), ...(await times.all())];
  for (const time of wanted) {
    await time.click();
    const { status, body } = await sent(page, "/reservations", () =>
      panel.getByRole("button", { name: "Book", exact: true }).click(),
    );
    if (status !== 201) {
      expect(status).toBe(409);
      continue;
    }
    const { id, number } = body.reservation;
    await expect(page.getByRole("status").filter({ hasText: `Booked: ${name}` })).toBeVisible();
    await expectLetter(server, /^Your table at Quitte/, number);
    return { id, number, path: [] };
  }
  throw new Error("the restaurant is full");
}

/** Seats a party that came without a reservation, in two taps. */
async function seatWalkIn(page: Page): Promise<Party> {
  const panel = panelOf(page, "Walk-in");
  await open(panel);
  const { status, body } = await sent(page, "/walk-ins", () =>
    panel.getByRole("button", { name: /^2 guests Table/ }).click(),
  );
  expect(status).toBe(201);
  return { id: body.id, path: ["seated"] };
}

/** Moves a party to a table that is free during its stay, or during another one, on the lines of tables. */
async function move(
  page: Page,
  staff: Staff,
  party: Party,
  stay?: { startsAt: string; endsAt: string; clock: string },
): Promise<void> {
  const one = stay ?? (await staff.ask("GET", `/reservations/${party.id}`));
  const [table] = freeTables(await staff.ask("GET", "/day"), one);
  await page.getByRole("link", { name: "By table" }).click();
  await page.locator(`[id^="party-${party.id}-"]`).first().click();
  const selected = page.getByRole("region", { name: "The party that is selected" });
  await selected.locator("select").selectOption({ label: table!.name });
  if (stay) await selected.getByLabel("Time", { exact: true }).fill(stay.clock);
  await selected.getByRole("button", { name: "Move", exact: true }).click();
  await expect(page.getByRole("status").filter({ hasText: "moved to" })).toBeVisible();
  await expect(page.locator(".line .waiting")).toBeEmpty();
  await page.getByRole("link", { name: "List", exact: true }).click();
  party.table = table!.id;
}

/** Takes the next step of a party. */
async function take(page: Page, party: Party, [label, status]: readonly [string, string]): Promise<void> {
  await row(page, party).getByRole("button", { name: new RegExp(`^${label}: `) }).click();
  await expect(row(page, party).locator(".status")).toHaveText(label);
  party.path.push(status);
}

/**
 * Loses the connection while two parties arrive, of which another device cancels one meanwhile: what was tapped of the
 * other is sent once, and the conflict is shown.
 */
async function loseConnection(
  page: Page,
  staff: Staff,
  setOffline: (isOffline: boolean) => Promise<void>,
  [, , ours, , clash]: Party[],
): Promise<void> {
  await setOffline(true);
  await take(page, ours!, STEPS[0]);
  await take(page, clash!, STEPS[0]);
  await expect(page.getByText("2 changes on their way")).toBeVisible();
  await staff.ask("PATCH", `/reservations/${clash!.id}`, { status: "cancelled" });
  Object.assign(clash!, { path: [], elsewhere: "cancelled" });
  await setOffline(false);
  const said = page.getByRole("alert").filter({ hasText: "somebody else changed it first" });
  await expect(said).toContainText(clash!.number!);
  await page.getByRole("button", { name: "Understood" }).click();
  await expect(row(page, ours!)).not.toContainText("Being saved");
  await expect(row(page, clash!).locator(".status")).toHaveText("Cancelled");
}

/** Notes that a party does not come. */
async function miss(page: Page, party: Party): Promise<void> {
  await row(page, party).getByText("⋯").click();
  await row(page, party).getByRole("button", { name: "No-show", exact: true }).click();
  await expect(row(page, party).locator(".status")).toHaveText("No-show");
  party.path.push("no_show");
}

/** Takes the steps that are left of a party's evening. */
async function workOff(page: Page, party: Party): Promise<void> {
  if (party.elsewhere || party.path.includes("no_show")) return;
  const at = STEPS.findIndex(([, status]) => status === party.path.at(-1));
  for (const step of STEPS.slice(at + 1)) await take(page, party, step);
}

/** Closes the kitchen: guests find nothing, and the restaurant can book all the same. */
async function closeTheKitchen(page: Page, server: Server, parties: Party[]): Promise<void> {
  const panel = panelOf(page, "Settings of the day");
  await open(panel);
  await panel.getByRole("button", { name: "Full now" }).click();
  const rule = page.getByRole("listitem").filter({ hasText: "No new bookings" });
  await expect(rule).toBeVisible();
  const { today } = await new Staff(server.origin).ask("GET", "/day");
  const answer = await fetch(`${server.origin}/v1/venues/demo/reservations`, {
    method: "POST",
    headers: { "content-type": "application/json", "idempotency-key": crypto.randomUUID(), ...ownAddress() },
    body: JSON.stringify({
      experienceId: "dinner",
      day: today,
      minutes: 1_260,
      attendees: 2,
      guest: { lastName: "Late", email: "late@example.com" },
      locale: "en",
    }),
  });
  expect(answer.status, "a guest who books once the kitchen is closed").toBe(409);

  const regular = { id: "", path: [] as string[] };
  const form = panelOf(page, "Book for a caller");
  await open(form);
  await form.getByRole("textbox", { name: "First and last name" }).fill("Grace Regular");
  // Whichever has a table: none is one that guests could book.
  const times = form.getByRole("group", { name: "Dinner", exact: true }).locator("label.chip");
  for (const time of (await times.all()).reverse()) {
    await time.click();
    const book = form.getByRole("button", { name: "Book", exact: true });
    const { status, body } = await sent(page, "/reservations", () => book.click());
    if (status !== 201) continue;
    regular.id = body.reservation.id;
    expect(body.warnings.length, "rules for guests that it breaks").toBeGreaterThan(0);
    break;
  }
  await expect(page.getByRole("status").filter({ hasText: "Guests could not have booked this" })).toBeVisible();
  parties.push(regular);
  await panel.getByRole("button", { name: "Remove: No new bookings" }).click();
  await expect(rule).toBeHidden();
}

/** The book holds each party once, as it was left, and every other reservation as it was: requests end by themselves. */
function expectBook(before: any, after: any, parties: Party[]): void {
  const own = new Map(parties.map((party) => [party.id, party]));
  const settled = before.reservations.filter(({ status }: any) => status !== "requested");
  const ids = new Set(settled.map(({ id }: any) => id));
  expect(after.reservations.filter(({ id }: any) => ids.has(id))).toEqual(settled);
  expect(after.reservations.length).toBe(before.reservations.length + parties.length);
  const found = after.reservations.filter(({ id }: any) => own.has(id));
  expect(found.length).toBe(parties.length);
  for (const { id, status, tables } of found) {
    const { path, table, elsewhere } = own.get(id)!;
    expect(status, id).toBe(elsewhere ?? path.at(-1) ?? "booked");
    if (table) expect(tables.map((one: any) => one.id)).toEqual([table]);
  }
}

/** Other systems of the restaurant read the same. */
async function expectSameBookOutside(server: Server, after: any): Promise<void> {
  const query = new URLSearchParams({ from: after.day, to: after.day, includeWalkIns: "true" });
  const answer = await fetch(`${server.origin}/external/reservations?${query}`, {
    headers: { authorization: `Bearer ${environment("COUVERT_CANARY")}-staff`, ...ownAddress() },
  });
  const pairs = (all: any[]) => all.map(({ id, status }) => `${id} ${status}`).sort();
  expect(pairs(await answer.json())).toEqual(pairs(after.reservations));
}

/** The log has each step that was tapped, once and in order, and no other of these parties. */
async function expectLog(staff: Staff, parties: Party[]): Promise<void> {
  const entries: any[] = [];
  for (let next: number | undefined, isLast = false; !isLast; ) {
    const page = await staff.ask("GET", `/audit${next === undefined ? "" : `?before=${next}`}`);
    entries.unshift(...[...page.entries].reverse());
    next = page.next;
    isLast = next === undefined;
  }
  for (const { id, path, table, elsewhere } of parties) {
    const own = entries.filter(({ subject, actor }) => subject === id && actor.startsWith("person:"));
    const steps = own.filter(({ action }) => action === "reservation.status").map(({ after }) => after);
    const isWalkIn = path[0] === "seated";
    expect(steps, id).toEqual(isWalkIn ? path.slice(1) : path);
    const moves = own.filter(({ action }) => action === "reservation.change");
    expect(moves.length, id).toBe(table ? 1 : 0);
    const others = entries.filter(({ subject, actor }) => subject === id && !actor.startsWith("person:"));
    expect(others.map(({ after }) => after)).toEqual(elsewhere ? [elsewhere] : []);
  }
  const charges = entries.filter(({ action }) => action === "payment.charge");
  expect(charges.map(({ after }) => after), "charged cards").toEqual([{ amount: 2_000, currency: "EUR" }]);
}

/** The guest whose card was kept knows of the table, and the one whose table was cancelled of that, and no other. */
async function expectLetters(server: Server, parties: Party[]): Promise<void> {
  await expectLetter(server, /^Your table at Quitte/, parties[0]!.number!);
  const cancelled = parties.filter(({ elsewhere }) => elsewhere === "cancelled");
  for (const { number } of cancelled) await expectLetter(server, /^Cancelled: your table at Quitte/, number!);
  const list = await (await fetch(`${server.origin}/dev/mail`)).text();
  const subjects = [...list.matchAll(/<a href="\/dev\/mail\/demo\/\d+">([^<]*)<\/a>/g)].map(([, subject]) => subject!);
  // It keeps a hundred letters.
  const cancellations = subjects.filter((subject) => subject.startsWith("Cancelled: your table"));
  if (PARTIES <= 20) expect(cancellations.length).toBe(cancelled.length);
}
