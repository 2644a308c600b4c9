// The page that makes the tag: by its form alone, and live.

import { AxeBuilder } from "@axe-core/playwright";
import { expect, overflow, test } from "./test.ts";
import { english } from "./words.ts";

const CHOICES = "restaurant=demo&mode=popup&color=%23aa2200&language=de";

test("the tag and the widget follow the choices, and the tag is the one that the server makes", async ({ page, widget }, info) => {
  await page.goto("/embed");
  const snippet = page.locator("#snippet");
  await expect(snippet).toContainText(`data-restaurant="demo" async`);
  await expect(widget.heading(english.find)).toBeVisible();
  await page.getByLabel("Language").selectOption("de");
  await expect(widget.heading("Tisch reservieren")).toBeVisible();
  await page.getByLabel("Colour").fill("#aa2200");
  await page.getByLabel("In a dialog that a link of the page opens").check();
  await page.getByRole("link", { name: "Reserve a table" }).click();
  await expect(page.getByRole("dialog").getByRole("heading", { name: "Tisch reservieren" })).toBeVisible();
  const live = await snippet.textContent();
  // No choice is in the address, before the form is sent.
  expect(new URL(page.url()).search).toBe("");

  await page.goto(`/embed?${CHOICES}`);
  expect(await snippet.textContent()).toBe(live);
  expect(await overflow(page)).toBe(0);
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await new AxeBuilder({ page }).options({ preload: false }).analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ target }) => target)])).toEqual([]);
    await page.screenshot({ path: info.outputPath(`embed-${colorScheme}.png`), fullPage: true });
  }
});

test("a restaurant that is none is named at its field", async ({ page, widget }) => {
  await page.goto("/embed");
  const field = page.getByLabel("Restaurant", { exact: true });
  await field.fill("nowhere");
  await page.getByRole("button", { name: "Show" }).click();
  await expect(page.getByRole("alert")).toHaveText("There is no restaurant “nowhere” here.");
  await expect(field).toHaveAttribute("aria-invalid", "true");
  await expect(widget.root).toHaveCount(0);
});

test.describe("without scripts", () => {
  test.use({ javaScriptEnabled: false });

  test("the form makes the tag, and the booking page stands in for the widget", async ({ page }) => {
    await page.goto("/embed");
    await page.getByLabel("Behind a button in the corner").check();
    await page.getByRole("button", { name: "Show" }).click();
    await expect(page.locator("#snippet")).toContainText(`data-mode="button"`);
    await expect(page.getByRole("link", { name: "Open the booking page" })).toHaveAttribute("href", "/book/demo");
  });
});
