// The first screen as the edge draws it: seen before the widget's code is there, taken over as it is, and
// no tap on it lost.

import type { Page } from "@playwright/test";
import { expect, test } from "./test.ts";
import { english } from "./words.ts";

/** Holds the wasm back until the function that this gives is called. */
async function holdWasm(page: Page): Promise<() => void> {
  let release = () => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  await page.route("**/*.wasm", async (route) => {
    await released;
    await route.continue();
  });
  return release;
}

test("the month stands there before the wasm does, and the same nodes afterwards", async ({ page, widget }) => {
  const release = await holdWasm(page);
  await page.goto("/");
  const step = widget.root.locator("form.step");
  await expect(widget.heading(english.find)).toBeVisible();
  await expect(widget.root.getByRole("grid")).toBeVisible();
  expect(await widget.heard("ready")).toHaveLength(0);
  const html = await step.evaluate((element) => {
    for (const node of element.querySelectorAll("*")) (node as any).stoodThere = true;
    return element.innerHTML;
  });
  release();
  await expect.poll(async () => (await widget.heard("ready")).length).toBe(1);
  const after = await step.evaluate((element) => ({
    html: element.innerHTML,
    isSame: [...element.querySelectorAll("*")].every((node) => (node as any).stoodThere),
  }));
  expect(after.isSame).toBe(true);
  expect(after.html).toBe(html);
});

test("no rule of the loader's sheet matches anything of the screen", async ({ page, widget }) => {
  await page.goto("/");
  await expect(widget.root.getByRole("grid")).not.toHaveAttribute("aria-busy", "true");
  const matched = await widget.root.evaluate((element) => {
    const root = element.shadowRoot!;
    const screen = root.querySelector(".couvert")!;
    // As in a text of the restaurant's.
    const text = document.createElement("p");
    text.append(document.createElement("i"), document.createElement("b"));
    screen.querySelector(".about")!.append(text);
    const selectors = (rules: CSSRuleList): string[] =>
      [...rules].flatMap((rule) => {
        if (rule instanceof CSSStyleRule) return [rule.selectorText];
        return rule instanceof CSSMediaRule ? selectors(rule.cssRules) : [];
      });
    const loaders = selectors(root.adoptedStyleSheets[0].cssRules).filter((selector) => !selector.startsWith(":host"));
    const moving = [...screen.querySelectorAll("i")].filter((italic) => italic.getAnimations().length > 0);
    return {
      rules: loaders.length,
      matched: loaders.filter((selector) => screen.matches(selector) || screen.querySelector(selector)),
      italics: screen.querySelectorAll("i").length,
      moving: moving.map((italic) => italic.outerHTML),
    };
  });
  expect(matched.rules).toBeGreaterThan(3);
  expect(matched.italics).toBeGreaterThan(1);
  expect(matched).toMatchObject({ matched: [], moving: [] });
});

test("a tap made before the wasm is there is carried out after it", async ({ page, widget, venue }) => {
  const { day } = await venue.openTime("dinner", 2);
  const choice = `data-experience="dinner" data-attendees="2" data-date="${day}"`;
  const body = `<!doctype html><html lang="en"><title>Host</title><body>
    <script src="/embed.js" data-restaurant="demo" ${choice} async></script>`;
  await page.route("**/host", (route) => route.fulfill({ contentType: "text/html", body }));
  const release = await holdWasm(page);
  await page.goto("/host");
  await widget.press(widget.root.locator(".slot:not([disabled])").first());
  expect(await widget.heard("ready")).toHaveLength(0);
  release();
  await expect(widget.heading(english.details)).toBeVisible();
  expect(page.url()).toMatch(/\/host$/);
});

test("a choice made before the wasm is there is kept", async ({ page, widget }) => {
  const release = await holdWasm(page);
  await page.goto("/");
  await expect(widget.radio(english.guests(2))).toBeChecked();
  await widget.press(widget.root.locator("label").filter({ has: page.getByRole("radio", { name: english.guests(4) }) }));
  release();
  await expect(widget.radio(english.guests(4))).toBeChecked();
  await expect(widget.root.getByRole("grid")).not.toHaveAttribute("aria-busy", "true");
});

test("nothing moves while the screen is taken over", async ({ page, widget }) => {
  await page.addInitScript(() => {
    (window as any).shifts = [];
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as any[]) (window as any).shifts.push(entry.value);
    }).observe({ type: "layout-shift", buffered: true });
  });
  const release = await holdWasm(page);
  await page.goto("/book/demo?language=en");
  await expect(widget.heading(english.find)).toBeVisible();
  release();
  await expect.poll(async () => (await widget.heard("ready")).length).toBe(1);
  const shifts: number[] = await page.evaluate(() => (window as any).shifts);
  expect(shifts.reduce((sum, value) => sum + value, 0)).toBe(0);
});

test("without a first screen the widget begins by itself", async ({ page, widget, venue }) => {
  const { day } = await venue.openTime("dinner", 2);
  await page.route("**/fragment?*", (route) => route.fulfill({ status: 200, body: "{}" }));
  await widget.open();
  await widget.chooseExperience(english.experiences.dinner);
  await widget.chooseDay(day);
});

test("a screen of another build is not taken over", async ({ page, widget }) => {
  await page.route("**/fragment?*", async (route) => {
    const answer = await route.fetch();
    const body = (await answer.text()).replace(/assets\/[0-9a-f]+\/couvert\.js/, "assets/0/couvert.js");
    await route.fulfill({ response: answer, body });
  });
  await widget.open();
  await expect(widget.root.getByRole("grid")).not.toHaveAttribute("aria-busy", "true");
});

test.describe("without code", () => {
  test.use({ expectedErrors: [/wasm/i] });

  test("where the code never comes, a tap leads to the hosted page", async ({ page, widget, venue }) => {
    const { day } = await venue.openTime("dinner", 2);
    await page.route("**/couvert_bg.wasm", (route) => route.fulfill({ status: 404, body: "" }));
    await page.goto("/book/demo?language=en&experience=dinner&attendees=2&date=" + day);
    await widget.press(widget.root.locator(".slot:not([disabled])").first());
    await page.waitForURL(/time=/);
    await expect(widget.heading(english.details)).toBeVisible();
  });
});
