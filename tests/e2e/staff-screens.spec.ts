// The restaurant's evening by table and on the floor plan.

import type { Page } from "@playwright/test";
import { Staff } from "./staff.ts";
import { book, EXPECTED_ERRORS, expectUsable, freeTables, partyOf, signIn } from "./staff-page.ts";
import { expect, test } from "./test.ts";

test.use({ hasClock: false, expectedErrors: EXPECTED_ERRORS });

/** A table is as large as it is drawn; what a thumb meets is larger, beyond its edges. */
const CONTROLS = "button:not(.table), summary, a.button";

const region = (page: Page, name: string) => page.getByRole("region", { name });

for (const colorScheme of ["light", "dark"] as const) {
  test(`lines of tables are accessible and fit in the ${colorScheme}`, async ({ page, server, venue }, info) => {
    void venue;
    const { name } = await book(server);
    await page.emulateMedia({ colorScheme });
    await signIn(page, server);
    await page.getByRole("link", { name: "By table" }).click();
    const party = await partyOf(page, name);
    await expectUsable(page);
    await party.click();
    await expect(region(page, "The party that is selected")).toContainText(name);
    await expectUsable(page);
    await page.screenshot({ path: info.outputPath(`tables-${colorScheme}.png`), fullPage: true });
    await party.press("ArrowRight");
    await expect(page.getByRole("status").filter({ hasText: "Enter moves, Escape leaves." })).toBeVisible();
    await expectUsable(page);
  });

  test(`the floor is accessible and fits in the ${colorScheme}`, async ({ page, server, venue }, info) => {
    void venue;
    await book(server);
    await page.emulateMedia({ colorScheme });
    await signIn(page, server);
    await page.getByRole("link", { name: "Floor" }).click();
    const table = page.getByRole("button", { name: /^Table C4,/ });
    await expect(table).toBeVisible();
    await expectUsable(page, CONTROLS);
    await table.click();
    await expect(region(page, "The table that is selected")).toContainText("Table C4");
    await expectUsable(page, CONTROLS);
    await page.screenshot({ path: info.outputPath(`floor-${colorScheme}.png`), fullPage: true });
  });
}

test("a party is moved to another table by the form, after a first move was undone", async ({ page, server, venue }) => {
  void venue;
  const staff = new Staff(server.origin);
  const { id, name } = await book(server);
  const before = await staff.ask("GET", `/reservations/${id}`);
  const [table] = freeTables(await staff.ask("GET", "/day"), before);
  await signIn(page, server);
  await page.getByRole("link", { name: "By table" }).click();
  await (await partyOf(page, name)).click();
  const selected = region(page, "The party that is selected");
  await selected.locator("select").selectOption({ label: table!.name });
  const move = selected.getByRole("button", { name: "Move", exact: true });
  const said = (text: string) => page.getByRole("status").filter({ hasText: `${name}: ${text}` });
  await move.click();
  await expect(said("moved to")).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(said("undone")).toBeVisible();
  await move.click();
  await expect(said("moved to")).toBeVisible();
  const tables = async () => (await staff.ask("GET", `/reservations/${id}`)).tables;
  await expect.poll(tables).toEqual([table]);
});

test("a party is dragged to another table of its room", async ({ page, server, venue }) => {
  void venue;
  const staff = new Staff(server.origin);
  const { id, name } = await book(server);
  const day = await staff.ask("GET", "/day");
  const one = await staff.ask("GET", `/reservations/${id}`);
  await signIn(page, server);
  await page.getByRole("link", { name: "By table" }).click();
  const party = await partyOf(page, name);
  // The nearest, so that both are in sight.
  const lines = await page.locator("[data-table]:visible").evaluateAll((all) =>
    all.map((line) => (line as HTMLElement).dataset.table!),
  );
  const at = lines.indexOf(one.tables[0].id);
  const free = freeTables(day, one).filter((table) => lines.includes(table.id));
  const distance = (table: { id: string }) => Math.abs(lines.indexOf(table.id) - at);
  const [table] = free.sort((left, right) => distance(left) - distance(right));
  const line = page.locator(`[data-table="${table!.id}"] .lane`);
  await line.scrollIntoViewIfNeeded();
  await party.scrollIntoViewIfNeeded();
  const [from, to] = [(await party.boundingBox())!, (await line.boundingBox())!];
  const x = from.x + from.width / 2;
  await page.mouse.move(x, from.y + from.height / 2);
  await page.mouse.down();
  await page.mouse.move(x, to.y + to.height / 2, { steps: 6 });
  await page.mouse.up();
  await expect(page.getByRole("status").filter({ hasText: `${name}: moved to` })).toBeVisible();
  const after = async () => {
    const { minutes, tables } = await staff.ask("GET", `/reservations/${id}`);
    return { minutes, tables };
  };
  await expect.poll(after).toEqual({ minutes: one.minutes, tables: [table] });
});
