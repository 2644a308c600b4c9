// Answers that arrive while staff press: nothing moves or closes under the finger.

import { Staff } from "./staff.ts";
import { book, EXPECTED_ERRORS, partyOf, row, signIn } from "./staff-page.ts";
import { expect, test } from "./test.ts";

test.use({ hasClock: false, expectedErrors: EXPECTED_ERRORS });

test("what is told of a caller and of a time moves nothing that is pressed", async ({ page, server, venue }) => {
  void venue;
  const phone = `+43660114${String(Math.floor(Math.random() * 9_000) + 1_000)}`;
  const { name } = await book(server, { phone });
  await signIn(page, server);
  const panel = page.locator("details.panel", { hasText: "Book for a caller" });
  await panel.locator("summary").click();
  const button = panel.getByRole("button", { name: "Book", exact: true });
  // Within the page: what is pressed may be scrolled to.
  const place = () =>
    button.evaluate((it) => {
      const { left, top } = it.getBoundingClientRect();
      return [left + scrollX, top + scrollY];
    });
  await expect(panel.getByRole("group", { name: "Dinner", exact: true })).toBeVisible();
  const before = await place();
  await panel.getByRole("textbox", { name: "Phone" }).fill(phone);
  await panel.getByRole("textbox", { name: "Phone" }).blur();
  await expect(panel.getByText("0 visits")).toBeVisible();
  await expect(panel.getByRole("textbox", { name: "First and last name" })).toHaveValue(name);
  await panel.getByRole("group", { name: "Guests", exact: true }).locator("label.chip").last().click();
  await panel.locator("label.chip.full").first().click();
  await expect(panel.getByText("Why guests cannot book this time:")).toBeVisible();
  expect(await place()).toEqual(before);
});

test("a menu stays open while answers arrive for its reservation", async ({ page, server, venue }) => {
  void venue;
  const staff = new Staff(server.origin);
  const { name, id } = await book(server);
  await signIn(page, server);
  await page.getByRole("searchbox").fill(name);
  const menu = row(page, name).locator("details.more");
  await menu.locator("summary").click();
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
  await staff.ask("PATCH", `/reservations/${id}`, { internalNotes: "At the window." });
  await expect(row(page, name)).toContainText("At the window.");
  await expect(menu.getByRole("button", { name: "No-show" })).toBeVisible();
});

test("a party that is selected is there again when its day is", async ({ page, server, venue }) => {
  void venue;
  const { name } = await book(server);
  await signIn(page, server);
  await page.getByRole("link", { name: "By table" }).click();
  await (await partyOf(page, name)).click();
  const selected = page.getByRole("region", { name: "The party that is selected" });
  await expect(selected).toContainText(name);
  await page.getByRole("link", { name: "The day after" }).click();
  await expect(selected).not.toContainText(name);
  await page.getByRole("link", { name: "Tonight" }).click();
  await expect(selected).toContainText(name);
});
