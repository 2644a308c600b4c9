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

test("a reservation is moved and cancelled by forms alone", async ({ page, widget, venue }, info) => {
  const time = await venue.openTime("dinner", 2, (slot) => !slot.payment);
  const clock = [Math.floor(time.minutes / 60), time.minutes % 60].map((part) => String(part).padStart(2, "0"));
  await page.goto(`/book/demo?experience=dinner&attendees=2&date=${time.day}&time=${clock.join(":")}`);
  await widget.type(ADA);
  await widget.button(english.confirm).click();
  await expect(widget.heading(english.booked)).toBeVisible();
  await page.getByRole("button", { name: "Manage a reservation" }).click();
  await expect(page.getByRole("status")).toHaveText("Your table is reserved.");

  await page.getByRole("button", { name: "Change day, time or guests" }).click();
  await page.getByLabel("Guests").fill("3");
  await page.getByRole("button", { name: "Show times" }).click();
  await page.locator("button[name=minutes]").first().click();
  await expect(page.getByText("3 guests", { exact: true })).toBeVisible();
  await page.screenshot({ path: info.outputPath("moved.png"), fullPage: true });

  await page.getByRole("button", { name: "Cancel reservation" }).click();
  await page.getByRole("button", { name: "No, keep it" }).click();
  await expect(page.getByRole("status")).toHaveText("Your table is reserved.");
  await page.getByRole("button", { name: "Cancel reservation" }).click();
  await page.getByRole("button", { name: "Yes, cancel it" }).click();
  await expect(page.getByRole("status")).toHaveText("This reservation is cancelled.");
  expect(page.url()).toMatch(/\/book\/demo\/reservation\?language=en(-[A-Z]{2})?$/);
});

test("a gift card is ordered, paid and asked about by forms alone", async ({ page }, info) => {
  await page.goto("/book/demo?view=gift-card");
  await page.getByRole("link", { name: "Gift cards", exact: true }).click();
  await page.getByLabel("Quince branch, €50").check();
  await page.getByLabel("Your name").fill("Grete Muster");
  await page.getByLabel("Your e-mail address").fill("grete@example.com");
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByText("Grete Muster", { exact: true })).toBeVisible();
  await page.screenshot({ path: info.outputPath("gift-card-review.png"), fullPage: true });
  await page.getByRole("button", { name: "Order and pay" }).click();
  const pay = page.getByRole("link", { name: "Open payment" });
  const again = page.getByRole("button", { name: "Look again" });
  await expect(async () => {
    if (!(await pay.isVisible())) await again.click();
    await expect(pay).toBeVisible({ timeout: 2_000 });
  }).toPass();
  const [address, token] = (await pay.getAttribute("href"))!.split("#");
  const payment = await page.context().newPage();
  await payment.goto(address!);
  await payment.getByLabel(/^Payment code/).fill(token!);
  await payment.getByRole("button", { name: "Open payment" }).click();
  await payment.getByRole("button", { name: "Pay · €50" }).click();
  await expect(payment.getByRole("status")).toHaveText("Paid. Thank you.");
  await payment.close();

  const code = page.getByText(/^([2-9A-Z]{6}-){2}[2-9A-Z]{6}$/);
  await expect(async () => {
    if (await again.isVisible()) await again.click();
    await expect(code).toBeVisible({ timeout: 2_000 });
  }).toPass();
  const text = (await code.textContent())!;
  await page.goto("/book/demo/gift-card");
  await page.getByLabel("The card’s code").fill(text);
  await page.getByRole("button", { name: "Show balance" }).click();
  await expect(page.getByRole("status")).toHaveText("This card is worth €50. This gift card does not expire.");
  expect(page.url()).not.toContain(text);
});
