// The page that plays a payment in demonstrations, used by a guest in a browser or without one.

import { expect, type Page } from "@playwright/test";
import { ownAddress, type Venue } from "./venue.ts";

/** Makes a choice on the page that `open` opens beside this one. */
export async function play(page: Page, open: () => Promise<void>, choice: string): Promise<void> {
  const opened = page.waitForEvent("popup");
  await open();
  const payment = await opened;
  // The button that pays names the amount too.
  const button = payment.getByRole("button", { name: new RegExp(`^${choice}( · .+)?$`) });
  await button.waitFor();
  await payment.waitForLoadState();
  // A page that is closed while the next one arrives may stay open.
  const loaded = payment.waitForEvent("load");
  await button.click();
  await loaded;
  await payment.close();
}

/** Buys a gift card of `demo` for so many cents, as another guest, and returns its code. */
export async function buyCard(venue: Venue, cents: number): Promise<string> {
  const ordered = await fetch(`${venue.address}/gift-cards`, {
    method: "POST",
    headers: { "content-type": "application/json", "idempotency-key": crypto.randomUUID(), ...ownAddress() },
    body: JSON.stringify({
      templateId: "branch",
      amount: { amount: cents, currency: "EUR" },
      purchaser: { name: "Grete Muster", email: "grete@example.com" },
      locale: "en",
    }),
  });
  const { orderId, orderToken } = await ordered.json();
  const order = async () => {
    const headers = { authorization: `Bearer ${orderToken}`, ...ownAddress() };
    return (await fetch(`${venue.address}/gift-cards/orders/${orderId}`, { headers })).json();
  };
  await pay(venue, order, ({ payment }) => payment?.handover?.url);
  return answered(order, ({ card }) => card?.code);
}

/** Pays without a browser, once an answer of `ask` has the address at which that is done. */
export async function pay(
  venue: Venue,
  ask: () => Promise<any>,
  read: (answer: any) => string | undefined,
): Promise<void> {
  const [path, token] = (await answered(ask, read)).split("#");
  const form = new URLSearchParams({ token: token!, choice: "pay" });
  await fetch(new URL(path!, venue.address), { method: "POST", headers: ownAddress(), body: form });
}

/** A value of an answer, as soon as the answer has it. */
async function answered(ask: () => Promise<any>, read: (answer: any) => string | undefined): Promise<string> {
  let text: string | undefined;
  await expect.poll(async () => (text = read(await ask())), { timeout: 30_000 }).toBeTruthy();
  return text!;
}
