// Pages of restaurants, careful and careless ones, with the widget in them.

import type { Page } from "@playwright/test";
import { expect, test } from "./test.ts";
import { ADA, Widget } from "./widget.ts";
import { english } from "./words.ts";

const TAG = `<script src="/embed.js" data-restaurant="demo" async crossorigin></script>`;

/** Serves a restaurant's page at `/host`. */
async function serve(page: Page, body: string, headers: Record<string, string> = {}, language = "en"): Promise<void> {
  const html = `<!doctype html><html lang="${language}"><meta charset="utf-8"><title>Host</title><body>${body}`;
  await page.route("**/host", (route) => route.fulfill({ contentType: "text/html", headers, body: html }));
}

const HOSTILE = `
  <style>
    * { all: unset !important; display: block !important; box-sizing: content-box !important; color: red !important;
        font: 900 40px/3 fantasy !important; letter-spacing: 9px !important; text-transform: uppercase !important; }
    button, input, td { display: none !important; visibility: hidden !important; }
    body { direction: rtl; }
  </style>`;

test("a page with hostile style leaves the widget usable", async ({ page, widget, venue, picture }) => {
  await serve(page, `${HOSTILE}<h1>Host</h1>${TAG}`);
  const choice = await venue.openTime("dinner", 2);
  await page.goto("/host");
  await widget.choose(choice);
  await picture("1-hostile");
  await widget.introduce(ADA);
  const confirm = widget.button(english.confirm);
  const style = await confirm.evaluate((button) => {
    const { display, textTransform, fontSize } = getComputedStyle(button);
    return { textTransform, isShown: display !== "none", size: parseFloat(fontSize) };
  });
  expect(style).toMatchObject({ textTransform: "none", isShown: true });
  expect(style.size).toBeLessThan(24);
  await widget.press(confirm);
  await expect(widget.heading(english.booked)).toBeFocused();
});

test("two widgets on one page know nothing of each other, and share their files", async ({ page, venue }) => {
  await serve(page, `${TAG}<couvert-booking restaurant="demo" language="de" experience="lunch"></couvert-booking>`);
  const files: string[] = [];
  page.on("request", (request) => files.push(new URL(request.url()).pathname));
  await page.goto("/host");
  const [first, second] = [0, 1].map((index) => page.locator("couvert-booking").nth(index));
  const widget = new Widget(page, english, first);
  const choice = await venue.openTime("dinner", 2);
  await expect(second.getByRole("heading", { level: 2, name: "Tisch reservieren" })).toBeVisible();
  await expect(second.getByRole("radio", { name: "Mittagessen" })).toBeChecked();
  await widget.choose(choice);
  await expect(second.getByRole("heading", { level: 2, name: "Tisch reservieren" })).toBeVisible();
  expect(files.filter((path) => path.endsWith(".wasm"))).toHaveLength(1);
});

test("the script loaded twice makes one widget for each tag", async ({ page }) => {
  await serve(page, TAG + TAG);
  await page.goto("/host");
  await expect(page.locator("couvert-booking").getByRole("heading", { level: 2 })).toHaveCount(2);
  await expect(page.locator("couvert-booking")).toHaveCount(2);
});

test("an element that is taken out and put back works again", async ({ page, widget, venue }) => {
  await serve(page, `<main>${TAG}</main><aside></aside>`);
  const choice = await venue.openTime("dinner", 2);
  await page.goto("/host");
  await expect(widget.heading(english.find)).toBeVisible();
  await page.evaluate(async () => {
    const element = document.querySelector("couvert-booking")!;
    element.remove();
    await new Promise(requestAnimationFrame);
    document.querySelector("aside")!.append(element);
  });
  await widget.choose(choice);
  await widget.introduce(ADA);
  await widget.press(widget.button(english.confirm));
  await expect(widget.heading(english.booked)).toBeFocused();
});

test("an element that is only moved keeps what was typed", async ({ page, widget, venue }) => {
  await serve(page, `<main>${TAG}</main><aside></aside>`);
  await page.goto("/host");
  await widget.choose(await venue.openTime("dinner", 2));
  await widget.type({ lastName: "Muster" });
  await page.evaluate(() => document.querySelector("aside")!.append(document.querySelector("couvert-booking")!));
  await expect(widget.field(english.lastName)).toHaveValue("Muster");
});

test("what the page sets is chosen beforehand", async ({ page, widget, venue }) => {
  const choice = await venue.openTime("lunch", 5);
  const { day, minutes } = choice;
  const time = [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, "0")).join(":");
  const set = `data-experience="lunch" data-attendees="5" data-date="${day}" data-time="${time}"`;
  await serve(page, `<script src="/embed.js" data-restaurant="demo" ${set} async></script>`);
  await page.goto("/host");
  await expect(widget.heading(english.details)).toBeVisible();
  for (const name of [english.experiences.lunch, english.guests(5), time]) {
    await expect(widget.root.getByRole("button", { name: new RegExp(`^Change: .*${name}`) })).toBeVisible();
  }
});

test("a page in German gets a German widget", async ({ page, widget }) => {
  await serve(page, TAG, {}, "de-AT");
  await page.goto("/host");
  await expect(widget.heading("Tisch reservieren")).toBeVisible();
});

test.describe("where booking cannot work", () => {
  test.use({ expectedErrors: [/./] });

  for (const [what, policy] of [
    ["wasm", "script-src 'self'"],
    ["any other script", "script-src-elem 'self'; script-src 'none'"],
  ]) {
    test(`a page whose policy forbids ${what} gets a link that works`, async ({ page, widget }) => {
      await serve(page, TAG, { "content-security-policy": policy });
      await page.goto("/host");
      const link = widget.root.getByRole("link", { name: "Reserve a table" });
      await expect(link).toHaveAttribute("href", /\/book\/demo$/);
      expect((await widget.events("error")).map(({ detail }) => detail.code)).toEqual(["unsupported"]);
      await link.click();
      await expect(page).toHaveURL(/\/book\/demo$/);
      await expect(widget.heading(english.find)).toBeVisible();
    });
  }

  for (const file of ["couvert.js", "couvert_bg.wasm", "words/couvert-en.txt"]) {
    test(`without ${file} there is a link that works`, async ({ page, widget }) => {
      await serve(page, TAG);
      await page.route(`**/${file}`, (route) => route.abort(), { times: 1 });
      await page.goto("/host");
      await widget.root.getByRole("link", { name: "Reserve a table" }).click();
      await expect(widget.heading(english.find)).toBeVisible();
    });
  }
});
