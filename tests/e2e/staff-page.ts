// The restaurant's own page as its staff use it.

import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, BrowserContextOptions, Locator, Page } from "@playwright/test";
import { environment } from "./environment.ts";
import { linkOf } from "./mail.ts";
import type { Server } from "./server.ts";
import { Staff } from "./staff.ts";
import { expect, overflow } from "./test.ts";
import { ownAddress } from "./venue.ts";

/** What the browser itself says about answers that a test brings about. */
const EXPECTED = [
  /status of 401/,
  /status of 409/,
  // An experience that takes no party of this size, which staff may book all the same.
  /status of 422 .*\/slots\?/,
  /ERR_INTERNET_DISCONNECTED/,
  /WebSocket connection/,
];

/** These and more as a fixture: of a plain list, Playwright takes the second element for options. */
export const expecting =
  (...more: RegExp[]) =>
  async ({}, use: (expected: RegExp[]) => Promise<void>) =>
    use([...EXPECTED, ...more]);

export const EXPECTED_ERRORS = expecting();

export const PAGE = "/staff/demo";

/** Signs a new person of the restaurant in on this page. */
export async function signIn(page: Page, server: Server, role = "host"): Promise<void> {
  const name = `Grace ${crypto.randomUUID().slice(0, 8)}`;
  const person = { name, email: `${name.slice(6)}@example.com`, role, locale: "en" };
  await new Staff(server.origin).ask("POST", "/people", person);
  await page.goto(`${PAGE}/sign-in${await linkOf(server, /^You are invited/, name)}`);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.getByRole("link", { name: "To the evening’s reservations" }).click();
  await expectStarted(page);
}

/** The program has drawn its list in place of the one that the document has. */
export async function expectStarted(page: Page): Promise<void> {
  await expect(page.getByRole("searchbox")).toBeEnabled();
  await expect(page.locator("#first-list")).toHaveCount(0);
}

/** A party of a new name that is booked by telephone for dinner tonight, at the first time that has a table. */
export async function book(server: Server, more: { phone?: string } = {}): Promise<{ name: string; id: string }> {
  const { today } = await new Staff(server.origin).ask("GET", "/day");
  const name = `Hopper${crypto.randomUUID().slice(0, 6)}`;
  for (let minutes = 1_275; minutes >= 1_050; minutes -= 15) {
    const answer = await fetch(`${server.origin}/external/reservations`, {
      method: "POST",
      headers: {
        ...ownAddress(),
        authorization: `Bearer ${environment("COUVERT_CANARY")}-staff`,
        "content-type": "application/json",
      },
      body: JSON.stringify({
        experienceId: "dinner",
        day: today,
        minutes,
        attendees: 2,
        lastName: name,
        locale: "en",
        source: "phone",
        notes: "Allergic to nuts",
        ...more,
      }),
    });
    if (answer.status === 201) return { name, id: ((await answer.json()) as { id: string }).id };
    // Other guests have every table at this time.
    expect(answer.status).toBe(409);
  }
  throw new Error("the restaurant is full");
}

/** A table as the API names it. */
export interface Table {
  id: string;
  name: string;
}

/** The tables of a day that no party has while this reservation's is there. */
export function freeTables(day: any, one: any): Table[] {
  const isOver = (status: string) => ["finished", "cancelled", "no_show", "declined", "voided"].includes(status);
  const meets = (other: any) => !isOver(other.status) && other.startsAt < one.endsAt && one.startsAt < other.endsAt;
  const taken = day.reservations.filter(meets).flatMap(({ tables }: any) => tables.map(({ id }: Table) => id));
  const all: Table[] = day.areas.flatMap(({ tables }: any) => tables.map(({ id, name }: Table) => ({ id, name })));
  return all.filter(({ id }) => !taken.includes(id));
}

/** The party on the lines of tables. A phone shows one room, so the one with the party is chosen there. */
export async function partyOf(page: Page, name: string): Promise<Locator> {
  const party = page.getByRole("button", { name: new RegExp(`${name}, 2 guests`) });
  await expect(page.locator(".party").filter({ hasText: name })).toBeAttached();
  for (const room of await page.locator(".areas button").all()) {
    if (!(await party.isVisible()) && (await room.isVisible())) await room.click();
  }
  await expect(party).toBeVisible();
  return party;
}

/** The rows that have this text. */
export const row = (page: Page, name: string) => page.getByRole("listitem").filter({ hasText: name });

/** A telephone on which a new person is signed in, or a device of another kind. */
export async function anotherDevice(
  browser: Browser,
  server: Server,
  kind: BrowserContextOptions = { viewport: { width: 390, height: 844 } },
): Promise<Page> {
  const context = await browser.newContext({
    baseURL: server.origin,
    locale: "en-GB",
    extraHTTPHeaders: ownAddress(),
    ...kind,
  });
  const page = await context.newPage();
  await signIn(page, server);
  return page;
}

/** The page has nothing that axe finds, and fits; each of these controls is as large as a thumb. */
export async function expectUsable(page: Page, controls = "button, summary, a.button"): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).options({ preload: false }).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ target }) => target)])).toEqual([]);
  expect(await overflow(page)).toBe(0);
  const small = await page.locator(controls).evaluateAll((all) =>
    all
      .map((control) => control.getBoundingClientRect())
      .filter(({ width, height }) => width > 0 && (width < 44 || height < 44))
      .map(({ width, height }) => [width, height]),
  );
  expect(small).toEqual([]);
}
