// The hosted page as people come to it: from a link in a chat, a search engine or a mistyped address.

import { AxeBuilder } from "@axe-core/playwright";
import { expect, overflow, test } from "./test.ts";
import { english } from "./words.ts";

test("the title follows the steps", async ({ page, widget, venue }) => {
  await widget.open("/book/demo");
  await expect(page).toHaveTitle(`${english.find} · Quitte`);
  await widget.choose(await venue.openTime("dinner", 2));
  await expect(page).toHaveTitle(`${english.details} · Quitte`);
});

test("the page says what it is to search engines and chats", async ({ page, widget }) => {
  await widget.open("/book/demo");
  const restaurant = JSON.parse((await page.locator(`script[type="application/ld+json"]`).textContent()) ?? "");
  expect(restaurant).toMatchObject({ "@type": "Restaurant", name: "Quitte", acceptsReservations: true });
  expect(restaurant.potentialAction.target.urlTemplate).toMatch(/\/book\/demo$/);
  await expect(page.locator(`link[rel="canonical"]`)).toHaveAttribute("href", /\/book\/demo$/);
  await expect(page.locator(`meta[name="description"]`)).toHaveAttribute("content", /quince tree/);
  await expect(page.locator(`link[rel="icon"]`)).toHaveAttribute("href", /^data:image\/svg/);
  const picture = page.locator(`meta[property="og:image"]`);
  await expect(picture).toHaveAttribute("content", /^http.*\/venues\/demo\/dinner\.jpg$/);
  const shown = await page.request.get((await picture.getAttribute("content"))!);
  expect(shown.headers()["content-type"]).toBe("image/jpeg");
  // The demonstration's venue does not want to be found.
  await expect(page.locator(`meta[name="robots"]`)).toHaveAttribute("content", "noindex");
});

test.describe("of an unknown restaurant", () => {
  test.use({ expectedErrors: [/status of 404/] });

  test("the page is one for people", async ({ page }, info) => {
    const answer = await page.goto("/book/unknown");
    expect(answer?.status()).toBe(404);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("We do not know this restaurant");
    await expect(page.getByText("Its own website has the right link.")).toBeVisible();
    expect(await overflow(page)).toBe(0);
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id }) => id)).toEqual([]);
    await page.screenshot({ path: info.outputPath("unknown-restaurant.png") });
  });
});
