// A booking that is loaded anew before it is made: the time and what was typed are there again, in this tab and for this
// restaurant alone, and codes are not kept.

import type { Page } from "@playwright/test";
import { serve, TAG } from "./host.ts";
import { expect, test } from "./test.ts";
import { WITH_CARD } from "./venue.ts";
import { ADA } from "./widget.ts";
import { english } from "./words.ts";

/** Leaves for a page of the same origin that has no widget. */
async function leave(page: Page): Promise<void> {
  await page.route("**/elsewhere", (route) => route.fulfill({ contentType: "text/html", body: "<!doctype html><title>Menu</title>" }));
  await page.goto("/elsewhere");
}

/** The draft in the tab's storage. */
function stored(page: Page): Promise<string | null> {
  return page.evaluate(() => sessionStorage.getItem("couvert-draft"));
}

for (const path of ["/host", "/book/demo"]) {
  test(`at ${path} a reload leads back to the details, with all that was typed`, async ({ page, widget, venue }) => {
    await serve(page, TAG);
    await page.goto("about:blank");
    await page.goto(path);
    await widget.choose(await venue.openTime("dinner", 2));
    await widget.type(ADA);
    for (const round of [1, 2]) {
      await page.reload();
      await expect(widget.heading(english.details), `reload ${round}`).toBeVisible();
      await expect(widget.field(english.lastName)).toHaveValue(ADA.lastName);
      await expect(widget.field(english.notes)).toHaveValue(ADA.notes!);
    }
    await expect(widget.footer).toBeVisible();
    await page.goBack();
    await expect(widget.heading(english.find)).toBeVisible();
  });
}

test("a reload of the review leads back to the details, with all that was typed", async ({ page, widget, venue }) => {
  await serve(page, TAG);
  await page.goto("/host");
  await widget.choose(await venue.openTime("lunch", WITH_CARD));
  await widget.introduce(ADA);
  await expect(widget.fact(ADA.email)).toBeVisible();
  await page.reload();
  await expect(widget.field(english.email)).toHaveValue(ADA.email);
  await page.goBack();
  await expect(widget.heading(english.find)).toBeVisible();
});

test("a reservation that is made leaves no draft", async ({ page, widget, venue }) => {
  await serve(page, TAG);
  await page.goto("/host");
  await widget.choose(await venue.openTime("dinner", 2));
  await widget.type(ADA);
  await page.reload();
  await expect(widget.field(english.lastName)).toHaveValue(ADA.lastName);
  await widget.press(widget.button(english.confirm));
  await expect(widget.heading(english.booked)).toBeVisible();
  await page.reload();
  await expect(widget.heading(english.find)).toBeVisible();
  expect(await stored(page)).toBeNull();
});

test("a guest who comes by a link begins anew, and the draft is deleted", async ({ page, widget, venue }) => {
  await serve(page, TAG);
  await page.goto("/host");
  await widget.choose(await venue.openTime("dinner", 2));
  await widget.type(ADA);
  await leave(page);
  expect(await stored(page)).toContain(ADA.email);
  await page.goto("/host");
  await expect(widget.heading(english.find)).toBeVisible();
  await expect.poll(() => stored(page)).toBeNull();
});

test("another restaurant's page takes nothing up", async ({ page, widget, venue }) => {
  await page.goto("/book/demo");
  await widget.choose(await venue.openTime("dinner", 2));
  await widget.type(ADA);
  await page.goto("/book/demo-molzait");
  await expect(widget.heading(english.find)).toBeVisible();
  await expect.poll(() => stored(page)).toBeNull();
});

test.describe("a code of no card", () => {
  // Its price is asked for.
  test.use({ expectedErrors: [/status of 422/] });

  test("is not kept", async ({ page, widget, venue }) => {
    await page.goto("/book/demo");
    await widget.choose(await venue.openTime("brunch", 2));
    await widget.introduce(ADA);
    await widget.press(widget.root.getByText("Use a gift card", { exact: true }));
    await widget.field("The gift card’s code").fill("222222-222222-222222");
    await leave(page);
    const draft = await stored(page);
    expect(draft).toContain(ADA.email);
    expect(draft).not.toContain("222222");
  });
});
