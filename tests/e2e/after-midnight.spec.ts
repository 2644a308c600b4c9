// The minutes after midnight, in which times of the evening before are still open. The venue's answer says that it is
// one day later than it is, so that the evening is ahead for the worker and was yesterday for the widget.

import type { Page } from "@playwright/test";
import { expect, test } from "./test.ts";
import { daysAfter } from "./venue.ts";
import { english } from "./words.ts";

/** Has the widget ask for everything itself, of a venue whose `today` is the day after `evening`. */
async function pass(page: Page, evening: string): Promise<void> {
  await page.route("**/v1/venues/demo/fragment?*", (route) => route.fulfill({ json: {} }));
  await page.route("**/v1/venues/demo", async (route) => {
    const response = await route.fetch();
    const json = await response.json();
    await route.fulfill({ response, json: { ...json, today: daysAfter(evening, 1), firstDay: evening } });
  });
}

const isLate = ({ minutes }: { minutes: number }) => minutes >= 1440;

test("a time after midnight is booked on the evening that it belongs to", async ({ page, widget, venue, picture }) => {
  const choice = await venue.openTime("late-plates", 2, isLate);
  await pass(page, choice.day);
  await widget.prepare(choice);
  await picture("1-filled");
  await widget.press(widget.button(english.confirm));
  await expect(widget.heading(english.booked)).toBeFocused();
});

test("a page that offers the evening before goes straight to the details", async ({ page, widget, venue }) => {
  const { day, minutes } = await venue.openTime("late-plates", 2, isLate);
  await pass(page, day);
  const time = [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, "0")).join(":");
  await page.route("**/host", (route) =>
    route.fulfill({
      contentType: "text/html",
      body: `<!doctype html><html lang="en"><meta charset="utf-8"><title>Host</title><body><script src="/embed.js"
        data-restaurant="demo" data-experience="late-plates" data-attendees="2" data-date="${day}" data-time="${time}" async></script>`,
    }),
  );
  await page.goto("/host");
  await expect(widget.heading(english.details)).toBeVisible();
});
