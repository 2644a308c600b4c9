// The page of a reservation to which the restaurant's letters link, as one that marks a no-show.

import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, overflow, test } from "./test.ts";

/** The screen is accessible, and fits. */
async function expectUsable(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).options({ preload: false }).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ target }) => target)])).toEqual([]);
  expect(await overflow(page)).toBe(0);
}

test("it asks for what opens it, and opens nothing for anything else", async ({ page }) => {
  await page.goto("/staff/demo/reservation");
  await expect(page.getByRole("heading", { name: "Reservation" })).toBeVisible();
  await expectUsable(page);
  await page.getByRole("textbox").fill("nobody.nothing");
  await page.getByRole("button", { name: "Open" }).click();
  await expect(page.getByRole("alert")).toContainText("There is no such reservation");
  await expectUsable(page);
});

// Letters of earlier versions link to the second address.
for (const address of ["/staff/demo/reservation", "/house/demo"]) {
  test(`the token of a link to ${address} opens it by itself and leaves the address`, async ({ page }) => {
    await page.goto(`${address}#noshow=nobody.nothing`);
    await expect(page.getByRole("alert")).toContainText("There is no such reservation");
    expect(new URL(page.url()).pathname).toBe("/staff/demo/reservation");
    expect(page.url()).not.toContain("nothing");
  });
}
