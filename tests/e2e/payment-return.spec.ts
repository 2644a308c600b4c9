// A guest comes back to a restaurant's page from a payment that had led away. What lies in the tab's storage
// meanwhile is put there by hand: how it gets there is asked of a real payment in `stripe.spec.ts`.

import type { Page } from "@playwright/test";
import { TAG, tag } from "./host.ts";
import { expect, test } from "./test.ts";

const INTENT = "pi_1";
const BACK = `couvert-return=1&payment_intent=${INTENT}&payment_intent_client_secret=${INTENT}_secret_2&redirect_status=succeeded`;

/** A restaurant's page at any address that begins with `/host`, and a tab in which this was kept when it was left. */
async function leave(page: Page, body: string, stored: object): Promise<void> {
  const html = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Host</title><body>`;
  await page.route(/\/host(\?|$)/, (route) => route.fulfill({ contentType: "text/html", body: html + body }));
  // A page without a widget: one that is still loading would take what is kept for its own.
  await page.route("**/bank", (route) => route.fulfill({ contentType: "text/html", body: html }));
  await page.goto("/bank");
  await page.evaluate((stored) => sessionStorage.setItem("couvert-payment", JSON.stringify(stored)), stored);
}

for (const [mode, body] of [
  ["inline", TAG],
  ["popup", tag(`data-mode="popup"`)],
] as const) {
  test(`a page with a widget that is ${mode} shows the reservation`, async ({ page, widget, venue }) => {
    const { body: made } = await venue.book(await venue.openTime("dinner", 2));
    const link = `manage=${made.id}.${made.manageToken}`;
    await leave(page, body, { intent: INTENT, restaurant: "demo", link });
    await page.goto(`/host?table=by%20the%20window&${BACK}#menu`);
    await expect(widget.heading("Your reservation")).toBeVisible();
    await expect(widget.number()).toHaveText(made.number);
    const { search, hash } = new URL(page.url());
    expect([search, hash]).toEqual(["?table=by%20the%20window", "#menu"]);
    expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
  });
}

test("another payment's way back leads nowhere and is left alone", async ({ page, widget, venue }) => {
  const { body: made } = await venue.book(await venue.openTime("dinner", 2));
  const link = `manage=${made.id}.${made.manageToken}`;
  await leave(page, TAG, { intent: "pi_other", restaurant: "demo", link });
  await page.goto(`/host?${BACK}`);
  await expect(widget.heading(widget.words.find)).toBeVisible();
  expect(new URL(page.url()).search).toBe("");
  // Without our mark it is the page's own payment.
  await page.goto("/host?payment_intent=pi_3&redirect_status=succeeded");
  await expect(widget.heading(widget.words.find)).toBeVisible();
  expect(new URL(page.url()).search).toBe("?payment_intent=pi_3&redirect_status=succeeded");
  expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
});
