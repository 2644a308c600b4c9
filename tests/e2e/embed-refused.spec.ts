// Pages on which a widget may not or cannot be: the console says why in a line, and guests read neutral words.

import type { Page } from "@playwright/test";
import { SCRIPT, serve, TAG, tag } from "./host.ts";
import { serveElsewhere } from "./stranger.ts";
import { expect, test } from "./test.ts";
import { english } from "./words.ts";

/** The widget's lines in the page's console. */
function lines(page: Page): string[] {
  const found: string[] = [];
  page.on("console", (message) => {
    if (message.text().startsWith("couvert:")) found.push(message.text());
  });
  return found;
}

test.describe("refused", () => {
  // Browsers log each answer that is an error.
  test.use({ expectedErrors: [/status of 40[34]/] });

  test("an unknown restaurant is named in the console, and guests are sent nowhere", async ({ page, widget }) => {
    const found = lines(page);
    await serve(page, TAG.replace("demo", "nowhere"));
    await page.goto("/host");
    await expect(widget.root.getByRole("status")).toHaveText("Online reservations are not available here.");
    await expect(widget.root.getByRole("link")).toHaveCount(0);
    expect((await widget.events("error")).map(({ detail }) => detail)).toEqual([{ version: 1, code: "venue_not_found" }]);
    expect(found).toEqual([`couvert: there is no restaurant "nowhere" at ${new URL(page.url()).origin}`]);
  });

  test.describe("from another origin", () => {
    // With headers of the tests' own the browser would ask the server first whether it takes them.
    test.use({ extraHTTPHeaders: {} });

    for (const [view, attributes] of [
      ["a booking", ""],
      ["a gift card", `data-view="gift-card"`],
    ]) {
      test(`a page that the restaurant does not list gets a link in place of ${view}`, async ({ page, widget, server }) => {
        const found = lines(page);
        const stranger = await serveElsewhere(tag(attributes).replace('src="', `src="${server.origin}`));
        await page.goto(stranger.origin);
        await expect(widget.root.getByRole("status")).toContainText("Reservations are taken on the restaurant’s own page.");
        const link = widget.root.getByRole("link", { name: english.find });
        await expect(link).toHaveAttribute("href", `${server.origin}/book/demo`);
        expect(found).toEqual([`couvert: ${stranger.origin} is not among the origins of "demo"`]);
        await stranger.stop();
      });
    }
  });
});

for (const [what, body, line] of [
  ["script in the page's text", SCRIPT, `data-restaurant is missing at <script src="/embed.js">`],
  ["script with other settings", SCRIPT.replace("async", `data-resturant="demo" async`), `data-restaurant is missing at <script src="/embed.js">`],
  ["element", `<couvert-booking></couvert-booking>${SCRIPT}`, "restaurant is missing at <couvert-booking>"],
  ["div", `<div class="couvert-booking"></div>${SCRIPT}`, "data-restaurant is missing at <div>"],
]) {
  test(`a ${what} that names no restaurant is named in the console`, async ({ page }) => {
    const found = lines(page);
    await serve(page, body);
    await page.goto("/host");
    await expect.poll(() => found).toEqual([`couvert: ${line}`]);
  });
}

test("a language that is none is named in the console, and the page's own is spoken", async ({ page, widget }) => {
  const found = lines(page);
  await serve(page, tag(`data-language="xx"`));
  await page.goto("/host");
  await expect(widget.heading(english.find)).toBeVisible();
  await expect.poll(() => found).toEqual([`couvert: language="xx" is not auto|(en|de|fr|it|es|nl)([-_.@].+)?`]);
});
