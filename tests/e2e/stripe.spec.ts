// A venue whose payments are Stripe's, from the widget to a server that plays Stripe and its own script, under
// the policy of our own pages. That script asks the payer's bank and leaves out how a card gets there, so the
// tests present it.

import type { Page } from "@playwright/test";
import { start, webhookSecret } from "./server.ts";
import { startStripe, type Stripe } from "./stripe.ts";
import { expect, test as base } from "./test.ts";
import { Venue } from "./venue.ts";
import { ADA, type Widget } from "./widget.ts";
import { english } from "./words.ts";

/** A card whose bank asks. */
const CARD = "4000002500003155";
const VENUE = "demo-stripe";

const test = base.extend<object, { stripe: Stripe }>({
  stripe: [
    async ({}, use) => {
      const stripe = await startStripe();
      await use(stripe);
      await stripe.stop();
    },
    { scope: "worker", timeout: 60_000 },
  ],
  server: [
    async ({ stripe }, use) => {
      const server = await start({ stripe: stripe.origin });
      await stripe.tell(`${server.origin}/v1/webhooks/${VENUE}/stripe`, webhookSecret());
      await use(server);
      await server.stop();
    },
    { scope: "worker", timeout: 180_000 },
  ],
});

// The stand-in for Stripe is another origin, and takes no headers of the tests' own.
test.use({ extraHTTPHeaders: {} });

/** The secret of the next payment that the page receives. */
async function secretOf(page: Page): Promise<string> {
  const answer = await page.waitForResponse(async (response) => {
    return response.url().includes("/v1/venues/") && (await response.text()).includes('"clientSecret"');
  });
  return /"clientSecret":"([^"]+)"/.exec(await answer.text())![1];
}

/** Pays, and answers the bank's question. */
async function pay(page: Page, widget: Widget, answer: string): Promise<void> {
  await expect(page.locator("couvert-booking > [slot=couvert-payment] input").first()).toBeVisible();
  await widget.press(widget.root.getByRole("button", { name: /^Pay €/ }));
  await page.getByRole("button", { name: answer }).click();
}

/** To the review of a tasting for two, for which a deposit of €50 is due. */
async function toReview(widget: Widget, origin: string): Promise<void> {
  const choice = await new Venue(origin, VENUE).openTime("tasting", 2);
  await widget.open(`/book/${VENUE}`);
  await widget.chooseParty(choice.attendees);
  await widget.chooseDay(choice.day);
  await widget.press(widget.time(choice.minutes));
  await expect(widget.heading(english.details)).toBeFocused();
  await widget.introduce(ADA);
}

/** Reserves it, and gives the secret of its payment. */
async function reserve(page: Page, widget: Widget, origin: string): Promise<string> {
  await toReview(widget, origin);
  const secret = secretOf(page);
  await widget.press(widget.button(english.confirmPayment));
  return secret;
}

test("a deposit is paid with Stripe and comes back with the cancellation", async ({
  page,
  widget,
  server,
  stripe,
  picture,
}) => {
  let scripts = 0;
  page.on("request", (request) => {
    if (request.url().includes("js.stripe.com")) scripts += 1;
  });
  const secret = await reserve(page, widget, server.origin);
  expect(await stripe.present(secret, CARD)).toBe(200);
  await picture("1-pay");
  await pay(page, widget, "Complete authentication");
  await expect(widget.heading(english.booked)).toBeFocused();
  await expect(widget.root.getByText("€50 is paid.")).toBeVisible();
  await picture("2-paid");
  expect(scripts).toBe(1);

  await widget.press(widget.button("Cancel reservation"));
  await expect(widget.root.getByText("You get €50 back.")).toBeVisible();
  await widget.press(widget.button("Cancel reservation"));
  await expect(widget.heading("Your reservation is cancelled")).toBeFocused();
});

test("a bank that says no leaves the table held, and the next try pays", async ({ page, widget, server, stripe }) => {
  const secret = await reserve(page, widget, server.origin);
  await stripe.present(secret, CARD);
  await pay(page, widget, "Fail authentication");
  await expect(widget.root.locator("#payment-notice")).toBeVisible();
  await stripe.present(secret, CARD);
  await pay(page, widget, "Complete authentication");
  await expect(widget.heading(english.booked)).toBeFocused();
});

test("who comes back from a bank's own page finds their reservation, and no trace of the way", async ({
  page,
  widget,
  server,
  stripe,
}) => {
  const secret = await reserve(page, widget, server.origin);
  const storedKeys = () => page.evaluate(() => Object.keys(sessionStorage));
  expect(await storedKeys()).toEqual([]);
  await stripe.present(secret, CARD);
  await expect(page.locator("couvert-booking > [slot=couvert-payment] input").first()).toBeVisible();
  await widget.press(widget.root.getByRole("button", { name: /^Pay €/ }));
  await expect(page.getByRole("button", { name: "Complete authentication" })).toBeVisible();
  expect(await storedKeys()).toHaveLength(1);

  // The bank's page stands elsewhere, and leads back as Stripe does.
  await page.goto("about:blank");
  expect(await stripe.approve(secret)).toBe(200);
  const [intent] = secret.split("_secret_");
  const query = new URLSearchParams({
    language: "en",
    "couvert-return": "1",
    payment_intent: intent!,
    payment_intent_client_secret: secret,
    redirect_status: "succeeded",
  });
  await page.goto(`/book/${VENUE}?${query}`);
  await expect(widget.heading(english.booked)).toBeVisible();
  await expect(widget.root.getByText("€50 is paid.")).toBeVisible();
  expect(new URL(page.url()).search).toBe("?language=en");
  expect(await storedKeys()).toEqual([]);
});

test.describe("with a gift card", () => {
  // The browser's own line about a card that there is not.
  test.use({ expectedErrors: [/status of 404/] });

  test("a gift card is bought with Stripe, and says what it pays of a deposit before that is owed", async ({
    page,
    widget,
    server,
    stripe,
    picture,
  }) => {
    await page.goto(`/book/${VENUE}?view=gift-card`);
    await expect(widget.heading("Give a gift card")).toBeVisible();
    await widget.root.getByText("€60", { exact: true }).click();
    await widget.press(widget.button("Continue"));
    await widget.field("Your name").fill("Ada Muster");
    await widget.field("Your e-mail").fill("ada.muster@example.com");
    await widget.press(widget.button("Continue"));
    await expect(widget.root.getByText(/valid until/i).first()).toBeVisible();
    const secret = secretOf(page);
    await widget.press(widget.button("Order and pay €60"));
    expect(await stripe.present(await secret, CARD)).toBe(200);
    await pay(page, widget, "Complete authentication");
    await expect(widget.heading("Your gift card is here")).toBeFocused();
    const code = (await widget.root.locator(".gift-code strong").textContent())!;

    await toReview(widget, server.origin);
    await widget.press(widget.root.getByText("Use a gift card", { exact: true }));
    const field = widget.field("The gift card’s code");
    await field.fill("222222-222222-222222");
    await expect(field).toHaveAttribute("aria-invalid", "true");
    await field.fill(code);
    await expect(widget.root.getByRole("status").filter({ hasText: "€50 comes from your gift card." })).toBeVisible();
    await expect(field).not.toHaveAttribute("aria-invalid");
    expect(page.url()).not.toContain(code);
    await picture("1-review");
  });
});
