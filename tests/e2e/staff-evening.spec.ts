// A whole evening worked off through the restaurant's page alone, after which the book, the money, the log of changes and
// the letters agree with what was tapped. `COUVERT_COVERS` makes it longer or shorter, for runs by hand: else 120 guests where
// all tests run, and few otherwise.

import type { Locator, Page } from "@playwright/test";
import { pay } from "./demo-payment.ts";
import { expectLetter } from "./mail.ts";
import type { Server } from "./server.ts";
import { Staff } from "./staff.ts";
import { expectBook, expectLetters, expectLog, expectSameBookOutside, type Party } from "./staff-evening.ts";
import { EXPECTED_ERRORS, freeTables, signIn } from "./staff-page.ts";
import { expect, test } from "./test.ts";
import { ownAddress, type Venue } from "./venue.ts";

const COVERS = Number(process.env.COUVERT_COVERS ?? (process.env.COUVERT_ALL === "yes" ? 120 : 24));

/** Parties that are there at the same time. */
const WAVE = 5;

/** The first seating of dinner on a Friday, and the minutes from one to the next. */
const [FIRST_SEATING, INTERVAL] = [1_050, 15];

/** The parties that call, the largest first: a smaller one where the restaurant has no table for a larger. */
const SIZES = [6, 4, 2];

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

test("an evening is worked off, and the book, the money, the log and the letters agree with it", async ({
  page,
  context,
  server,
  venue,
}) => {
  test.setTimeout(120_000 + COVERS * 5_000);
  const staff = new Staff(server.origin);
  const before = await staff.ask("GET", "/day");
  await signIn(page, server, "manager");
  // An evening within minutes asks for more times in each of them than one caller may.
  await page.route("**/v1/venues/demo/slots?*", (route) =>
    route.continue({ headers: { ...route.request().headers(), ...ownAddress() } }),
  );
  const parties = [await keepCard(staff, venue)];
  const covers = () => parties.reduce((sum, party) => sum + party.covers, 0);
  for (let wave = 0; covers() < COVERS; wave += 1) {
    const present: Party[] = [];
    for (let place = 0; place < WAVE; place += 1) {
      // The first is moved to another table, and has one.
      const sizes = place === 0 ? [2] : SIZES;
      const book = () => bookByTelephone(page, server, parties.length, sizes);
      const party = place === 3 ? await seatWalkIn(page) : await book();
      present.push(party);
      parties.push(party);
    }
    if (wave % 2 === 0) await move(page, staff, present[0]!);
    if (wave === 1) await loseConnection(page, staff, (isOffline) => context.setOffline(isOffline), present);
    // One of them does not come.
    await miss(page, present[1]!);
    for (const party of present) await workOff(page, party);
    await expect(page.locator(".line .waiting"), "changes on their way").toBeEmpty();
  }
  await chargeCard(page, staff, parties[0]!);
  await closeTheKitchenAtNine(page, venue);
  await fillTheHouse(page, server, parties);

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
  return { id: body.id, covers: 2, number: body.number, path: [] };
}

/** Moves the party to a time that has begun, and charges its card because it does not come. */
async function chargeCard(page: Page, staff: Staff, party: Party): Promise<void> {
  await move(page, staff, party, { startsAt: "2027-01-15T17:00:00Z", endsAt: "2027-01-15T19:00:00Z", clock: "18:00" });
  await row(page, party).getByText("⋯").click();
  // The other button charges nothing.
  await row(page, party).getByRole("button", { name: /^No-show, charge .*\d/ }).click();
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

/** Books a party for dinner at the first time that has a table, by the form for callers: of the first of these sizes. */
async function bookByTelephone(page: Page, server: Server, count: number, sizes: number[]): Promise<Party> {
  const name = `Hopper${count}x`;
  const panel = panelOf(page, "Book for a caller");
  await open(panel);
  await panel.getByRole("textbox", { name: "First and last name" }).fill(`Grace ${name}`);
  await panel.getByRole("textbox", { name: "E-mail" }).fill(`party${count}@example.com`);
  const times = panel.getByRole("group", { name: "Dinner", exact: true }).locator("label.chip");
  for (const size of sizes) {
    const open = await choose(page, panel, size);
    // Those that guests could book first. A time that was full since then is followed by the next.
    const others = size === 2 ? [...Array(await times.count()).keys()] : [];
    for (const place of [...open, ...others]) {
      await times.nth(place).click();
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
      return { id, covers: size, number, path: [] };
    }
  }
  throw new Error("the restaurant is full");
}

/** Chooses the size of a party; the places of the times of dinner that guests could book for it. */
async function choose(page: Page, panel: Locator, size: number): Promise<number[]> {
  const chip = panel.getByRole("group", { name: "Guests", exact: true }).locator("label.chip").nth(size - 1);
  const isAsked = (address: URL) =>
    address.pathname === "/v1/venues/demo/slots" &&
    address.searchParams.get("experienceId") === "dinner" &&
    address.searchParams.get("attendees") === String(size);
  const { today } = await (await page.request.get("/v1/venues/demo")).json();
  const asked = async () => {
    if (await chip.locator("input").isChecked()) {
      const query = new URLSearchParams({ experienceId: "dinner", day: today, attendees: String(size) });
      return page.request.get(`/v1/venues/demo/slots?${query}`);
    }
    const [answer] = await Promise.all([
      page.waitForResponse((response) => isAsked(new URL(response.url()))),
      chip.click(),
    ]);
    return answer;
  };
  const { slots } = await (await asked()).json();
  const open = slots.filter(({ status }: any) => status === "open");
  return open.map(({ minutes }: any) => (minutes - FIRST_SEATING) / INTERVAL);
}

/** Seats a party that came without a reservation, in two taps. */
async function seatWalkIn(page: Page): Promise<Party> {
  const panel = panelOf(page, "Walk-in");
  await open(panel);
  const { status, body } = await sent(page, "/walk-ins", () =>
    panel.getByRole("button", { name: /^2 guests Table/ }).click(),
  );
  expect(status).toBe(201);
  return { id: body.id, covers: 2, path: ["seated"] };
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

/** Closes the kitchen at nine by special hours, of which guests find the times before it alone; and takes that back. */
async function closeTheKitchenAtNine(page: Page, venue: Venue): Promise<void> {
  const panel = panelOf(page, "Settings of the day");
  await open(panel);
  const hours = panel.locator("form", { has: page.locator("legend", { hasText: "Special hours" }) });
  await hours.locator("label.chip", { hasText: "Dinner" }).click();
  await hours.getByLabel("First seating").fill("17:30");
  await hours.getByLabel("Last seating").fill("20:45");
  await hours.getByRole("button", { name: "Set", exact: true }).click();
  const rule = panel.getByRole("listitem").filter({ hasText: "Special hours" });
  await expect(rule).toBeVisible();
  // Whom it meets is listed, with a button that writes to them.
  await expect(page.getByRole("region", { name: "Whom it meets" })).toContainText(/Saved\. \d+ reservations? (is|are) affected\./);
  const { today } = await venue.about();
  const slots = await venue.slots({ experienceId: "dinner", day: today, attendees: 2 });
  expect(Math.max(...slots.map(({ minutes }) => minutes)), "the last time of guests").toBe(1_245);
  await panel.getByRole("button", { name: "Remove: Special hours" }).click();
  await expect(rule).toBeHidden();
}

/** Takes no more guests: they find nothing, and the restaurant can book all the same. */
async function fillTheHouse(page: Page, server: Server, parties: Party[]): Promise<void> {
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
  expect(answer.status, "a guest who books once the house is full").toBe(409);

  const regular = { id: "", covers: 2, path: [] as string[] };
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
