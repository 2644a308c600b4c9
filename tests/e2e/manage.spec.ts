// A guest comes back to their reservation: by the last screen of a booking, or by a letter's link.

import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, overflow, test } from "./test.ts";
import { english } from "./words.ts";

test.use({ contextOptions: { reducedMotion: "reduce" } });

/** The screen is accessible, and fits. */
async function expectUsable(page: Page): Promise<void> {
  // To read style sheets anew it would write one into the page, which the page's policy forbids.
  const { violations } = await new AxeBuilder({ page }).options({ preload: false }).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ target }) => target)])).toEqual([]);
  expect(await overflow(page)).toBe(0);
}

test("a guest moves the reservation they have just made, and cancels it", async ({ page, widget, venue, picture }) => {
  const choice = await venue.openTime("dinner", 2);
  await widget.prepare(choice);
  await widget.press(widget.button(english.confirm));
  await expect(widget.heading(english.booked)).toBeFocused();
  const number = (await widget.number().textContent())!;
  await widget.press(widget.root.getByRole("link", { name: "Manage reservation" }));

  await expect(widget.heading("Your reservation")).toBeFocused();
  await expect(widget.number()).toHaveText(number);
  expect(page.url()).not.toContain("manage");
  await picture("1-manage");
  await expectUsable(page);

  await widget.press(widget.button("Change day, time or guests"));
  await expect(widget.heading("When would you like to come?")).toBeFocused();
  const other = await venue.openTime("dinner", 2, (_, day) => day > choice.day);
  await widget.chooseDay(other.day);
  await picture("2-find");
  await expectUsable(page);
  await widget.press(widget.time(other.minutes));
  await expect(widget.heading("Change your reservation?")).toBeFocused();
  await picture("3-review");
  await expectUsable(page);
  await widget.press(widget.button("Change reservation"));
  await expect(widget.heading("Your reservation has been changed")).toBeFocused();
  await expect(widget.number()).toHaveText(number);

  await widget.press(widget.button("Cancel reservation"));
  await expect(widget.heading("Cancel your reservation?")).toBeFocused();
  await expect(widget.root.getByText("Cancelling costs you nothing.")).toBeVisible();
  await picture("4-cancel");
  await expectUsable(page);
  await widget.press(widget.button("Cancel reservation"));
  await expect(widget.heading("Your reservation is cancelled")).toBeFocused();
  await picture("5-cancelled");
});

test("a letter's link leads to the reservation and leaves no token in the address", async ({ page, widget, venue }) => {
  const { body } = await venue.book(await venue.openTime("dinner", 2));
  for (const query of ["?view=manage", ""]) {
    await page.goto(`/book/demo${query}#manage=${body.id}.${body.manageToken}`);
    await expect(widget.heading("Your reservation")).toBeFocused();
    await expect(widget.number()).toHaveText(body.number);
    expect(page.url()).not.toContain(body.manageToken);
    await page.goto("about:blank");
  }
});

test("the reservation can be kept in a calendar", async ({ page, widget, venue }) => {
  const { body } = await venue.book(await venue.openTime("dinner", 2));
  await page.goto(`/book/demo?view=manage#manage=${body.id}.${body.manageToken}`);
  const download = page.waitForEvent("download");
  await widget.press(widget.button("Add to calendar"));
  const file = await download;
  expect(file.suggestedFilename()).toBe("reservation.ics");
  await expect(widget.root.getByText("in your downloads")).toBeVisible();
});

test("a changed note reaches the restaurant", async ({ page, widget, venue }) => {
  const { body } = await venue.book(await venue.openTime("dinner", 2));
  await page.goto(`/book/demo?view=manage#manage=${body.id}.${body.manageToken}`);
  await widget.press(widget.button("Message the restaurant"));
  await expect(widget.heading("What should the restaurant know?")).toBeFocused();
  await expectUsable(page);
  await widget.root.getByRole("textbox").fill("A high chair, please.");
  await widget.press(widget.button("Send"));
  await expect(widget.heading("The restaurant has your message")).toBeFocused();
  await expect(widget.root.getByText("A high chair, please.")).toBeVisible();
});

test.describe(() => {
  test.use({ expectedErrors: [/status of 40[134]/] });

  test("a link that is not right says so, and a new table can be reserved", async ({ page, widget, venue }) => {
    const { body } = await venue.book(await venue.openTime("dinner", 2));
    await page.goto(`/book/demo?view=manage#manage=${body.id}.${body.manageToken}x`);
    await expect(widget.heading("We cannot find this reservation")).toBeVisible();
    await expectUsable(page);
    await widget.press(widget.button("Reserve a table"));
    await expect(widget.heading(english.find)).toBeVisible();
  });
});

test("a reservation that is kept stays as it is", async ({ page, widget, venue }) => {
  const { body } = await venue.book(await venue.openTime("dinner", 2));
  await page.goto(`/book/demo?view=manage#manage=${body.id}.${body.manageToken}`);
  await widget.press(widget.button("Cancel reservation"));
  await widget.press(widget.button("Keep reservation"));
  await expect(widget.heading("Your reservation")).toBeFocused();
});
