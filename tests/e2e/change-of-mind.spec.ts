// Guests who change their minds: nothing that they have typed or chosen is lost while it still holds.

import { expect, test } from "./test.ts";
import type { Choice } from "./venue.ts";
import { ADA } from "./widget.ts";
import { clock, english, shortDate } from "./words.ts";

test("going back from each step keeps what was typed and chosen", async ({ widget, venue }) => {
  const choice = await venue.openTime("dinner", 3);
  await widget.prepare(choice);

  for (const [name, text] of Object.entries(ADA)) {
    await expect(widget.field(english[name as keyof typeof ADA])).toHaveValue(text);
  }
  await widget.press(widget.button(english.back));
  await expect(widget.heading(english.find)).toBeFocused();
  await widget.unfold("party");
  await expect(widget.radio(english.guests(3))).toBeChecked();
  await expect(widget.root.getByRole("gridcell", { selected: true })).toHaveText(String(Number(choice.day.slice(8))));
  await expect(widget.time(choice.minutes)).toHaveAttribute("aria-pressed", "true");

  await widget.press(widget.button(english.goOn));
  await expect(widget.heading(english.details)).toBeFocused();
  await expect(widget.field(english.email)).toHaveValue(ADA.email);
});

test("half a form is kept when a guest goes back from it", async ({ widget, venue }) => {
  const choice = await venue.openTime("dinner", 2);
  await widget.open();
  await widget.choose(choice);
  await widget.type({ lastName: "Mus" });
  await widget.press(widget.button(english.back));
  await expect(widget.heading(english.find)).toBeFocused();
  await widget.press(widget.time(choice.minutes));
  await expect(widget.heading(english.details)).toBeFocused();
  await expect(widget.field(english.lastName)).toHaveValue("Mus");
});

test("another party size keeps day and time while they are open for it", async ({ widget, venue }) => {
  const choice = await venue.openTime("dinner", 4);
  await widget.open();
  await widget.choose({ ...choice, attendees: 2 });
  await widget.press(widget.button(english.back));
  await widget.chooseParty(4);
  await expect(widget.time(choice.minutes)).toHaveAttribute("aria-pressed", "true");
  await widget.press(widget.button(english.goOn));
  await widget.introduce(ADA);
  await expect(widget.footer).toContainText(english.guests(4));
  await expect(widget.footer).toContainText(shortDate(english, choice.day));
});

test("a time that another party size cannot have is given up with a word about it", async ({ widget, venue }) => {
  // A time that is open for two and not for eight, on a day on which eight find another.
  const isFree = async (time: Choice) =>
    (await venue.slots(time)).some(({ minutes, status }) => minutes === time.minutes && status === "open");
  const days = new Set((await venue.days("dinner", 8)).filter(({ status }) => status === "open").map(({ day }) => day));
  let wanted: Choice | undefined;
  for await (const time of venue.openTimes("dinner", 2)) {
    if (days.has(time.day) && !(await isFree({ ...time, attendees: 8 }))) {
      wanted = time;
      break;
    }
  }
  expect(wanted, "a time that eight cannot have").toBeDefined();

  await widget.open();
  await widget.choose(wanted!);
  await widget.press(widget.button(english.back));
  await widget.chooseParty(8);
  const word = /is not free for this choice/;
  await expect(widget.root.getByRole("paragraph").filter({ hasText: word })).toBeVisible();
  await expect(widget.root.getByRole("status")).toContainText(word);
  await expect(widget.root.locator("[aria-pressed=true]")).toHaveCount(0);
  await expect(widget.button(english.goOn)).toHaveCount(0);
});

test("the details lead back to each part, and what was not changed stays", async ({ widget, venue }) => {
  const choice = await venue.openTime("dinner", 2);
  const later = await venue.openTime("dinner", 2, (slot, day) => day === choice.day && slot.minutes > choice.minutes);
  await widget.prepare(choice, { ...ADA, firstName: "Grace" });

  await widget.press(widget.root.locator(".summary .chip").last());
  await expect(widget.heading(english.find)).toBeVisible();
  await widget.press(widget.time(later.minutes));
  await expect(widget.heading(english.details)).toBeFocused();
  await expect(widget.footer).toContainText(clock(later.minutes));
  await expect(widget.field(english.firstName)).toHaveValue("Grace");
});
