// A booking, or a gift card, that is loaded anew before it is made: what was chosen and typed is there again, in this tab and for
// this restaurant alone, and codes are not kept.

import type { Page } from "@playwright/test";
import { order } from "./gift-card.ts";
import { SCRIPT, serve, TAG } from "./host.ts";
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

test("a reload leads back to who a gift card is for, with all that was typed", async ({ page, widget }) => {
  await serve(page, `${SCRIPT}<couvert-booking restaurant="demo" view="gift-card"></couvert-booking>`);
  // What notes the texts comes after the first screen.
  const noting = page.waitForEvent("requestfinished", (request) => request.url().endsWith("/steps.js"));
  await page.goto("about:blank");
  await page.goto("/host");
  await expect(widget.heading("Give a gift card")).toBeVisible();
  await noting;
  await widget.press(widget.root.getByText("Another amount", { exact: true }));
  await widget.field("Amount in EUR").fill("75,50");
  await widget.field("Message on the card").fill("Happy birthday!");
  await widget.press(widget.button("Continue"));
  await widget.press(widget.root.getByText("The recipient, directly", { exact: true }));
  await widget.field("Recipient’s e-mail").fill("grete@example.com");
  await widget.field("Your name").fill("Ada Muster");
  for (const round of [1, 2]) {
    await page.reload();
    await expect(widget.heading("Who is it for?"), `reload ${round}`).toBeVisible();
    await expect(widget.field("Recipient’s e-mail")).toHaveValue("grete@example.com");
    await expect(widget.field("Your name")).toHaveValue("Ada Muster");
  }
  const preview = widget.root.getByRole("complementary", { name: "Preview of the card" });
  for (const text of ["€75.50", "Happy birthday!"]) await expect(preview).toContainText(text);
  await page.goBack();
  await expect(widget.field("Message on the card")).toHaveValue("Happy birthday!");
  await page.goBack();
  await expect(page).toHaveURL("about:blank");
});

test("a gift card that is ordered leaves no draft", async ({ page, widget }) => {
  await serve(page, `${SCRIPT}<couvert-booking restaurant="demo" view="gift-card"></couvert-booking>`);
  await page.goto("/host");
  await order(widget);
  await leave(page);
  expect(await stored(page)).toBeNull();
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
