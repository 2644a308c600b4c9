// Days and times on the dates at which calendars go wrong: each test runs at several instants, which the
// configuration names.

import { offsetOf } from "./clock.ts";
import { expect, test } from "./test.ts";
import { ADA } from "./widget.ts";
import { clock, date, english, month, shortDate } from "./words.ts";

test("worker and browser have one clock, which begins where the test says", async ({ page, widget, venue, startsAt }) => {
  await widget.open();
  const { today } = await venue.about();
  const seen = await page.evaluate(() => Date.now());
  // Whole seconds of the offset aside, both run on with this machine's clock.
  expect(Math.abs(seen - (Date.now() + offsetOf(startsAt) * 1000))).toBeLessThan(60_000);
  const civil = new Intl.DateTimeFormat("en-CA", { timeZone: "Europe/Vienna" }).format(Date.parse(startsAt));
  expect(today).toBe(civil);
});

test("the calendar opens on the month of the first free day", async ({ widget, venue }) => {
  const day = await venue.firstOpenDay("dinner", 2);
  await widget.open();
  await expect(widget.root.getByRole("grid")).not.toHaveAttribute("aria-busy", "true");
  await expect(widget.root.locator("[aria-live=polite]")).toHaveText(month(english, day));
  await expect(widget.day(day)).toHaveAccessibleName(new RegExp(`${english.tablesFree}$`));
});

test("a guest books, moves nothing by a day or an hour, and cancels", async ({ widget, venue }) => {
  const choice = await venue.openTime("dinner", 2);
  await widget.prepare(choice);
  await expect(widget.footer).toContainText(shortDate(english, choice.day));
  await expect(widget.footer).toContainText(clock(choice.minutes));
  await widget.press(widget.button(english.confirm));
  await expect(widget.heading(english.booked)).toBeFocused();
  const [reserved] = await widget.events("reserved");
  expect(reserved!.detail).toMatchObject({ day: choice.day, minutes: choice.minutes, status: "booked" });
  await widget.press(widget.root.getByRole("link", { name: "Manage reservation" }));
  await expect(widget.heading("Your reservation")).toBeFocused();
  const ticket = widget.root.locator(".ticket");
  await expect(ticket).toContainText(date(english, choice.day));
  await expect(ticket).toContainText(clock(choice.minutes));
  await widget.press(widget.button("Cancel reservation"));
  await expect(widget.heading("Cancel your reservation?")).toBeFocused();
  await widget.press(widget.button("Cancel reservation"));
  await expect(widget.heading("Your reservation is cancelled")).toBeFocused();
});

test("a day and time that the page asks for are chosen", async ({ page, widget, venue }) => {
  const { day, minutes } = await venue.openTime("dinner", 2);
  const time = [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, "0")).join(":");
  await page.goto(`/book/demo?experience=dinner&attendees=2&date=${day}&time=${time}`);
  await expect(widget.heading(english.details)).toBeVisible();
  await widget.introduce(ADA);
  await expect(widget.footer).toContainText(shortDate(english, day));
  await expect(widget.footer).toContainText(clock(minutes));
});
