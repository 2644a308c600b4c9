// A guest buys a gift card, pays for it on the page of the demonstration, receives it, and checks its balance.

import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { order } from "./gift-card.ts";
import { SCRIPT, serve } from "./host.ts";
import { expect, test } from "./test.ts";
import { play } from "./demo-payment.ts";
import type { Widget } from "./widget.ts";

/** A restaurant's page with the view on it. */
async function open(page: Page, widget: Widget): Promise<void> {
  await serve(page, `${SCRIPT}<couvert-booking restaurant="demo" view="gift-card"></couvert-booking>`);
  await page.goto("/host");
  await expect(widget.heading("Give a gift card")).toBeVisible();
}

/** Makes a choice on the page of the demonstration's payment. */
async function pay(page: Page, widget: Widget, choice: string): Promise<void> {
  await play(page, () => widget.root.locator("#pay").click(), choice);
}

/** The code on the screen. */
async function codeOf(widget: Widget): Promise<string> {
  const code = await widget.root.getByText(/^([2-9A-Z]{6}-){2}[2-9A-Z]{6}$/).textContent();
  return code!;
}

async function askBalance(widget: Widget, code: string): Promise<void> {
  await widget.field("The card’s code").fill(code);
  await widget.button("Show balance").click();
}

test("a card is bought, paid for, fetched as a file, and has its worth on it", async ({ page, widget }) => {
  await open(page, widget);
  const sent = page.waitForRequest((request) => request.method() === "POST" && request.url().endsWith("/gift-cards"));
  await order(widget);
  expect((await sent).postDataJSON()).toEqual({
    templateId: "branch",
    amount: { amount: 7_550, currency: "EUR" },
    purchaser: { name: "Ada Muster", email: "ada.muster@example.com" },
    recipient: { name: "Grete", email: "grete@example.com" },
    message: "Happy birthday!",
    locale: "en-GB",
  });
  expect(await widget.events("gift-card-ordered")).toEqual([]);

  await pay(page, widget, "Pay");
  await expect(widget.heading("Your gift card is here")).toBeFocused();
  expect((await widget.events("gift-card-ordered")).map(({ detail }) => detail)).toEqual([
    { version: 1, templateId: "branch", amount: 7_550, currency: "EUR" },
  ]);
  const code = await codeOf(widget);

  const download = page.waitForEvent("download");
  await widget.button("Download as PDF").click();
  const file = await download;
  expect(file.suggestedFilename()).toBe("gift-card.pdf");
  // A PDF holds a JPEG as it is.
  const picture = await page.request.get("/pictures/demo/gift-branch.jpg");
  expect(picture.headers()["content-type"]).toBe("image/jpeg");
  expect((await readFile(await file.path())).includes(await picture.body())).toBe(true);

  await widget.button("Buy another card").click();
  await expect(widget.heading("Give a gift card")).toBeFocused();
  await widget.button("Check a card’s balance").click();
  await expect(widget.heading("What is on your card?")).toBeFocused();
  await askBalance(widget, code.toLowerCase().replaceAll("-", " "));
  await expect(widget.root.getByText("€75.50 is on this card.")).toBeVisible();
});

test("after a declined card another one pays, and nothing is ordered twice", async ({ page, widget }) => {
  await open(page, widget);
  let orders = 0;
  page.on("request", (request) => {
    if (request.method() === "POST" && request.url().endsWith("/gift-cards")) orders += 1;
  });
  await order(widget);
  await pay(page, widget, "Let the card be declined");
  await expect(widget.root.locator("#payment-notice")).toBeFocused();
  await pay(page, widget, "Pay");
  await expect(widget.heading("Your gift card is here")).toBeFocused();
  expect(orders).toBe(1);
});

test("a purchase is withdrawn from in two steps", async ({ page, widget }) => {
  await open(page, widget);
  await order(widget);
  await pay(page, widget, "Pay");
  await expect(widget.heading("Your gift card is here")).toBeFocused();
  await widget.button("Withdraw from this purchase").click();
  await expect(widget.root.getByText("€75.50 comes back to you")).toBeVisible();
  await widget.button("Confirm withdrawal").click();
  const done = widget.root.getByRole("heading", { name: /^(You have withdrawn|Your money has gone back)$/ });
  await expect(done).toBeVisible();
});

test("a mistyped code is marked without a request", async ({ page, widget }) => {
  await open(page, widget);
  let asked = 0;
  page.on("request", (request) => {
    if (request.url().endsWith("/balance")) asked += 1;
  });
  await widget.button("Check a card’s balance").click();
  await askBalance(widget, "7KQ2MD-X49HTW-RC83FN");
  await expect(widget.root.getByText("A character is wrong or two have changed places.")).toBeVisible();
  await expect(widget.field("The card’s code")).toBeFocused();
  await askBalance(widget, "7KQ2MO-X49HTW-RC83FN");
  await expect(widget.root.getByText("Codes hold no 0, O, 1, I or L.")).toBeVisible();
  expect(asked).toBe(0);
});
