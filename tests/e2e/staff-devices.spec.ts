// What happens to staff in the middle of an evening: several devices at once, a session that ends, a call, a finger.

import type { Locator, Page } from "@playwright/test";
import { environment } from "./environment.ts";
import type { Server } from "./server.ts";
import { Staff } from "./staff.ts";
import { anotherDevice, book, expecting, freeTables, PAGE, partyOf, row, signIn } from "./staff-page.ts";
import { expect, test } from "./test.ts";
import { ownAddress } from "./venue.ts";

test.use({ hasClock: false, expectedErrors: expecting(/status of 404/) });

const TABLET = { viewport: { width: 820, height: 1180 }, hasTouch: true };

const step = (page: Page, name: string, label: string) =>
  row(page, name).getByRole("button", { name: `${label}: ${name}` });

const status = (page: Page, name: string) => row(page, name).locator(".status");

test("two tablets and a phone agree about a party that all of them tap", async ({ page, browser, server, venue }) => {
  void venue;
  const staff = new Staff(server.origin);
  const { name, id } = await book(server);
  const before = await staff.ask("GET", `/reservations/${id}`);
  await signIn(page, server);
  const [tablet, phone] = [await anotherDevice(browser, server, TABLET), await anotherDevice(browser, server)];
  const others = [tablet, phone];
  for (const device of [page, ...others]) {
    await expect(device.getByText("Live", { exact: true })).toBeVisible();
    await device.getByRole("searchbox").fill(name);
  }
  // The same step on all three, before any of them knows of the others.
  for (const device of others) await device.context().setOffline(true);
  for (const device of [page, ...others]) await step(device, name, "Arrived").click();
  await expect(row(page, name)).not.toContainText("Being saved");
  for (const device of others) await device.context().setOffline(false);
  for (const device of [page, ...others]) {
    await expect(row(device, name)).not.toContainText("Being saved");
    await expect(status(device, name)).toHaveText("Arrived");
    await expect(device.getByRole("alert").filter({ hasText: "somebody else" })).toBeHidden();
  }
  const after = await staff.ask("GET", `/reservations/${id}`);
  expect([after.status, after.sequence]).toEqual(["arrived", before.sequence + 1]);
  // A step that the others have gone past is not taken, and the guest is named.
  await tablet.context().setOffline(true);
  await step(tablet, name, "Seated").click();
  await step(page, name, "Seated").click();
  await step(page, name, "Ordered").click();
  await expect(row(page, name)).not.toContainText("Being saved");
  await tablet.context().setOffline(false);
  await expect(tablet.getByRole("alert").filter({ hasText: "somebody else changed it first" })).toContainText(name);
  for (const device of [page, ...others]) await expect(status(device, name)).toHaveText("Ordered");
  for (const device of others) await device.context().close();
});

test("a session that ends in the middle of service costs no tap", async ({ page, context, server, venue }) => {
  void venue;
  const staff = new Staff(server.origin);
  const { name, id } = await book(server);
  await signIn(page, server);
  await page.getByRole("searchbox").fill(name);
  const own: string = await page.evaluate(async () => {
    const { sessions } = await (await fetch("/v1/staff/demo/sessions")).json();
    return sessions.find(({ isCurrent }: { isCurrent: boolean }) => isCurrent).id;
  });
  await staff.ask("DELETE", `/sessions/${own}`);
  await step(page, name, "Arrived").click();
  const notice = page.getByRole("alert").filter({ hasText: "You are signed out" });
  await expect(notice.getByRole("link", { name: "Sign in" })).toBeVisible();
  await expect(row(page, name)).toContainText("Being saved");
  expect((await staff.ask("GET", `/reservations/${id}`)).status).toBe("booked");
  await signIn(await context.newPage(), server);
  await expect(row(page, name)).not.toContainText("Being saved");
  await expect(notice).toBeHidden();
  expect((await staff.ask("GET", `/reservations/${id}`)).status).toBe("arrived");
});

test("a call rings with the caller's history, and opens a booking for the caller", async ({ page, server, venue }) => {
  void venue;
  const phone = `+43660112${String(Math.floor(Math.random() * 9_000) + 1_000)}`;
  const { name } = await book(server, { phone });
  await signIn(page, server);
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
  const call = { id: crypto.randomUUID(), phoneNumber: phone };
  await report(server, { ...call, status: "ringing" });
  const ringing = page.getByRole("alert").filter({ hasText: "Call:" });
  await expect(ringing).toContainText(name);
  await expect(ringing).toContainText("0 visits");
  await expect(ringing).toContainText("Booked");
  await ringing.getByRole("button", { name: "Book for this caller" }).click();
  await expect(page.getByRole("textbox", { name: "First and last name" })).toHaveValue(name);
  await expect(page.getByRole("textbox", { name: "Phone" })).toHaveValue(phone);
  await expect(page.locator("summary", { hasText: "Book for a caller" })).toBeFocused();
  await report(server, { ...call, status: "hung_up" });
  await expect(ringing).toBeHidden();
});

test("a call and a lost line are seen wherever on the page staff are", async ({ page, browser, server, venue }) => {
  void venue;
  await signIn(page, server);
  const phone = await anotherDevice(browser, server);
  for (const device of [page, phone]) {
    await expect(device.getByText("Live", { exact: true })).toBeAttached();
    await device.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
  }
  const call = { id: crypto.randomUUID(), phoneNumber: null };
  await report(server, { ...call, status: "ringing" });
  for (const device of [page, phone]) {
    await expect(device.getByText("Call: number withheld")).toBeInViewport();
    await device.context().setOffline(true);
    await expect(device.getByText("No connection.")).toBeInViewport();
    await device.context().setOffline(false);
  }
  await report(server, { ...call, status: "hung_up" });
  for (const device of [page, phone]) await expect(device.getByText("Call: number withheld")).toBeHidden();
  await phone.context().close();
});

test("a caller who asks for another day is not asked for the name again", async ({ page, server, venue }) => {
  void venue;
  await signIn(page, server);
  await page.locator("summary", { hasText: "Book for a caller" }).click();
  const name = page.getByRole("textbox", { name: "First and last name" });
  await name.fill("Ada Lovelace");
  await page.getByRole("link", { name: "The day after" }).click();
  await expect(page).toHaveURL(/day=/);
  await expect(name).toHaveValue("Ada Lovelace");
  await page.getByRole("button", { name: "Book", exact: true }).click();
  await expect(page.getByText("Please choose a time.")).toBeVisible();
});

test("a party that is running late is marked on every device", async ({ page, browser, server, venue }) => {
  void venue;
  const staff = new Staff(server.origin);
  const { name, id } = await book(server);
  await signIn(page, server);
  const phone = await anotherDevice(browser, server);
  for (const device of [page, phone]) await device.getByRole("searchbox").fill(name);
  const toggle = async (label: string) => {
    const menu = row(page, name).locator("details.more");
    if ((await menu.getAttribute("open")) === null) await menu.locator("summary").click();
    await menu.getByRole("button", { name: label, exact: true }).click();
  };
  await toggle("Running late");
  for (const device of [page, phone]) await expect(row(device, name).locator(".late")).toHaveText("Running late");
  expect((await staff.ask("GET", `/reservations/${id}`)).internalNotes).toMatch(/^Running late, said at /);
  await toggle("Remove: Running late");
  for (const device of [page, phone]) await expect(row(device, name).locator(".late")).toBeHidden();
  expect((await staff.ask("GET", `/reservations/${id}`)).internalNotes).toBeUndefined();
  await phone.context().close();
});

test("nothing of a guest is in the address, the title, the log or the storage", async ({ page, server, venue }) => {
  void venue;
  const logged: string[] = [];
  page.on("console", (message) => logged.push(message.text()));
  const phone = `+43660113${String(Math.floor(Math.random() * 9_000) + 1_000)}`;
  const { name } = await book(server, { phone });
  await signIn(page, server);
  await page.getByRole("searchbox").fill(name);
  await step(page, name, "Arrived").click();
  await expect(row(page, name)).not.toContainText("Being saved");
  await page.getByRole("searchbox").fill("hopper");
  await page.getByRole("button", { name: "Search all days" }).click();
  await page.getByRole("button", { name: `Book for ${name}` }).click();
  await expect(page.getByRole("textbox", { name: "Phone" })).toHaveValue(phone);
  await page.getByRole("link", { name: "By table" }).click();
  await partyOf(page, name);
  const kept = await page.evaluate(() =>
    JSON.stringify([location.href, document.title, history.state, { ...localStorage }, { ...sessionStorage }]),
  );
  for (const text of [kept, ...logged]) {
    expect(text).not.toContain(name);
    expect(text).not.toContain(phone.slice(4));
  }
});

test("a step is undone by keys, and the focus stays with the party", async ({ page, server, venue }) => {
  void venue;
  const { name } = await book(server);
  await signIn(page, server);
  await page.keyboard.press("Control+k");
  await expect(page.getByRole("searchbox")).toBeFocused();
  await page.keyboard.type(name);
  await step(page, name, "Arrived").press("Enter");
  await expect(status(page, name)).toHaveText("Arrived");
  await page.keyboard.press("Control+z");
  await expect(status(page, name)).toHaveText("Booked");
  await step(page, name, "Arrived").press("Enter");
  await page.getByRole("button", { name: "Undo" }).press("Enter");
  await expect(status(page, name)).toHaveText("Booked");
  await expect(step(page, name, "Arrived")).toBeFocused();
});

test("a party that is selected by a key has the focus led to what can be done with it, and back", async ({ page, server, venue }) => {
  void venue;
  const { name } = await book(server);
  await signIn(page, server);
  await page.getByRole("link", { name: "By table" }).click();
  const party = await partyOf(page, name);
  await party.press("Enter");
  const selected = page.getByRole("region", { name: "The party that is selected" });
  await expect(selected.getByRole("button", { name: `Arrived: ${name}` })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(selected).toBeHidden();
  await expect(party).toBeFocused();
});

test("a party that becomes smaller is known to the restaurant at once", async ({ page, server, venue }) => {
  void venue;
  const staff = new Staff(server.origin);
  const { name, id } = await book(server);
  await signIn(page, server);
  await page.getByRole("link", { name: "By table" }).click();
  await (await partyOf(page, name)).click();
  const selected = page.getByRole("region", { name: "The party that is selected" });
  await selected.getByRole("spinbutton", { name: "Guests" }).fill("1");
  await selected.getByRole("button", { name: "Set", exact: true }).click();
  await expect(page.getByRole("status").filter({ hasText: `${name}: 1 guest` })).toBeVisible();
  await expect(page.getByRole("button", { name: new RegExp(`${name}, 1 guest`) })).toBeVisible();
  expect((await staff.ask("GET", `/reservations/${id}`)).attendees).toBe(1);
});

test("a table that two tablets give to two parties is the first one's, and the second is told", async ({ page, browser, server, venue }) => {
  void venue;
  await signIn(page, server);
  const tablet = await anotherDevice(browser, server, TABLET);
  const table = (device: Page) => device.getByRole("button", { name: /^2 guests Table/ });
  for (const device of [page, tablet]) {
    await expect(device.getByText("Live", { exact: true })).toBeVisible();
    await device.locator("summary", { hasText: "Walk-in" }).click();
  }
  await expect(table(tablet)).toHaveText((await table(page).textContent())!);
  // Before either of them knows of the other.
  await tablet.context().setOffline(true);
  await table(tablet).click();
  await table(page).click();
  await expect(page.getByRole("status").filter({ hasText: /^2 guests seated/ })).toBeVisible();
  await tablet.context().setOffline(false);
  const said = tablet.getByRole("status").filter({ hasText: "the table is not free any more" });
  await expect(said).toBeVisible();
  await tablet.context().close();
});

test("special hours say which services of the day they replace", async ({ page, server, venue }) => {
  void venue;
  const staff = new Staff(server.origin);
  const { today } = await staff.ask("GET", "/day");
  // The same day of the week, which no other test looks at.
  const day = new Date(Date.parse(today) + 42 * 86_400_000).toISOString().slice(0, 10);
  const periods = [
    { firstMinutes: 1_050, lastMinutes: 1_140 },
    { firstMinutes: 1_170, lastMinutes: 1_260 },
  ];
  const effect = { kind: "special_hours", day, experienceId: "dinner", periods };
  const { rule } = await staff.ask("POST", "/day-rules", { effect });
  await signIn(page, server);
  await page.goto(`${PAGE}?day=${day}`);
  await page.locator("summary", { hasText: "Settings of the day" }).click();
  const form = page.locator("form", { has: page.locator("legend", { hasText: "Special hours" }) });
  await form.locator("label.chip", { hasText: "Dinner" }).click();
  await expect(form).toContainText(/These hours replace all of that day’s services of Dinner: .+ to .+, .+ to .+\./);
  await staff.ask("DELETE", `/day-rules/${rule.id}`);
});

test("what is for tonight is not offered on another day", async ({ page, server, venue }) => {
  void venue;
  await signIn(page, server);
  await page.getByRole("link", { name: "The day after" }).click();
  await expect(page).toHaveURL(/day=/);
  await page.locator("summary", { hasText: "Settings of the day" }).click();
  await expect(page.getByRole("button", { name: "Close", exact: true })).toBeVisible();
  await expect(page.getByRole("button", { name: "Full now" })).toBeHidden();
  await expect(page.locator("summary", { hasText: "Walk-in" })).toBeHidden();
  await page.getByRole("link", { name: "Floor" }).click();
  await page.getByRole("button", { name: /^Table C4,/ }).click();
  const table = page.getByRole("region", { name: "The table that is selected" });
  await expect(table).toContainText("Table C4");
  await expect(table.getByText("Seat a party:")).toBeHidden();
  await expect(table.getByLabel("Block until")).toBeHidden();
  // The address of the day that goes on names no day, so that the page goes on to the next by itself.
  await page.getByRole("link", { name: "The day before" }).click();
  await expect(page).toHaveURL(`${server.origin}${PAGE}/plan`);
});

test("a language that was chosen stays", async ({ page, server, venue }) => {
  void venue;
  await signIn(page, server);
  await page.locator(".languages summary").click();
  await page.getByRole("link", { name: "Deutsch", exact: true }).click();
  await page.getByRole("link", { name: "Tag danach" }).click();
  await expect(page).toHaveURL(/day=.*language=de/);
  await page.reload();
  await expect(page.locator("html")).toHaveAttribute("lang", "de");
});

test("staff of a venue whose reservations another system keeps are told so on every screen", async ({ page, server, venue }) => {
  void venue;
  await signIn(page, server);
  await page.route("**/v1/staff/demo/day*", (route) => route.fulfill({ status: 404, json: { code: "not_found" } }));
  for (const screen of ["", "/tables", "/plan"]) {
    await page.goto(PAGE + screen);
    await expect(page.getByText("are kept by another system")).toBeVisible();
    await expect(page.getByText("write a note")).toBeVisible();
    await expect(page.getByText("The evening is loading")).toBeHidden();
  }
});

test("a finger scrolls over the lines of tables, and drags the party that is selected", async ({ browser, server, venue }) => {
  void venue;
  const staff = new Staff(server.origin);
  const { id, name } = await book(server);
  const one = await staff.ask("GET", `/reservations/${id}`);
  const free = freeTables(await staff.ask("GET", "/day"), one).map((table) => table.id);
  const tablet = await anotherDevice(browser, server, TABLET);
  await tablet.getByRole("link", { name: "By table" }).click();
  const party = await partyOf(tablet, name);
  const moved = tablet.getByRole("status").filter({ hasText: `${name}: moved to` });
  await bringIntoSight(party);
  const line = await nearest(tablet, party, free);
  await drag(tablet, party, line);
  await expect(tablet.locator(".moving.shown")).toBeHidden();
  // A tap while the lines still roll only halts them.
  await bringIntoSight(party);
  await party.tap();
  await expect(tablet.getByRole("region", { name: "The party that is selected" })).toContainText(name);
  expect((await staff.ask("GET", `/reservations/${id}`)).tables).toEqual(one.tables);
  await bringIntoSight(party);
  const target = await nearest(tablet, party, free);
  const table = await target.getAttribute("data-table");
  await drag(tablet, party, target);
  await expect(moved).toBeVisible();
  const after = async () => (await staff.ask("GET", `/reservations/${id}`)).tables.map(({ id }: { id: string }) => id);
  await expect.poll(after).toEqual([table]);
  await tablet.context().close();
});

/** Scrolls a party to below the head, and above what is shown of the party that is selected. */
async function bringIntoSight(party: Locator): Promise<void> {
  await party.evaluate((element) => {
    element.scrollIntoView({ block: "start" });
    scrollBy(0, -200);
  });
}

/** The line of one of these tables that is the nearest to a party. */
async function nearest(page: Page, party: Locator, tables: string[]): Promise<Locator> {
  const { y } = (await party.boundingBox())!;
  const all = await page.locator("[data-table]:visible").evaluateAll((lines) =>
    lines.map((line) => ({ id: (line as HTMLElement).dataset.table!, y: line.getBoundingClientRect().y })),
  );
  const free = all.filter(({ id }) => tables.includes(id));
  free.sort((one, other) => Math.abs(one.y - y) - Math.abs(other.y - y));
  return page.locator(`[data-table="${free[0]!.id}"]`);
}

/** A finger goes down on a party, to the height of a line, and up. */
async function drag(page: Page, party: Locator, line: Locator): Promise<void> {
  const [from, to] = [(await party.boundingBox())!, (await line.boundingBox())!];
  const x = Math.round(from.x + from.width / 2);
  const [start, end] = [from.y + from.height / 2, to.y + to.height / 2];
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: [{ x, y: start }] });
  for (let part = 1; part <= 6; part++) {
    const y = start + ((end - start) * part) / 6;
    await cdp.send("Input.dispatchTouchEvent", { type: "touchMove", touchPoints: [{ x, y }] });
  }
  await cdp.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
}

/** A telephone system reports how far a call has come. */
async function report(
  server: Server,
  call: { id: string; phoneNumber: string | null; status: string },
): Promise<void> {
  const answer = await fetch(`${server.origin}/external/phone-numbers/line-1/calls`, {
    method: "POST",
    headers: {
      ...ownAddress(),
      authorization: `Bearer ${environment("COUVERT_CANARY")}-staff`,
      "content-type": "application/json",
    },
    body: JSON.stringify(call),
  });
  expect(answer.status).toBe(200);
}
