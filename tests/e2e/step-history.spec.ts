// The browser's back button within a booking or a gift card: to the step before, and never off the page with what was typed.

import type { Page } from "@playwright/test";
import { order } from "./gift-card.ts";
import { SCRIPT, serve, TAG } from "./host.ts";
import { expect, test } from "./test.ts";
import { WITH_CARD } from "./venue.ts";
import { ADA } from "./widget.ts";
import { english } from "./words.ts";

const mark = (page: Page) => page.evaluate(() => history.state?.couvertStep ?? 0);

for (const path of ["/host", "/book/demo"]) {
  test(`at ${path} back leads through the steps and then off the page`, async ({ page, widget, venue }) => {
    await serve(page, TAG);
    await page.goto("about:blank");
    await page.goto(path);
    await widget.choose(await venue.openTime("lunch", WITH_CARD));
    await widget.introduce(ADA);
    await expect(widget.heading(english.review)).toBeVisible();
    const address = page.url();
    await page.goBack();
    await expect(widget.heading(english.details)).toBeVisible();
    await expect(widget.field(english.lastName)).toHaveValue(ADA.lastName);
    await page.goBack();
    await expect(widget.heading(english.find)).toBeVisible();
    expect(page.url()).toBe(address);
    // Ahead there is nothing to be shown without the guest's own press.
    await page.goForward();
    await expect(widget.heading(english.find)).toBeVisible();
    await expect.poll(() => mark(page)).toBe(0);
    await page.goBack();
    await expect(page).toHaveURL("about:blank");
  });
}

test("the widget's own way back takes the entry away", async ({ page, widget, venue }) => {
  await serve(page, TAG);
  await page.goto("/host");
  await widget.choose(await venue.openTime("lunch", WITH_CARD));
  await widget.introduce(ADA);
  await expect.poll(() => mark(page)).toBe(2);
  await widget.press(widget.button(english.back));
  await expect(widget.heading(english.details)).toBeVisible();
  await expect.poll(() => mark(page)).toBe(1);
  await widget.press(widget.button(english.goOn));
  await expect(widget.heading(english.review)).toBeVisible();
  await expect.poll(() => mark(page)).toBe(2);
});

test("a reservation that is made is not left for a form", async ({ page, widget, venue }) => {
  await serve(page, TAG);
  await page.goto("about:blank");
  await page.goto("/host");
  await widget.choose(await venue.openTime("dinner", 2));
  await widget.introduce(ADA);
  await expect.poll(() => mark(page)).toBe(1);
  await widget.press(widget.button(english.confirm));
  await expect(widget.heading(english.booked)).toBeVisible();
  await page.goBack();
  await expect.poll(() => mark(page)).toBe(0);
  await expect(widget.heading(english.booked)).toBeVisible();
  await page.goBack();
  await expect(page).toHaveURL("about:blank");
});

test("the page's own state stays in each entry", async ({ page, widget, venue }) => {
  await serve(page, TAG);
  await page.goto("/host");
  await page.evaluate(() => history.replaceState({ of: "page" }, ""));
  await widget.choose(await venue.openTime("dinner", 2));
  await expect.poll(() => page.evaluate(() => history.state)).toEqual({ of: "page", couvertStep: 1 });
  await page.goBack();
  await expect(widget.heading(english.find)).toBeVisible();
  await expect.poll(() => page.evaluate(() => history.state)).toEqual({ of: "page" });
});

test("the extras have an entry too", async ({ page, widget, venue }) => {
  await serve(page, TAG);
  await page.goto("about:blank");
  await page.goto("/host");
  await widget.choose(await venue.openTime("brunch", 2));
  await page.goBack();
  await expect(widget.heading(english.extras)).toBeVisible();
  await page.goBack();
  await expect(widget.heading(english.find)).toBeVisible();
  await page.goBack();
  await expect(page).toHaveURL("about:blank");
});

test("back leads through the steps of a gift card, with all that was typed, and then off the page", async ({ page, widget }) => {
  await serve(page, `${SCRIPT}<couvert-booking restaurant="demo" view="gift-card"></couvert-booking>`);
  await page.goto("about:blank");
  await page.goto("/host");
  await widget.field("Message on the card").fill("Happy birthday!");
  await widget.press(widget.button("Continue"));
  await expect(widget.heading("Who is it for?")).toBeVisible();
  await expect.poll(() => mark(page)).toBe(1);
  await widget.field("Your name").fill("Ada Muster");
  await widget.field("Your e-mail").fill(ADA.email);
  await widget.press(widget.button("Continue"));
  await expect(widget.heading("Is everything right?")).toBeVisible();
  await expect.poll(() => mark(page)).toBe(2);
  await page.goBack();
  await expect(widget.field("Your name")).toHaveValue("Ada Muster");
  await page.goBack();
  await expect(widget.field("Message on the card")).toHaveValue("Happy birthday!");
  await expect.poll(() => mark(page)).toBe(0);
  await page.goBack();
  await expect(page).toHaveURL("about:blank");
});

test("back leads from what a gift card is worth to the one that is being made", async ({ page, widget }) => {
  await serve(page, `${SCRIPT}<couvert-booking restaurant="demo" view="gift-card"></couvert-booking>`);
  await page.goto("about:blank");
  await page.goto("/host");
  await widget.field("Message on the card").fill("Happy birthday!");
  for (const leave of [() => page.goBack(), () => widget.press(widget.button("Back"))]) {
    await widget.press(widget.button("Check a card’s balance"));
    await expect(widget.field("The card’s code")).toBeVisible();
    await expect.poll(() => mark(page)).toBe(1);
    await leave();
    await expect(widget.field("Message on the card")).toHaveValue("Happy birthday!");
    await expect.poll(() => mark(page)).toBe(0);
  }
  await page.goBack();
  await expect(page).toHaveURL("about:blank");
});

test("a gift card that is ordered is not left for a form", async ({ page, widget }) => {
  await serve(page, `${SCRIPT}<couvert-booking restaurant="demo" view="gift-card"></couvert-booking>`);
  await page.goto("about:blank");
  await page.goto("/host");
  await order(widget);
  await expect.poll(() => mark(page)).toBe(2);
  await page.goBack();
  await expect.poll(() => mark(page)).toBe(0);
  await expect(widget.heading("Pay €75.50")).toBeVisible();
  await page.goBack();
  await expect(page).toHaveURL("about:blank");
});

test("in a document without a history of its own the steps follow each other all the same", async ({ page, widget, venue }) => {
  await serve(page, TAG);
  await page.addInitScript(() => {
    history.pushState = () => {
      throw new DOMException("no history", "SecurityError");
    };
  });
  await page.goto("/host");
  await widget.choose(await venue.openTime("lunch", WITH_CARD));
  await widget.introduce(ADA);
  await widget.press(widget.button(english.back));
  await expect(widget.heading(english.details)).toBeVisible();
  await expect(page).toHaveURL(/\/host$/);
});
