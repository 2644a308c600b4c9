// The first screen on a phone: it answers before anything is asked for, and the answer is seen without scrolling.

import type { Locator } from "@playwright/test";

import { expect, overflow, test } from "./test.ts";
import { ADA } from "./widget.ts";
import { english } from "./words.ts";

const HEIGHT = 740;

test.use({ viewport: { width: 360, height: HEIGHT } });

for (const [where, path] of [
  ["on the hosted page", "/book/demo?language=en"],
  ["within a page, from the widget's own beginning", "/"],
]) {
  test(`the first time that can be booked is seen without scrolling, ${where}`, async ({ page, widget }) => {
    // The screen is there before any of the widget's code is.
    await page.route("**/*.wasm", () => {});
    await page.goto(path!);
    // It starts once it is near the window.
    await widget.root.evaluate((element) => element.scrollIntoView({ block: "nearest" }));
    const time = widget.root.locator(".slot:enabled").first();
    await time.waitFor({ state: "attached" });
    const { bottom, columns } = await time.evaluate((slot) => {
      const host = (slot.getRootNode() as ShadowRoot).host;
      const top = location.pathname === "/" ? host.getBoundingClientRect().top : 0;
      const { gridTemplateColumns } = getComputedStyle(slot.closest("ul")!);
      return { bottom: slot.getBoundingClientRect().bottom - top, columns: gridTemplateColumns.split(" ").length };
    });
    expect(bottom).toBeLessThanOrEqual(HEIGHT);
    expect(columns).toBe(3);
    expect(await overflow(page)).toBeLessThanOrEqual(0);
  });
}

test("the usual party has its table with three taps at most and two required fields", async ({ widget }) => {
  await widget.open("/book/demo?language=en");
  let taps = 0;
  const tap = (target: Locator) => {
    taps += 1;
    return widget.press(target);
  };
  await tap(widget.root.locator(".slot:enabled").first());
  await expect(widget.heading(english.details)).toBeFocused();
  await expect(widget.root.locator("[aria-required=true]")).toHaveCount(2);
  // The rule is a date, and that of this experience.
  await expect(widget.root.getByText(/^You can cancel free of charge until /)).toBeVisible();
  await widget.field(english.lastName).fill(ADA.lastName);
  await widget.field(english.email).fill(ADA.email);
  await tap(widget.button(english.confirm));
  await expect(widget.heading(english.booked)).toBeVisible();
  expect(taps).toBeLessThanOrEqual(3);
});

test("a time that is pressed before any script has come leads on, and the heading has the focus", async ({ page, widget }) => {
  let arrive = () => {};
  const arrived = new Promise<void>((resolve) => (arrive = resolve));
  await page.route("**/embed.js", (route) => arrived.then(() => route.fallback()));
  await page.goto("/book/demo?language=en", { waitUntil: "commit" });
  await widget.press(widget.root.locator(".slot:enabled").first());
  await expect(widget.heading(english.details)).toBeFocused();
  arrive();
  await expect.poll(async () => (await widget.events("ready")).length).toBe(1);
  await expect(widget.heading(english.details)).toBeFocused();
});

test("each part of the line above opens what it is chosen from, and no party size stands alone in a row", async ({ widget, page }) => {
  await widget.open("/book/demo");
  await expect(widget.radio(english.guests(4))).toHaveCount(0);
  await widget.unfold("party");
  const rows = await widget.root.locator(".sizes").evaluate((sizes) => {
    const tops = [...sizes.children].map((size) => Math.round(size.getBoundingClientRect().top));
    return tops.filter((top) => top === tops.at(-1)).length;
  });
  expect(rows).toBeGreaterThan(1);
  await widget.unfold("experience");
  await expect(widget.radio(english.guests(4))).toHaveCount(0);
  await expect(widget.radio(/^Lunch/)).toBeVisible();
  const weeks = () => widget.root.locator("tbody tr:visible").count();
  expect(await weeks()).toBe(2);
  await widget.press(widget.button(english.laterMonth));
  await expect.poll(weeks).toBeGreaterThan(3);
  expect(await overflow(page)).toBeLessThanOrEqual(0);
});

test("a day of the two weeks is reached by the keyboard, and the weeks follow it", async ({ page, widget }) => {
  await widget.open("/book/demo");
  await expect.poll(async () => (await widget.root.locator(".slot:enabled").count()) > 0).toBe(true);
  const cursor = widget.root.locator(".day[tabindex='0']");
  await cursor.focus();
  const before = await cursor.getAttribute("id");
  for (let week = 0; week < 3; week++) await page.keyboard.press("ArrowDown");
  await expect(cursor).not.toHaveAttribute("id", before!);
  await expect(cursor).toBeFocused();
  await expect(cursor).toBeVisible();
  expect(await widget.root.locator("tbody tr:visible").count()).toBe(2);
});
