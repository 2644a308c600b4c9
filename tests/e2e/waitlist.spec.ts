// A guest waits for a table on a day that is full, is offered one by letter, and takes it.

import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { linkOf } from "./mail.ts";
import { expect, overflow, test } from "./test.ts";
import type { Answer, Choice, Venue } from "./venue.ts";
import type { Widget } from "./widget.ts";
import { english } from "./words.ts";

test.use({ contextOptions: { reducedMotion: "reduce" } });

const WAIT = "Tell me when a table comes free";

/** The screen is accessible, and fits. */
async function expectUsable(page: Page): Promise<void> {
  // To read style sheets anew it would write one into the page, which the page's policy forbids.
  const { violations } = await new AxeBuilder({ page }).options({ preload: false }).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ target }) => target)])).toEqual([]);
  expect(await overflow(page)).toBe(0);
}

/** A day of the chef's table, which is one table: one booking fills the day. */
async function fillDay(venue: Venue): Promise<{ choice: Choice; other: Answer }> {
  const choice = await venue.openTime("chefs-table", 4);
  return { choice, other: await venue.book(choice) };
}

/** Chooses the full day and follows the way to its waitlist. */
async function wantToWait(widget: Widget, choice: Choice): Promise<void> {
  await widget.open();
  await widget.chooseExperience(english.experiences["chefs-table"]);
  await widget.chooseParty(choice.attendees);
  await widget.turnTo(choice.day);
  await expect(widget.day(choice.day)).toHaveAccessibleName(/fully booked, waitlist possible$/);
  await widget.press(widget.day(choice.day));
  await expect(widget.root.getByRole("link", { name: WAIT })).toBeVisible();
}

test("a guest waits for a table, is offered it by letter, and takes it", async ({ page, widget, venue, server, picture }) => {
  const { choice, other } = await fillDay(venue);
  await wantToWait(widget, choice);
  await picture("1-full-day");
  await expectUsable(page);
  await widget.press(widget.root.getByRole("link", { name: WAIT }));

  await expect(widget.heading("Wait for a table")).toBeFocused();
  await expect(widget.root.getByRole("combobox")).toHaveCount(2);
  await widget.type({ firstName: "Ada", lastName: "Warter", email: "ada.warter@example.com" });
  await picture("2-form");
  await expectUsable(page);
  const sent = page.waitForRequest((request) => request.method() === "POST" && request.url().endsWith("/waitlist"));
  await widget.press(widget.button("Put me on the waitlist"));
  expect((await sent).postDataJSON()).toMatchObject({
    experienceId: "chefs-table",
    day: choice.day,
    attendees: 4,
    locale: "en-GB",
    guest: { firstName: "Ada", lastName: "Warter", email: "ada.warter@example.com" },
  });
  await expect(widget.heading("You are on the waitlist")).toBeFocused();
  await picture("3-left");
  await expectUsable(page);

  await venue.cancel(other);
  const link = await linkOf(server, /^A table for you/);
  await page.goto("about:blank");
  await page.goto(`/book/demo${link}`);
  await expect(widget.heading("A table is free for you")).toBeFocused();
  expect(page.url()).not.toContain("offer");
  await expect(widget.root.getByRole("timer")).toHaveText(/^\d\d:\d\d$/);
  await expect(widget.root.getByText(/^Held until /)).toBeVisible();
  await picture("4-offered");
  await expectUsable(page);
  await widget.press(widget.button("Take the table"));

  await expect(widget.heading("Your reservation")).toBeFocused();
  await expect(widget.number()).toBeVisible();
  expect((await widget.events("reserved")).map(({ detail }) => detail)).toEqual([
    expect.objectContaining({ version: 1, experienceId: "chefs-table", day: choice.day, attendees: 4, status: "requested" }),
  ]);
  const number = (await widget.number().textContent())!;

  // The e-mail's link still leads there.
  await page.goto("about:blank");
  await page.goto(`/book/demo${link}`);
  await expect(widget.heading("This table is yours")).toBeFocused();
  await widget.press(widget.button("See your reservation"));
  await expect(widget.number()).toHaveText(number);
});

test("a guest waits for the full times of an evening on which others are free", async ({ page, widget, venue, picture }) => {
  // Tables for seven are few: some bookings by others take them all at the evening's first time.
  const choice = await venue.timeWithAnother(7);
  await venue.fill(choice);
  const slots = await venue.slots(choice);
  const full = slots.slice(0, slots.findIndex(({ status }) => status === "open"));
  expect(full.map(({ minutes }) => minutes)).toContain(choice.minutes);
  await widget.open();
  await widget.chooseExperience(english.experiences.dinner);
  await widget.chooseParty(7);
  await widget.chooseDay(choice.day);
  const link = widget.root.getByRole("link", { name: WAIT }).first();
  await expect(link).toHaveAttribute("href", new RegExp(`&date=${choice.day}&time=`));
  await widget.press(link);

  await expect(widget.heading("Wait for a table")).toBeFocused();
  for (const list of await widget.root.getByRole("combobox").all()) {
    await expect(list.locator("option")).toHaveCount(full.length);
  }
  await widget.type({ lastName: "Warter", email: "dora.warter@example.com" });
  await picture("1-form");
  await expectUsable(page);
  const sent = page.waitForRequest((request) => request.method() === "POST" && request.url().endsWith("/waitlist"));
  await widget.press(widget.button("Put me on the waitlist"));
  expect((await sent).postDataJSON()).toMatchObject({
    experienceId: "dinner",
    day: choice.day,
    from: full.at(0)!.minutes,
    to: full.at(-1)!.minutes,
    attendees: 7,
  });
  await expect(widget.heading("You are on the waitlist")).toBeFocused();
});

test("who is on the list leaves it again", async ({ page, widget, venue, server }) => {
  const { choice } = await fillDay(venue);
  await wantToWait(widget, choice);
  await widget.press(widget.root.getByRole("link", { name: WAIT }));
  await expect(widget.heading("Wait for a table")).toBeFocused();
  await widget.press(widget.button("Put me on the waitlist"));
  await expect(widget.root.locator("#faults")).toBeFocused();
  await widget.type({ lastName: "Warter", email: "ben.warter@example.com" });
  await widget.press(widget.button("Put me on the waitlist"));
  await expect(widget.heading("You are on the waitlist")).toBeFocused();

  const link = await linkOf(server, /^You are on the waitlist/);
  await page.goto(`/book/demo${link}`);
  await expect(widget.heading("You are on the waitlist")).toBeFocused();
  await widget.press(widget.button("Withdraw my wish"));
  await expect(widget.heading("Withdraw your wish?")).toBeFocused();
  await expectUsable(page);
  await widget.press(widget.button("Withdraw my wish"));
  await expect(widget.heading("Your wish is withdrawn")).toBeFocused();
});

test.describe(() => {
  test.use({ expectedErrors: [/status of 404/] });

  test("a link that is not right says so, and a table can be reserved", async ({ page, widget }) => {
    await page.goto("/book/demo#offer=w1.wrong");
    await expect(widget.heading("We cannot find this wish")).toBeVisible();
    await expectUsable(page);
    await widget.press(widget.button("Reserve a table"));
    await expect(widget.heading(english.find)).toBeVisible();
  });
});
