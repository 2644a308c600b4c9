// What a first-time user does, with as many taps as the guide for staff says.

import { readFile } from "node:fs/promises";
import type { Locator } from "@playwright/test";
import { linkOf } from "./mail.ts";
import { Staff } from "./staff.ts";
import { book, EXPECTED_ERRORS, expectStarted, freeTables, PAGE, partyOf, row } from "./staff-page.ts";
import { expect, test } from "./test.ts";

test.use({ hasClock: false, expectedErrors: EXPECTED_ERRORS });

const GUIDE = new URL("../../.github/STAFF.md", import.meta.url);

/** The tasks of the guide's table with their taps. */
async function told(): Promise<Record<string, number>> {
  const rows = (await readFile(GUIDE, "utf8")).matchAll(/^\| ([^|]+) \| (\d+) \|/gm);
  return Object.fromEntries([...rows].map(([, task, taps]) => [task!, Number(taps)]));
}

test("each task of an evening takes as many taps as the guide says", async ({ page, server, venue }) => {
  void venue;
  const staff = new Staff(server.origin);
  const { id, name } = await book(server);
  const person = { name: "Ada Path", email: "path@example.com", role: "host", locale: "en" };
  await staff.ask("POST", "/people", person);
  await page.goto(`${PAGE}/sign-in${await linkOf(server, /^You are invited/, person.name)}`);

  const counted: Record<string, number> = {};
  let taps = 0;
  const tap = async (target: Locator) => {
    taps += 1;
    await target.click();
  };
  const task = async (named: string, work: () => Promise<void>) => {
    taps = 0;
    await work();
    counted[named] = taps;
  };
  const panel = (title: string) => page.locator("details.panel", { has: page.locator("summary", { hasText: title }) });
  const said = (text: string | RegExp) => expect(page.getByRole("status").filter({ hasText: text })).toBeVisible();

  await task("sign in", async () => {
    await tap(page.getByRole("button", { name: "Sign in", exact: true }));
    await tap(page.getByRole("link", { name: "To the evening’s reservations" }));
    await expectStarted(page);
  });

  const { today } = await staff.ask("GET", "/day");
  const weekday = new Date(`${today}T12:00:00Z`).getUTCDay();
  const days = (8 - weekday) % 7 || 7;
  await task("close next Monday", async () => {
    const settings = panel("Settings of the day");
    await tap(settings.locator("summary").first());
    await tap(settings.getByRole("group", { name: "Close a day" }).locator("label.chip").nth(days));
    await tap(settings.getByRole("button", { name: "Close", exact: true }));
    await said(/^Saved\./);
  });
  const monday = new Date(Date.parse(`${today}T12:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
  const { rules } = await staff.ask("GET", `/day?day=${monday}`);
  expect(rules.map(({ effect }: any) => [effect.kind, effect.from])).toEqual([["closure", monday]]);
  await staff.ask("DELETE", `/day-rules/${rules[0].id}`);

  await task("book for a caller", async () => {
    const form = panel("Book for a caller");
    await tap(form.locator("summary").first());
    await form.getByRole("textbox", { name: "First and last name" }).fill("Grace Pathfinder");
    const free = form.getByRole("group", { name: "Dinner", exact: true }).locator("label.chip:not(.full)");
    await tap(free.last());
    await tap(form.getByRole("button", { name: "Book", exact: true }));
    await said("Booked: Pathfinder");
  });

  await task("seat a party without a reservation", async () => {
    const walkIn = panel("Walk-in");
    await tap(walkIn.locator("summary").first());
    await tap(walkIn.getByRole("button", { name: /^2 guests Table/ }));
    await said(/^2 guests seated/);
  });

  await task("move a party", async () => {
    const one = await staff.ask("GET", `/reservations/${id}`);
    const [table] = freeTables(await staff.ask("GET", "/day"), one);
    await tap(page.getByRole("link", { name: "By table" }));
    await tap(await partyOf(page, name));
    const selected = page.getByRole("region", { name: "The party that is selected" });
    // One tap opens the list of tables, and one chooses.
    taps += 2;
    await selected.locator("select").selectOption({ label: table!.name });
    await tap(selected.getByRole("button", { name: "Move", exact: true }));
    await said(`${name}: moved to`);
  });

  await page.getByRole("link", { name: "List", exact: true }).click();
  await task("note a no-show", async () => {
    await tap(row(page, name).getByText("⋯"));
    await tap(row(page, name).getByRole("button", { name: "No-show", exact: true }));
    await expect(row(page, name).locator(".status")).toHaveText("No-show");
  });
  await expect(page.locator(".line .waiting")).toBeEmpty();

  expect(counted).toEqual(await told());
});
