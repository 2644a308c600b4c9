// The hosted page where no script runs: real forms from the choice to the confirmation.

import { overflow, expect, test } from "./test.ts";
import { ADA } from "./widget.ts";
import { english, german } from "./words.ts";

test.use({ javaScriptEnabled: false });

/** `theme.color` of edge/venues/demo.toml. */
const OWN = "rgb(42, 96, 72)";

for (const words of [english, german]) {
  test.describe(`in ${words.language}`, () => {
    test.use({ words });

    test("a table is booked by forms alone", async ({ page, widget, venue, hasTouch }, info) => {
      const tag = words.locale.slice(0, 2);
      const time = await venue.openTime("dinner", hasTouch ? 3 : 4, (slot) => !slot.payment);
      await page.goto("/book/demo");
      await expect(page.locator("html")).toHaveAttribute("lang", tag);
      await expect(widget.heading(words.find)).toBeVisible();
      // The venue's own colour is there without code, too.
      await expect(widget.root.locator(".progress .reached").first()).toHaveCSS("border-top-color", OWN);
      await widget.radio(new RegExp(`^${words.experiences.dinner}`)).check({ force: true });
      await widget.radio(words.guests(time.attendees)).check({ force: true });
      await widget.button(words.goOn).click();
      await expect(widget.radio(words.guests(time.attendees))).toBeChecked();
      await page.screenshot({ path: info.outputPath("find.png"), fullPage: true });
      while (!(await widget.day(time.day).isVisible())) await widget.button(words.laterMonth).click();
      await widget.day(time.day).click();
      await page.screenshot({ path: info.outputPath("times.png"), fullPage: true });
      expect(await overflow(page)).toBe(0);
      await widget.time(time.minutes).first().click();
      await expect(widget.heading(words.details)).toBeVisible();

      // Nothing typed: every fault at once, above and at its field.
      await widget.button(words.confirm).click();
      await expect(widget.field(words.lastName)).toHaveAttribute("aria-invalid", "true");
      await expect(widget.field(words.email)).toHaveAttribute("aria-invalid", "true");
      await expect(widget.root.locator("#faults")).toBeFocused();
      await page.screenshot({ path: info.outputPath("faults.png"), fullPage: true });
      await widget.type({ ...ADA, email: "nonsense" });
      await widget.button(words.confirm).click();
      await expect(widget.field(words.lastName)).toHaveValue(ADA.lastName);
      await expect(widget.field(words.email)).toHaveAttribute("aria-invalid", "true");

      await widget.type({ email: ADA.email });
      await page.screenshot({ path: info.outputPath("filled.png"), fullPage: true });
      expect(page.url()).not.toContain("Muster");
      const [answer] = await Promise.all([
        page.waitForResponse((response) => response.request().method() === "POST"),
        widget.button(words.confirm).click(),
      ]);
      expect(answer.headers()["cache-control"]).toBe("no-store");
      await expect(widget.heading(words.booked)).toBeVisible();
      const number = await widget.number().textContent();
      await page.screenshot({ path: info.outputPath("booked.png"), fullPage: true });
      // Sent once more by a reload, it is the same booking.
      await page.reload();
      await expect(widget.heading(words.booked)).toBeVisible();
      expect(await widget.number().textContent()).toBe(number);
      expect(page.url()).toMatch(/\/book\/demo(\?[^@]*)?$/);
    });
  });
}

test("an address can begin at the details, and back leads to the choice", async ({ page, widget, venue }) => {
  const time = await venue.openTime("dinner", 2);
  const clock = [Math.floor(time.minutes / 60), time.minutes % 60].map((part) => String(part).padStart(2, "0"));
  await page.goto(`/book/demo?experience=dinner&attendees=2&date=${time.day}&time=${clock.join(":")}`);
  await expect(widget.heading(english.details)).toBeVisible();
  await widget.button(english.back).click();
  await expect(widget.heading(english.find)).toBeVisible();
  await expect(widget.time(time.minutes).first()).toHaveAttribute("aria-pressed", "true");
});

test("a time that is lost meanwhile is answered with those that are left", async ({ page, widget, venue }) => {
  const time = await venue.openTime("chefs-table", 4);
  const clock = [Math.floor(time.minutes / 60), time.minutes % 60].map((part) => String(part).padStart(2, "0"));
  await page.goto(`/book/demo?experience=chefs-table&attendees=4&date=${time.day}&time=${clock.join(":")}`);
  await widget.type(ADA);
  await venue.fill(time);
  await widget.button(english.confirmRequest).click();
  await expect(widget.heading(english.find)).toBeVisible();
  await expect(widget.root.locator("#notice")).toBeVisible();
});
