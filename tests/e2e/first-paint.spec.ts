// The first screen as the edge draws it: seen before the widget's code is there, taken over as it is, and
// no tap on it lost.

import type { Page } from "@playwright/test";
import { expect, test } from "./test.ts";
import { daysAfter, type Venue } from "./venue.ts";
import { ADA } from "./widget.ts";
import { english } from "./words.ts";

/** Holds files back, the wasm where no others are named, until the function that this gives is called. */
async function hold(page: Page, files = "**/*.wasm"): Promise<() => void> {
  let release = () => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  await page.route(files, async (route) => {
    await released;
    await route.continue();
  });
  return release;
}

/** The hosted page with everything chosen but who comes. */
async function detailsPage(venue: Venue): Promise<string> {
  const { day, minutes } = await venue.openTime("dinner", 2);
  const time = [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, "0")).join(":");
  return `/book/demo?language=en&experience=dinner&attendees=2&date=${day}&time=${time}`;
}

test("the month stands there before the wasm does, and the same nodes afterwards", async ({ page, widget }) => {
  const release = await hold(page);
  // The next month, days of which may stand in the same weeks, comes later.
  await hold(page, "**/calendar?*");
  await page.goto("/");
  const step = widget.root.locator("form.step");
  await expect(widget.heading(english.find)).toBeVisible();
  await expect(widget.root.getByRole("grid")).toBeVisible();
  expect(await widget.events("ready")).toHaveLength(0);
  const html = await step.evaluate((element) => {
    for (const node of element.querySelectorAll("*")) (node as any).stoodThere = true;
    return element.innerHTML;
  });
  release();
  await expect.poll(async () => (await widget.events("ready")).length).toBe(1);
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

test("a choice made before the wasm is there is kept", async ({ page, widget }) => {
  const release = await hold(page);
  await page.goto("/");
  await expect(widget.radio(english.guests(2))).toBeChecked();
  await widget.press(widget.root.locator("label").filter({ has: page.getByRole("radio", { name: english.guests(4) }) }));
  release();
  await expect(widget.radio(english.guests(4))).toBeChecked();
  await expect(widget.root.getByRole("grid")).not.toHaveAttribute("aria-busy", "true");
});

for (const [when, files] of [
  ["any script is there", "**/page.js"],
  ["the wasm is there", "**/*.wasm"],
] as const) {
  test(`what is typed before ${when} is kept`, async ({ page, widget, venue }) => {
    const path = await detailsPage(venue);
    const release = await hold(page, files);
    await page.goto(path);
    await expect(widget.heading(english.details)).toBeVisible();
    await widget.type(ADA);
    release();
    await expect.poll(async () => (await widget.events("ready")).length).toBe(1);
    await expect(widget.field(english.lastName)).toHaveValue(ADA.lastName);
    const { firstName, lastName, email, notes } = ADA;
    expect(await widget.send()).toMatchObject({ guest: { firstName, lastName, email }, notes });
  });

  test(`what is chosen before ${when} is kept`, async ({ page, widget }) => {
    const release = await hold(page, files);
    await page.goto("/book/demo?language=en");
    await expect(widget.radio(english.guests(2))).toBeChecked();
    await widget.radio(english.guests(2)).focus();
    await page.keyboard.press("ArrowRight");
    const calendar = page.waitForRequest("**/calendar?*attendees=3*");
    release();
    await calendar;
    await expect(widget.radio(english.guests(3))).toBeChecked();
    await expect(widget.radio(english.guests(3))).toBeFocused();
  });
}

test("a press during the replay comes after what was typed before it", async ({ page, widget, venue }) => {
  const path = await detailsPage(venue);
  const release = await hold(page);
  await page.goto(path);
  await widget.type(ADA);
  // As soon as the first of the texts is replayed the guest goes on, and adds to another.
  await widget.root.evaluate((element) => {
    const root = element.shadowRoot!;
    const act = () => {
      const notes = root.querySelector("textarea")!;
      notes.value += " By the window.";
      notes.dispatchEvent(new Event("input", { bubbles: true }));
      root.querySelector<HTMLElement>("button.primary")!.click();
    };
    root.addEventListener("input", () => setTimeout(act), { once: true });
  });
  const sent = page.waitForRequest((request) => request.method() === "POST");
  release();
  const { firstName, lastName, email, notes } = ADA;
  const body = (await sent).postDataJSON();
  expect(body).toMatchObject({ guest: { firstName, lastName, email }, notes: `${notes} By the window.` });
});

test("a text that is being typed while the code comes keeps every character", async ({ page, widget, venue }) => {
  const path = await detailsPage(venue);
  const release = await hold(page);
  await page.goto(path);
  const text = "We come with a pram, and with a dog that sleeps.";
  await widget.unfoldMore();
  const field = widget.field(english.notes);
  await field.pressSequentially(text.slice(0, 20));
  release();
  await page.keyboard.type(text.slice(20));
  await expect.poll(async () => (await widget.events("ready")).length).toBe(1);
  await expect(field).toBeFocused();
  await expect(field).toHaveValue(text);
});

test("keys that move the calendar's cursor before the wasm is there move it after", async ({ page, widget }) => {
  const release = await hold(page);
  await page.goto("/");
  const grid = widget.root.getByRole("grid");
  await expect(grid).not.toHaveAttribute("aria-busy", "true");
  const stop = grid.locator("button[tabindex='0']");
  const first = (await stop.getAttribute("id"))!.slice("day-".length);
  await stop.focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowDown");
  release();
  await expect(widget.root.locator(`[id="day-${daysAfter(first, 9)}"]`)).toBeFocused();
});

test("nothing moves while the screen is taken over", async ({ page, widget }) => {
  await page.addInitScript(() => {
    (window as any).shifts = [];
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as any[]) (window as any).shifts.push(entry.value);
    }).observe({ type: "layout-shift", buffered: true });
  });
  const release = await hold(page);
  await page.goto("/book/demo?language=en");
  await expect(widget.heading(english.find)).toBeVisible();
  release();
  await expect.poll(async () => (await widget.events("ready")).length).toBe(1);
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

  test("where the code never comes, a tap leads on all the same", async ({ page, widget, venue }) => {
    const { day } = await venue.openTime("dinner", 2);
    await page.route("**/couvert_bg.wasm", (route) => route.fulfill({ status: 404, body: "" }));
    await page.goto("/book/demo?language=en&experience=dinner&attendees=2&date=" + day);
    await widget.press(widget.root.locator(".slot:not([disabled])").first());
    await expect(widget.heading(english.details)).toBeVisible();
  });
});
