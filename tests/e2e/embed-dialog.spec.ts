// The widget in a dialog: a launcher in the corner, or any element of the page that opens it. At the sizes
// of a phone and a desktop.

import { AxeBuilder } from "@axe-core/playwright";
import type { Locator, Page } from "@playwright/test";
import { serve, tag, watch } from "./host.ts";
import { expect, test } from "./test.ts";
import { ADA, type Widget } from "./widget.ts";
import { english } from "./words.ts";

/** A page that is long enough to scroll, with a link in it. */
const TEXT = `<main><h1>Quitte</h1><p><a href="#menu">Menu</a></p>${"<p>Soup and salad.</p>".repeat(80)}</main>`;

const BUTTON = TEXT + tag(`data-mode="button"`);

const launcher = (page: Page) => page.getByRole("button", { name: "Reserve a table" });
const dialog = (page: Page) => page.getByRole("dialog", { name: "Reserve a table" });

async function open(page: Page, widget: Widget, body = BUTTON): Promise<void> {
  await serve(page, body);
  await page.goto("/host");
  await widget.press(launcher(page));
  await expect(widget.heading(english.find)).toBeVisible();
}

const scrolled = (page: Page) => page.evaluate(() => Math.round(scrollY));

/** Whether the focus is within a part of the page, through the shadow roots. */
async function holdsFocus(part: Locator): Promise<boolean> {
  return part.evaluate((element) => {
    let focused = document.activeElement;
    while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
    return element.contains(focused);
  });
}

test("a table is booked in the dialog, which says what happens", async ({ page, widget, venue }, info) => {
  await serve(page, BUTTON);
  const choice = await venue.openTime("dinner", 2);
  await page.goto("/host");
  await expect(launcher(page)).toBeVisible();
  await page.screenshot({ path: info.outputPath("1-launcher.png") });
  await widget.press(launcher(page));
  await expect(dialog(page)).toBeVisible();
  await widget.chooseExperience(english.experiences.dinner);
  await page.screenshot({ path: info.outputPath("2-dialog.png"), animations: "disabled" });
  await widget.choose(choice);
  await widget.introduce(ADA);
  await widget.press(widget.button(english.confirm));
  await expect(widget.heading(english.booked)).toBeFocused();
  await widget.press(page.getByRole("button", { name: "Close", exact: true }));
  await expect(dialog(page)).toBeHidden();
  const heard = await widget.events();
  expect(new Set(heard.map(({ name }) => name))).toEqual(new Set(["ready", "step", "reserved", "closed"]));
  expect(heard.at(-1)).toEqual({ name: "closed", detail: { version: 1 }, target: "couvert-booking", composed: true });
});

test("nothing but the launcher's code is loaded before a pointer comes near it", async ({ page, widget }) => {
  const asked = watch(page);
  await serve(page, BUTTON);
  await page.goto("/host");
  await expect(launcher(page)).toBeVisible();
  expect([asked(".wasm"), asked("couvert.css"), asked("/v1/venues/demo/fragment")]).toEqual([0, 0, 0]);
  const begun = page.waitForRequest("**/*.wasm");
  await launcher(page).focus();
  await begun;
  await expect(dialog(page)).toBeHidden();
  await widget.press(launcher(page));
  await expect(widget.heading(english.find)).toBeVisible();
  expect([asked(".wasm"), asked("/v1/venues/demo/fragment")]).toEqual([1, 1]);
});

for (const [how, close] of [
  ["Escape", (page: Page) => page.keyboard.press("Escape")],
  ["its button", (page: Page) => page.getByRole("button", { name: "Close", exact: true }).click()],
  ["the browser's back button", (page: Page) => page.goBack()],
  ["couvert.close()", (page: Page) => page.evaluate(() => (window as any).couvert.close())],
] as const) {
  test(`${how} closes it, and everything is as it was`, async ({ page, widget }) => {
    await serve(page, BUTTON);
    await page.goto("/");
    await page.goto("/host");
    await page.evaluate(() => {
      history.pushState({ of: "page" }, "", "/host?1");
      scrollTo(0, 400);
    });
    const [before, entries] = [await scrolled(page), await page.evaluate(() => history.length)];
    await widget.press(launcher(page));
    await expect(widget.heading(english.find)).toBeVisible();
    expect(await holdsFocus(dialog(page))).toBe(true);
    await page.mouse.move(5, 5);
    await page.mouse.wheel(0, 300);
    expect(await page.evaluate(() => getComputedStyle(document.documentElement).overflowY)).toBe("hidden");
    await close(page);
    await expect(dialog(page)).toBeHidden();
    await expect(launcher(page)).toBeFocused();
    expect(await scrolled(page)).toBe(before);
    expect(await page.evaluate(() => getComputedStyle(document.documentElement).overflowY)).toBe("visible");
    // The page stands where it stood in its history, and its own way back is the next.
    await expect.poll(() => page.evaluate(() => history.state)).toEqual({ of: "page" });
    expect(page.url()).toMatch(/\/host\?1$/);
    expect(await page.evaluate(() => history.length)).toBeLessThanOrEqual(entries + 1);
    await page.goBack();
    await expect.poll(() => page.url()).toMatch(/\/host$/);
    expect((await widget.events("closed")).length).toBe(1);
  });
}

test("opened ten times it leaves one entry ahead in the history and none behind", async ({ page, widget }) => {
  await open(page, widget);
  const entries = await page.evaluate(() => history.length);
  const routes = await page.evaluateHandle(() => {
    const seen: unknown[] = [];
    addEventListener("popstate", (event) => seen.push([event.state, location.pathname]));
    return seen;
  });
  for (let round = 0; round < 10; round++) {
    await page.keyboard.press("Escape");
    await expect(dialog(page)).toBeHidden();
    await expect.poll(() => page.evaluate(() => history.state)).toBe(null);
    await widget.press(launcher(page));
    await expect(dialog(page)).toBeVisible();
  }
  expect(await page.evaluate(() => history.length)).toBe(entries);
  const heard = new Set((await routes.jsonValue()).map((each) => JSON.stringify(each)));
  expect(heard, "where the page's router finds itself").toEqual(new Set(['[null,"/host"]']));
});

test("a page that has gone on is not taken back", async ({ page, widget }) => {
  await open(page, widget);
  await page.evaluate(() => history.pushState({ at: "menu" }, "", "/host?menu"));
  await page.keyboard.press("Escape");
  await expect(dialog(page)).toBeHidden();
  expect(page.url()).toMatch(/\?menu$/);
  expect(await page.evaluate(() => history.state)).toEqual({ at: "menu" });
});

test("what was chosen and typed is still there when it is opened again", async ({ page, widget, venue }) => {
  const choice = await venue.openTime("dinner", 2);
  await open(page, widget);
  await widget.choose(choice);
  await widget.type({ lastName: "Muster" });
  await page.keyboard.press("Escape");
  await expect(dialog(page)).toBeHidden();
  await widget.press(launcher(page));
  await expect(widget.field(english.lastName)).toHaveValue("Muster");
  expect(await widget.events("ready")).toHaveLength(1);
});

test("its bar has the restaurant's name once the widget is there", async ({ page, widget }) => {
  await open(page, widget);
  await expect(dialog(page).locator(".dialog-venue")).toHaveText("Quitte");
});

test("the focus stays in the dialog", async ({ page, widget }) => {
  await open(page, widget);
  const link = page.getByRole("link", { name: "Menu", includeHidden: true });
  const seen = new Set<boolean>();
  for (let count = 0; count < 60; count++) {
    await page.keyboard.press("Tab");
    seen.add(await holdsFocus(link));
  }
  expect([...seen]).toEqual([false]);
  await link.evaluate((element: HTMLElement) => element.focus());
  expect(await holdsFocus(link)).toBe(false);
});

test("it fills a phone, and is a sheet on a desktop that a press beside it closes", async ({ page, widget, isMobile }) => {
  await open(page, widget);
  const { width, height } = page.viewportSize()!;
  const box = (await dialog(page).boundingBox())!;
  if (isMobile) {
    expect(box).toEqual({ x: 0, y: 0, width, height });
    return;
  }
  expect(Math.abs(box.x - (width - box.x - box.width))).toBeLessThan(20);
  expect(Math.abs(box.y - (height - box.y - box.height))).toBeLessThan(2);
  // A text that is marked from within and let go outside is no press.
  await page.mouse.move(width / 2, box.y + 30);
  await page.mouse.down();
  await page.mouse.move(5, 5);
  await page.mouse.up();
  await expect(dialog(page)).toBeVisible();
  await page.mouse.click(5, 5);
  await expect(dialog(page)).toBeHidden();
});

test("no rule of accessibility is broken, with the launcher or the dialog", async ({ page, widget }) => {
  await serve(page, BUTTON);
  await page.goto("/host");
  await expect(launcher(page)).toHaveAttribute("aria-expanded", "false");
  const closed = await new AxeBuilder({ page }).analyze();
  expect(closed.violations).toEqual([]);
  await widget.press(launcher(page));
  await expect(widget.heading(english.find)).toBeVisible();
  const opened = await new AxeBuilder({ page }).include("couvert-booking").analyze();
  expect(opened.violations).toEqual([]);
  const { width, height } = (await page.getByRole("button", { name: "Close", exact: true }).boundingBox())!;
  expect(Math.min(width, height)).toBeGreaterThanOrEqual(44);
});

test("the launcher gives way to what has the focus", async ({ page, widget }) => {
  const corner = `<style>#chat { position: fixed; right: 20px; bottom: 20px; }</style><button id="chat">Chat</button>`;
  await serve(page, TEXT + corner + tag(`data-mode="button"`));
  await page.goto("/host");
  await expect(launcher(page)).toBeVisible();
  await page.locator("#chat").focus();
  await expect(launcher(page)).toBeHidden();
  await page.getByRole("link", { name: "Menu" }).focus();
  await expect(launcher(page)).toBeVisible();
  expect(await widget.events()).toEqual([]);
});

test("the launcher stays in the corner within any element", async ({ page }) => {
  const inside = `<div style="transform: scale(0.9); overflow: hidden; height: 40px">${tag(`data-mode="button"`)}</div>`;
  await serve(page, inside + TEXT);
  await page.goto("/host");
  await expect(launcher(page)).toBeInViewport({ ratio: 1 });
  const { width, height } = page.viewportSize()!;
  const box = (await launcher(page).boundingBox())!;
  expect(width - box.x - box.width).toBeLessThan(40);
  expect(height - box.y - box.height).toBeLessThan(40);
});

test("motion stops for guests who want none", async ({ page, widget }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await open(page, widget);
  const durations = await dialog(page).evaluate((element) => getComputedStyle(element).transitionDuration);
  expect(durations.split(", ").every((duration) => parseFloat(duration) === 0)).toBe(true);
});

test("in dark, with a colour of the page's, it can be read", async ({ page, widget }, info) => {
  await page.emulateMedia({ colorScheme: "dark" });
  await open(page, widget, TEXT + tag(`data-mode="button" data-theme="dark" data-color="#f2c14e"`));
  const { violations } = await new AxeBuilder({ page }).include("couvert-booking").analyze();
  expect(violations).toEqual([]);
  await page.screenshot({ path: info.outputPath("dark.png"), animations: "disabled" });
  await page.keyboard.press("Escape");
  await expect(dialog(page)).toBeHidden();
  await page.screenshot({ path: info.outputPath("dark-launcher.png"), animations: "disabled" });
});

for (const [color, text] of [
  ["#f2c14e", "rgb(0, 0, 0)"],
  ["#842", "rgb(255, 255, 255)"],
]) {
  test(`the launcher is ${color} before the widget is there, and its words can be read`, async ({ page }) => {
    const asked = watch(page);
    await serve(page, TEXT + tag(`data-mode="button" data-color="#123456"`));
    await page.goto("/host");
    await expect(launcher(page)).toHaveCSS("background-color", "rgb(18, 52, 86)");
    await page.locator("couvert-booking").evaluate((element, color) => element.setAttribute("color", color), color);
    await expect(launcher(page)).toHaveCSS("color", text);
    expect(asked(".wasm")).toBe(0);
  });
}
