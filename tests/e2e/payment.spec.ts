// A guest pays in advance, on the page that only plays at paying.

import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, test } from "./test.ts";
import { play } from "./demo-payment.ts";
import { linkOf } from "./mail.ts";
import { ADA, type Widget } from "./widget.ts";
import type { Venue } from "./venue.ts";
import { english } from "./words.ts";

test.use({ contextOptions: { reducedMotion: "reduce" } });

const TITLE = "Pay to keep your table";

/** At the payment of a brunch. */
async function reserve(widget: Widget, venue: Venue): Promise<void> {
  await widget.prepare(await venue.openTime("brunch", 2), ADA);
  await widget.press(widget.button(english.confirmPayment));
  await expect(widget.heading(TITLE)).toBeFocused();
}

/** Chooses on the payment's own page. */
async function choose(page: Page, widget: Widget, name: string): Promise<void> {
  await play(page, () => widget.press(widget.root.getByRole("link", { name: /^Pay €/ })), name);
}

test("a guest sees the price, takes more time, is declined, and pays", async ({ page, widget, venue, picture }) => {
  await reserve(widget, venue);
  await expect(widget.root.getByRole("timer")).toHaveText(/^\d+:\d\d$/);
  for (const text of [/€68 is charged now/, /^You get it back if you cancel by \w{3} \d{1,2} \w{3}, \d\d:\d\d\.$/]) {
    await expect(widget.root.getByText(text)).toBeVisible();
  }
  await picture("1-pay");
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ target }) => target)])).toEqual([]);

  await widget.press(widget.button("I need more time"));
  await expect(widget.button("I need more time")).toHaveCount(0);

  await choose(page, widget, "Let the card be declined");
  await expect(widget.root.getByText("The card was declined")).toBeVisible();
  await picture("2-declined");
  await choose(page, widget, "Pay");
  await expect(widget.heading(english.booked)).toBeFocused();
  await expect(widget.root.getByText("€68 is paid.")).toBeVisible();
  await picture("3-paid");

  await widget.press(widget.button("Cancel reservation"));
  await expect(widget.root.getByText("You get €68 back.")).toBeVisible();
  await widget.press(widget.button("Cancel reservation"));
  await expect(widget.heading("Your reservation is cancelled")).toBeFocused();
  await expect(widget.root.getByText(/on its way back|has been sent back/)).toBeVisible();
});

test("a guest who has lost the page finishes paying by the letter", async ({ page, widget, venue, server }) => {
  await reserve(widget, venue);
  const link = await linkOf(server, /^Finish paying: your table is held until \d\d:\d\d/);
  await page.goto("about:blank");
  await page.goto(`/book/demo${link}`);
  await expect(widget.heading(TITLE)).toBeVisible();
  await choose(page, widget, "Pay");
  await expect(widget.heading(english.booked)).toBeFocused();
});

test("a table that is not wanted after all is given up without a charge", async ({ widget, venue }) => {
  await reserve(widget, venue);
  await widget.press(widget.button("Cancel reservation"));
  await expect(widget.root.getByText("Nothing has been charged, and nothing will be.")).toBeVisible();
  await widget.press(widget.button("Cancel reservation"));
  await expect(widget.heading("Your reservation is cancelled")).toBeFocused();
});

test("the demonstration's checkout is the restaurant's, and accessible", async ({ page, widget, venue }, info) => {
  await reserve(widget, venue);
  const opened = page.waitForEvent("popup");
  await widget.press(widget.root.getByRole("link", { name: /^Pay €/ }));
  const checkout = await opened;
  const pay = checkout.getByRole("button", { name: "Pay · €68" });
  await expect(pay).toBeVisible();
  await expect(checkout.getByText("Quitte", { exact: true })).toBeVisible();
  await expect(pay).toHaveCSS("background-color", "rgb(42, 96, 72)");
  await expect(checkout.getByRole("group", { name: /^This is a demonstration/ }).getByRole("button")).toHaveCount(3);
  for (const colorScheme of ["light", "dark"] as const) {
    await checkout.emulateMedia({ colorScheme });
    const { violations } = await new AxeBuilder({ page: checkout }).analyze();
    expect(violations.map(({ id }) => id)).toEqual([]);
    await checkout.screenshot({ path: info.outputPath(`checkout-${colorScheme}.png`), fullPage: true });
  }
  await checkout.close();
});
