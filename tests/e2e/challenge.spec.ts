// A venue that requires Cloudflare's check against robots. Its script comes from a stand-in, since no
// test may depend on Cloudflare; what the edge does with a token is tested there.

import type { Page } from "@playwright/test";
import { order } from "./gift-card.ts";
import { expect, test } from "./test.ts";
import { ADA } from "./widget.ts";
import { english } from "./words.ts";

const SITE_KEY = "1x00000000000000000000AA";
const CLOUDFLARE = "https://challenges.cloudflare.com";

/** The policy of a careful restaurant's page, with the check allowed. */
const POLICY =
  `default-src 'none'; script-src 'self' 'wasm-unsafe-eval' ${CLOUDFLARE}; frame-src ${CLOUDFLARE}; ` +
  "style-src 'self'; connect-src 'self'; img-src 'self' data:";

/** Gives a new token whenever it is asked, and draws something to look at. */
const STAND_IN = `
  let count = 0;
  let options;
  const give = () => options.callback([options.action, options.sitekey, (count += 1)].join("-"));
  window.turnstile = {
    render(box, given) {
      options = given;
      box.textContent = "The check";
      queueMicrotask(give);
      return "drawn";
    },
    reset: () => queueMicrotask(give),
    remove() {},
  };`;

/** A page with the widget of a venue that asks for the check; gives what is asked of Cloudflare. */
async function serve(page: Page, view = "reservation"): Promise<string[]> {
  const asked: string[] = [];
  await page.route("**/v1/venues/demo/fragment?*", async (route) => {
    const response = await route.fetch();
    const json = await response.json();
    json.venue.challenge = { kind: "turnstile", siteKey: SITE_KEY };
    await route.fulfill({ response, json });
  });
  await page.route("**/v1/venues/demo", async (route) => {
    const response = await route.fetch();
    const json = { ...(await response.json()), challenge: { kind: "turnstile", siteKey: SITE_KEY } };
    await route.fulfill({ response, json });
  });
  await page.route(`${CLOUDFLARE}/**`, (route) => {
    asked.push(route.request().url());
    return route.fulfill({ contentType: "text/javascript", body: STAND_IN });
  });
  const tag = `<script src="/embed.js" data-restaurant="demo" data-view="${view}" async></script>`;
  const body = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Host</title><body>${tag}`;
  const headers = { "content-security-policy": POLICY };
  await page.route("**/host", (route) => route.fulfill({ contentType: "text/html", headers, body }));
  return asked;
}

test("the check begins with the details, and its token travels with the booking", async ({ page, widget, venue }) => {
  const asked = await serve(page);
  const choice = await venue.openTime("dinner", 2);
  await page.goto("/host");
  await widget.chooseDay(choice.day);
  expect(asked).toEqual([]);
  await widget.choose(choice);
  await widget.introduce(ADA);
  await expect(page.locator("couvert-booking > [slot]")).toBeVisible();
  expect(asked).toHaveLength(1);
  const sent = page.waitForRequest((request) => request.method() === "POST");
  await widget.press(widget.button(english.confirm));
  await expect(widget.heading(english.booked)).toBeFocused();
  expect(await (await sent).headerValue("turnstile-token")).toBe(`reserve-${SITE_KEY}-1`);
});

test("an order of a gift card begins the check, and its token travels with the order", async ({ page, widget }) => {
  const asked = await serve(page, "gift-card");
  await page.goto("/host");
  await expect(widget.heading("Give a gift card")).toBeVisible();
  expect(asked).toEqual([]);
  const sent = page.waitForRequest((request) => request.method() === "POST");
  await order(widget);
  expect(asked).toHaveLength(1);
  const request = await sent;
  expect(new URL(request.url()).pathname).toBe("/v1/venues/demo/gift-cards");
  expect(await request.headerValue("turnstile-token")).toBe(`reserve-${SITE_KEY}-1`);
});

test("a venue without the check asks nothing of Cloudflare", async ({ page, widget, venue }) => {
  const asked: string[] = [];
  page.on("request", (request) => asked.push(new URL(request.url()).host));
  await widget.prepare(await venue.openTime("dinner", 2));
  expect(new Set(asked)).toEqual(new Set([new URL(page.url()).host]));
});

test.describe("a check that was not passed", () => {
  test.use({ expectedErrors: [/403/] });

  test("is passed anew for the next try", async ({ page, widget, venue }) => {
    await serve(page);
    const choice = await venue.openTime("dinner", 2);
    await page.goto("/host");
    await widget.choose(choice);
    await widget.introduce(ADA);
    const tokens: (string | null)[] = [];
    page.on("request", async (request) => {
      if (request.method() === "POST") tokens.push(await request.headerValue("turnstile-token"));
    });
    const problem = { type: "urn:couvert:problem:challenge_failed", title: "…", status: 403, code: "challenge_failed" };
    const refusal = { status: 403, contentType: "application/problem+json", body: JSON.stringify(problem) };
    await page.route("**/reservations", (route) => route.fulfill(refusal), { times: 1 });
    await widget.press(widget.button(english.confirm));
    await expect(widget.root.getByRole("group", { name: /^Nothing has been booked/ })).toBeVisible();
    await widget.press(widget.button(english.confirm));
    await expect(widget.heading(english.booked)).toBeFocused();
    expect(tokens).toEqual([1, 2].map((count) => `reserve-${SITE_KEY}-${count}`));
  });
});
