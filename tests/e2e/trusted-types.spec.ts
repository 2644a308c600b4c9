// Pages that require Trusted Types (https://www.w3.org/TR/trusted-types/): HTML and scripts' addresses by policies alone.

import { serve, TAG, tag } from "./host.ts";
import { expect, test } from "./test.ts";
import { ADA } from "./widget.ts";
import { english } from "./words.ts";

const REQUIRED = "require-trusted-types-for 'script'";

for (const [what, allowed] of [
  ["any policy", ""],
  ["the policy couvert", "; trusted-types couvert"],
]) {
  for (const mode of ["inline", "button"]) {
    test(`a table is booked where the page allows ${what}: ${mode}`, async ({ page, widget, venue }) => {
      await serve(page, mode === "inline" ? TAG : tag(`data-mode="button"`), { "content-security-policy": REQUIRED + allowed });
      const choice = await venue.openTime("dinner", 2);
      await page.goto("/host");
      if (mode === "button") await page.getByRole("button", { name: "Reserve a table", exact: true }).click();
      await expect(widget.heading(english.find)).toBeVisible();
      // What a restaurant has written as HTML.
      await expect(widget.root.locator(".description").first()).not.toBeEmpty();
      await widget.choose(choice);
      await widget.introduce(ADA);
      await widget.press(widget.button(english.confirm));
      await expect(widget.heading(english.booked)).toBeFocused();
    });
  }
}

test("the hosted page requires them itself", async ({ page, widget }) => {
  const response = await page.goto("/book/demo");
  expect(response!.headers()["content-security-policy"]).toContain(`${REQUIRED}; trusted-types couvert`);
  await expect(widget.heading(english.find)).toBeVisible();
});

test.describe(() => {
  test.use({ expectedErrors: [/TrustedTypePolicy|TrustedHTML|Trusted Type/i] });

  for (const mode of ["inline", "button"]) {
    test(`a page that allows other policies alone gets a link that works: ${mode}`, async ({ page, widget }) => {
      await serve(page, mode === "inline" ? TAG : tag(`data-mode="button"`), { "content-security-policy": `${REQUIRED}; trusted-types other` });
      await page.goto("/host");
      if (mode === "button") await page.getByRole("button", { name: "Reserve a table", exact: true }).click();
      await widget.root.getByRole("link", { name: "Reserve a table" }).click();
      await expect(page).toHaveURL(/\/book\/demo$/);
      await expect(widget.heading(english.find)).toBeVisible();
    });
  }

  test("a page that names its policies and requires none has the widget", async ({ page, widget }) => {
    await serve(page, TAG, { "content-security-policy": "trusted-types other" });
    await page.goto("/host");
    await expect(widget.heading(english.find)).toBeVisible();
  });
});
