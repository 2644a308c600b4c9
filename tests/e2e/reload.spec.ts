// A page that is loaded anew: what a letter's link opened is still there on the hosted page, and on a restaurant's own page as
// long as it is to be paid for.

import type { Page } from "@playwright/test";
import { play } from "./demo-payment.ts";
import { order } from "./gift-card.ts";
import { SCRIPT, serve, TAG } from "./host.ts";
import { linkOf } from "./mail.ts";
import { expect, test } from "./test.ts";
import type { Venue } from "./venue.ts";
import { ADA, type Widget } from "./widget.ts";
import { english } from "./words.ts";

/** Another guest's reservation, and its link. */
async function reserve(venue: Venue): Promise<{ number: string; token: string; link: string }> {
  const { body } = await venue.book(await venue.openTime("dinner", 2));
  return { number: body.number, token: body.manageToken, link: `#manage=${body.id}.${body.manageToken}` };
}

/** Puts another guest on the waitlist. */
async function wait(page: Page, venue: Venue, origin: string): Promise<void> {
  const choice = await venue.openTime("chefs-table", 4);
  await venue.book(choice);
  const answer = await page.request.post(`${origin}/v1/venues/demo/waitlist`, {
    headers: { "idempotency-key": crypto.randomUUID() },
    data: {
      experienceId: "chefs-table",
      day: choice.day,
      attendees: 4,
      from: choice.minutes,
      to: choice.minutes,
      locale: "en",
      guest: { lastName: "Warter", email: "cleo.warter@example.com" },
    },
  });
  expect(answer.status(), await answer.text()).toBe(201);
}

/** Nothing that opens a reservation is where a server, a script of another page or another visit would find it. */
async function expectNoTrace(page: Page, token: string): Promise<void> {
  const found = await page.evaluate(() => [location.href, document.cookie, ...Object.values({ ...localStorage, ...sessionStorage })].join());
  expect(found).not.toContain(token);
}

/** Books a brunch on the page that is shown, up to its payment. */
async function bookBrunch(widget: Widget, venue: Venue): Promise<void> {
  await widget.choose(await venue.openTime("brunch", 2));
  await widget.introduce(ADA);
  await widget.press(widget.button(english.confirmPayment));
  await expect(widget.heading(english.toPay)).toBeVisible();
}

/** The keys in the tab's storage. */
const storedKeys = (page: Page) => page.evaluate(() => Object.keys(sessionStorage));

test("a reservation is there again after a reload, and after the browser's way forward", async ({ page, widget, venue }) => {
  const { number, token, link } = await reserve(venue);
  for (const query of ["?view=manage", ""]) {
    await page.goto(`/book/demo${query}${link}`);
    await expect(widget.number()).toHaveText(number);
    for (const round of [1, 2]) {
      await page.reload();
      await expect(widget.heading("Your reservation"), `reload ${round}`).toBeVisible();
      await expect(widget.number()).toHaveText(number);
    }
    await expectNoTrace(page, token);
    await page.goto("about:blank");
    await page.goBack();
    await expect(widget.number()).toHaveText(number);
    await page.goto("about:blank");
  }
});

test("another visit in the same tab is one of its own", async ({ page, widget, venue }) => {
  const { number, link } = await reserve(venue);
  await page.goto(`/book/demo?view=manage${link}`);
  await expect(widget.number()).toHaveText(number);
  await page.goto("/book/demo");
  await expect(widget.heading(english.find)).toBeVisible();
  await page.reload();
  await expect(widget.heading(english.find)).toBeVisible();
});

test("a reservation that was left for a new one is not led back to", async ({ page, widget, venue }) => {
  const { number, link } = await reserve(venue);
  await page.goto(`/book/demo${link}`);
  await expect(widget.number()).toHaveText(number);
  await widget.press(widget.button("Cancel reservation"));
  await widget.press(widget.button("Cancel reservation"));
  await expect(widget.heading("Your reservation is cancelled")).toBeVisible();
  await widget.press(widget.button("Reserve a table"));
  await expect(widget.heading(english.find)).toBeVisible();
  expect(await page.evaluate(() => history.state?.couvertLink)).toBeUndefined();
  await page.reload();
  await expect(widget.heading(english.find)).toBeVisible();
});

test("a waitlist entry is there again after a reload", async ({ page, widget, venue, server }) => {
  await wait(page, venue, server.origin);
  const link = await linkOf(server, /^You are on the waitlist/);
  await page.goto(`/book/demo${link}`);
  await expect(widget.heading("You are on the waitlist")).toBeVisible();
  await page.reload();
  await expect(widget.heading("You are on the waitlist")).toBeVisible();
});

test("what a booking leads to, such as a payment, is there again after a reload", async ({ page, widget, venue }) => {
  await widget.open("/book/demo");
  await bookBrunch(widget, venue);
  const heading = widget.heading(english.toPay);
  await page.reload();
  await expect(heading).toBeVisible();
});

test("a payment is there again after the way back and a reload", async ({ page, widget, venue }) => {
  await widget.open("/book/demo");
  await bookBrunch(widget, venue);
  const heading = widget.heading(english.toPay);
  await page.goBack();
  await expect.poll(() => page.evaluate(() => history.state?.couvertStep ?? 0)).toBe(0);
  await expect(heading).toBeVisible();
  await page.reload();
  await expect(heading).toBeVisible();
});

test("a gift card's order is there again after a reload", async ({ page, widget }) => {
  await page.goto("/book/demo?view=gift-card");
  await widget.press(widget.button("Continue"));
  await expect(widget.heading("Who is it for?")).toBeFocused();
  await widget.field("Your name").fill("Ada Muster");
  await widget.field("Your e-mail").fill("ada.muster@example.com");
  await widget.press(widget.button("Continue"));
  await widget.press(widget.button(/^Order and pay/));
  const heading = widget.root.getByRole("heading", { level: 2, name: /^Pay €/ });
  await expect(heading).toBeVisible();
  await page.reload();
  await expect(heading).toBeVisible();
  await expect(widget.heading("Give a gift card")).toHaveCount(0);
});

test("on a restaurant's own page a payment is there again after a reload and on the way back", async ({ page, widget, venue }) => {
  await serve(page, TAG);
  await page.goto("/host");
  await bookBrunch(widget, venue);
  for (const round of [1, 2]) {
    await page.reload();
    await expect(widget.heading(english.toPay), `reload ${round}`).toBeVisible();
  }
  await expect(widget.root.getByRole("link", { name: /^Pay €/ })).toBeVisible();
  // What opens the reservation is where no router copies it and no server reads it.
  expect(await page.evaluate(() => JSON.stringify([history.state, location.href, document.cookie]))).not.toContain("manage=");
  await page.goto("about:blank");
  await page.goBack();
  await expect(widget.heading(english.toPay)).toBeVisible();
});

test("another visit to a restaurant's own page does not find the payment", async ({ page, widget, venue }) => {
  await serve(page, TAG);
  await page.goto("/host");
  await bookBrunch(widget, venue);
  await page.goto("about:blank");
  await page.goto("/host");
  await expect(widget.heading(english.find)).toBeVisible();
  await page.reload();
  await expect(widget.heading(english.find)).toBeVisible();
});

test("a widget of another restaurant does not take the payment up", async ({ page, widget, venue }) => {
  await serve(page, TAG);
  await page.goto("/host");
  await bookBrunch(widget, venue);
  await page.unroute("**/host");
  await serve(page, TAG.replace("demo", "demo-molzait"));
  await page.reload();
  await expect(widget.heading(english.find)).toBeVisible();
});

const ENDS: [string, string, (page: Page, widget: Widget) => Promise<void>][] = [
  ["paid", english.booked, (page, widget) => play(page, () => widget.press(widget.root.getByRole("link", { name: /^Pay €/ })), "Pay")],
  [
    "cancelled",
    "Your reservation is cancelled",
    async (_, widget) => {
      await widget.press(widget.button("Cancel reservation"));
      await expect(widget.heading("Cancel your reservation?")).toBeVisible();
      await widget.press(widget.button("Cancel reservation"));
    },
  ],
];

for (const [how, heading, end] of ENDS) {
  test(`a restaurant's own page keeps nothing of a reservation once it is ${how}`, async ({ page, widget, venue }) => {
    await serve(page, TAG);
    await page.goto("/host");
    await bookBrunch(widget, venue);
    expect(await storedKeys(page)).toEqual(["couvert-unpaid"]);
    await page.reload();
    await expect(widget.heading(english.toPay)).toBeVisible();
    await end(page, widget);
    await expect(widget.heading(heading)).toBeVisible();
    await expect.poll(() => storedKeys(page)).toEqual([]);
    await page.reload();
    await expect(widget.heading(english.find)).toBeVisible();
  });
}

test("on a restaurant's own page a gift card's payment is there again after a reload", async ({ page, widget }) => {
  await serve(page, `${SCRIPT}<couvert-booking restaurant="demo" view="gift-card"></couvert-booking>`);
  await page.goto("/host");
  await order(widget);
  await expect.poll(() => storedKeys(page)).toEqual(["couvert-unpaid"]);
  await page.reload();
  await expect(widget.heading("Pay €75.50")).toBeVisible();
});

test("a restaurant's own page keeps no reservation for which nothing is to be paid, and says what to do", async ({ page, widget, venue }) => {
  const { number, token, link } = await reserve(venue);
  await serve(page, `${SCRIPT}<couvert-booking restaurant="demo" view="manage"></couvert-booking>`);
  await page.goto(`/host${link}`);
  await expect(widget.number()).toHaveText(number);
  await expectNoTrace(page, token);
  expect(await page.evaluate(() => JSON.stringify(history.state))).not.toContain(token);
  await page.reload();
  await expect(widget.heading("We cannot find this reservation")).toBeVisible();
  await expect(widget.root.getByText("please open it once more")).toBeVisible();
  await expect(widget.root.getByText("no longer valid")).toHaveCount(0);
});
