// A guest pays for a table with a gift card: in whole, in part with a bank card for the rest, and not at all where
// the code is none.

import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, test } from "./test.ts";
import { buyCard, play } from "./demo-payment.ts";
import { ADA, type Widget } from "./widget.ts";
import { daysAfter, type Venue } from "./venue.ts";
import { english } from "./words.ts";

test.use({ contextOptions: { reducedMotion: "reduce" } });

const FIELD = "The gift card’s code";

/** At the review of a brunch for two, which costs €68, with the field for a gift card open. */
async function review(widget: Widget, venue: Venue): Promise<void> {
  const { today } = await venue.about();
  // Early enough for the money to come back.
  const choice = await venue.openTime("brunch", 2, (_, day) => day > daysAfter(today, 3));
  await widget.prepare(choice, ADA);
  await expect(widget.field(FIELD)).toBeHidden();
  await widget.press(widget.root.getByText("Use a gift card", { exact: true }));
  await expect(widget.field(FIELD)).toBeVisible();
}

/** Every request that has this code in its address, as it is or without its dashes. */
function watchAddresses(page: Page, code: string): string[] {
  const found: string[] = [];
  const plain = code.replaceAll("-", "");
  page.on("request", (request) => {
    if ([code, plain].some((text) => request.url().includes(text))) found.push(request.url());
  });
  return found;
}

test("a gift card pays for all of it, and has it back after the cancellation", async ({ page, widget, venue, picture }) => {
  const code = await buyCard(venue, 10_000);
  const addresses = watchAddresses(page, code);
  await review(widget, venue);
  await widget.field(FIELD).pressSequentially(code.replaceAll("-", "").toLowerCase());
  await expect(widget.field(FIELD)).toHaveValue(code.toLowerCase());
  await picture("1-review");
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ target }) => target)])).toEqual([]);
  const sent = page.waitForRequest((request) => request.method() === "POST" && request.url().endsWith("/reservations"));
  await widget.press(widget.button(english.confirmPayment));
  expect((await sent).postDataJSON().giftCardCode).toBe(code);
  await expect(widget.heading(english.booked)).toBeFocused();
  await expect(widget.root.getByText("€68 comes from your gift card.")).toBeVisible();
  await picture("2-done");

  await widget.press(widget.root.getByRole("link", { name: "Manage reservation" }));
  await expect(widget.heading("Your reservation")).toBeFocused();
  await widget.press(widget.button("Cancel reservation"));
  await expect(widget.root.getByText("€68 goes back to your gift card.")).toBeVisible();
  await widget.press(widget.button("Cancel reservation"));
  await expect(widget.heading("Your reservation is cancelled")).toBeFocused();
  await expect(widget.root.getByText("€68 is back on your gift card.")).toBeVisible();

  expect(addresses).toEqual([]);
  const events = JSON.stringify(await widget.events());
  const stored = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]));
  for (const text of [events, stored]) expect(text).not.toContain(code.slice(0, 6));
});

test("a gift card pays what it can, and a bank card the rest", async ({ page, widget, venue, picture }) => {
  const code = await buyCard(venue, 2_500);
  await review(widget, venue);
  await widget.field(FIELD).fill(code);
  await widget.press(widget.button(english.confirmPayment));
  await expect(widget.heading(english.toPay)).toBeFocused();
  for (const text of ["€43 is charged now.", "€25 comes from your gift card."]) {
    await expect(widget.root.getByText(text)).toBeVisible();
  }
  await picture("1-pay");
  await play(page, () => widget.press(widget.root.getByRole("link", { name: /^Pay €43/ })), "Pay");
  await expect(widget.heading(english.booked)).toBeFocused();
  await expect(widget.root.getByText("€43 is paid.")).toBeVisible();
  await expect(widget.root.getByText("€25 comes from your gift card.")).toBeVisible();
  await widget.press(widget.button("Cancel reservation"));
  await expect(widget.root.getByText("You get €43 back.")).toBeVisible();
  await expect(widget.root.getByText("€25 goes back to your gift card.")).toBeVisible();
});

test("a mistyped code is marked at its field and not sent", async ({ page, widget, venue, picture }) => {
  await review(widget, venue);
  let asked = 0;
  page.on("request", (request) => {
    if (request.method() === "POST") asked += 1;
  });
  await widget.field(FIELD).fill("222222-222222-222223");
  await widget.press(widget.button(english.confirmPayment));
  await expect(widget.field(FIELD)).toBeFocused();
  await expect(widget.field(FIELD)).toHaveAttribute("aria-invalid", "true");
  await expect(widget.root.getByText("A character is wrong or two have changed places.")).toBeVisible();
  await picture("1-mistyped");
  await widget.field(FIELD).fill("22222O-222222-222222");
  await widget.press(widget.button(english.confirmPayment));
  await expect(widget.root.getByText("Codes hold no 0, O, 1, I or L.")).toBeVisible();
  expect(asked).toBe(0);
});

test.describe(() => {
  test.use({ expectedErrors: [/status of 422/] });

  test("a code of no card comes back to its field, and the table can be paid without", async ({ widget, venue }) => {
    await review(widget, venue);
    await widget.field(FIELD).fill("222222-222222-222222");
    await widget.press(widget.button(english.confirmPayment));
    await expect(widget.field(FIELD)).toBeFocused();
    await expect(widget.root.getByText("No card has this code here.")).toBeVisible();
    await widget.field(FIELD).fill("");
    await widget.press(widget.button(english.confirmPayment));
    await expect(widget.heading(english.toPay)).toBeFocused();
    await expect(widget.root.getByText("€68 is charged now.")).toBeVisible();
  });
});
