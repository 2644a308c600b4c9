// The steps of a booking, one after the other.

import { expect } from "./test.ts";
import type { Venue } from "./venue.ts";
import { ADA, type Widget } from "./widget.ts";
import { english } from "./words.ts";

/** Walks through a booking and looks at each step once it is drawn. */
export async function walk(widget: Widget, venue: Venue, look: (step: string) => Promise<void>): Promise<void> {
  const choice = await venue.openTime("dinner", 2);
  await widget.open();
  await widget.turnTo(choice.day);
  await look("1-find");
  await widget.chooseDay(choice.day);
  await expect(widget.time(choice.minutes)).toBeVisible();
  await look("2-times");
  await widget.press(widget.time(choice.minutes));
  await expect(widget.heading(english.details)).toBeFocused();
  await look("3-details");
  await widget.press(widget.button(english.confirm));
  await expect(widget.root.getByRole("group", { name: /need another look/ })).toBeFocused();
  await look("4-faults");
  await widget.introduce(ADA);
  await look("5-filled");
  await widget.press(widget.button(english.confirm));
  await expect(widget.heading(english.booked)).toBeFocused();
  await look("6-done");
}
