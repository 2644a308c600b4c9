// The other ways to book: paid in advance, on request, past midnight.

import { expect, test } from "./test.ts";
import { ADA } from "./widget.ts";
import { clock, date, english, german } from "./words.ts";

for (const words of [english, german]) {
  test.describe(() => {
    test.use({ words });

    test(`brunch says in ${words.language} what it costs before it obliges to pay, and is held until it is paid`, async ({
      widget,
      venue,
      picture,
    }) => {
      const choice = await venue.openTime("brunch", 2);
      const price = /€\s?68/;
      await widget.open();
      await widget.chooseExperience(words.experiences.brunch);
      await widget.chooseDay(choice.day);
      await expect(widget.root.getByText(price).first()).toBeVisible();
      await expect(widget.time(choice.minutes)).toContainText(/34/);
      await picture("1-brunch-times");
      await widget.press(widget.time(choice.minutes));
      await widget.wantNothingMore();
      await widget.introduce(ADA);
      await expect(widget.root.getByText(price).first()).toBeVisible();
      await picture("2-brunch-review");
      await widget.press(widget.button(words.confirmPayment));
      await expect(widget.heading(words.toPay)).toBeFocused();
      await expect(widget.number()).toBeVisible();
      await expect(widget.root.getByText(price).first()).toBeVisible();
      await picture("3-brunch-done");
      expect((await widget.events("reserved")).map(({ detail }) => detail.status)).toEqual(["payment_pending"]);
    });
  });
}

test("the chef's table takes four or more and ends as a request", async ({ widget, venue, picture }) => {
  const choice = await venue.openTime("chefs-table", 4);
  await widget.open();
  await widget.chooseExperience(english.experiences["chefs-table"]);
  await expect(widget.root.locator(".search > .note")).toContainText(english.guests(4));
  await widget.unfold("party");
  await expect(widget.radio(english.guests(4))).toBeChecked();
  await expect(widget.radio(english.guests(3))).toHaveCount(0);
  await widget.chooseDay(choice.day);
  await picture("1-request-times");
  await widget.press(widget.time(choice.minutes));
  await widget.introduce(ADA);
  await expect(widget.root.getByText(/This is a request/)).toBeVisible();
  await picture("2-request-review");
  await widget.press(widget.button(english.confirmRequest));
  await expect(widget.heading(english.requested)).toBeFocused();
  await picture("3-request-done");
  expect((await widget.events("reserved")).map(({ detail }) => detail.status)).toEqual(["requested"]);
});

test("a time past midnight is said to be on the next day, and booked for the evening before", async ({
  widget,
  venue,
  picture,
}) => {
  const choice = await venue.openTime("late-plates", 2, (slot) => slot.minutes >= 1440);
  await widget.open();
  await widget.chooseExperience(english.experiences["late-plates"]);
  await widget.chooseDay(choice.day);
  await expect(widget.time(choice.minutes)).toContainText(english.nextDay);
  await picture("1-late-times");
  await widget.press(widget.time(choice.minutes));
  await widget.introduce(ADA);
  await expect(widget.footer).toContainText(clock(choice.minutes));
  await expect(widget.footer).toContainText(english.nextDay);
  await picture("2-late-review");
  await widget.press(widget.button(english.confirm));
  await expect(widget.heading(english.booked)).toBeFocused();
  await expect(widget.root.getByText(date(english, choice.day))).toBeVisible();
  await expect(widget.root.getByText(english.nextDay)).toBeVisible();
  await picture("3-late-done");
  const [{ detail }] = await widget.events("reserved");
  expect(detail).toMatchObject({ day: choice.day, minutes: choice.minutes });
});

test("guests who may choose a room are asked for it, and it is sent", async ({ page, widget, venue }) => {
  const choice = await venue.openTime("dinner", 2, (slot) => slot.areas.length > 1);
  await widget.open();
  await widget.choose(choice);
  const rooms = widget.root.getByRole("group", { name: "Where would you like to sit?" });
  await widget.press(rooms.locator("label", { hasText: "Stube" }));
  await widget.introduce(ADA);
  await expect(rooms.getByRole("radio", { name: "Stube" })).toBeChecked();
  const sent = page.waitForRequest((request) => request.method() === "POST");
  await widget.press(widget.button(english.confirm));
  expect((await sent).postDataJSON()).toMatchObject({ areaId: "stube" });
  await expect(widget.heading(english.booked)).toBeFocused();
});
