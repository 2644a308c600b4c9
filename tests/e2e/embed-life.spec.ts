// A widget's life on its page: where it may stand, what it follows, and that nothing of it is left.

import type { Page } from "@playwright/test";
import { SCRIPT, serve, TAG, tag, watch } from "./host.ts";
import { long } from "./long.ts";
import { memory } from "./memory.ts";
import { expect, test } from "./test.ts";
import { Widget } from "./widget.ts";
import { english } from "./words.ts";

const launcher = (page: Page) => page.getByRole("button", { name: "Reserve a table", exact: true });
const dialog = (page: Page) => page.getByRole("dialog");
const ELEMENT = `<couvert-booking restaurant="demo"></couvert-booking>`;

test("a div stands in for the element, and is followed", async ({ page, widget }) => {
  const link = `<a href="/book/demo">Reserve</a>`;
  await serve(page, `<div class="couvert-booking" data-restaurant="demo" data-language="de">${link}</div>${SCRIPT}`);
  await page.goto("/host");
  await expect(widget.heading("Tisch reservieren")).toBeVisible();
  await expect(page.getByRole("link", { name: "Reserve", exact: true })).toHaveCount(0);
  await page.locator("div.couvert-booking").evaluate((div: HTMLElement) => (div.dataset.language = "en"));
  await expect(widget.heading(english.find)).toBeVisible();
  await expect(page.locator("couvert-booking")).toHaveCount(1);
});

test("tags and divs that come later are found", async ({ page, widget }) => {
  await serve(page, SCRIPT);
  await page.goto("/host");
  await page.waitForFunction(() => typeof (window as any).couvert?.open === "function");
  await page.evaluate(() => {
    document.body.insertAdjacentHTML("beforeend", `<section><div class="couvert-booking" data-restaurant="demo"></div></section>`);
  });
  await expect(widget.heading(english.find)).toBeVisible();
});

test("it works within another shadow root and speaks the page's language", async ({ page, widget }) => {
  await serve(page, `<div id="deep"></div>${SCRIPT}`, {}, "de");
  await page.goto("/host");
  await page.locator("#deep").evaluate((host, html) => {
    host.attachShadow({ mode: "open" }).innerHTML = html;
  }, ELEMENT);
  await expect(widget.heading("Tisch reservieren")).toBeVisible();
  await expect.poll(async () => (await widget.events("ready")).length).toBe(1);
});

for (const [what, around, reveal] of [
  ["a hidden tab", `<div id="tab" hidden>${ELEMENT}</div>`, () => (document.querySelector("#tab") as HTMLElement).hidden = false],
  ["a dialog of the page's", `<dialog id="tab">${ELEMENT}</dialog>`, () => (document.querySelector("#tab") as HTMLDialogElement).showModal()],
] as const) {
  test(`in ${what} it begins when it is shown`, async ({ page, widget }) => {
    const asked = watch(page);
    await serve(page, around + SCRIPT);
    await page.goto("/host");
    await page.waitForFunction(() => typeof (window as any).couvert?.open === "function");
    expect(asked(".wasm")).toBe(0);
    await page.evaluate(reveal);
    await expect(widget.heading(english.find)).toBeVisible();
  });
}

test("far down the page it begins when it comes near the window", async ({ page, widget }) => {
  const asked = watch(page);
  await serve(page, `<p>${"Soup<br>".repeat(400)}</p>${TAG}`);
  await page.goto("/host");
  await page.waitForFunction(() => typeof (window as any).couvert?.open === "function");
  expect(asked(".wasm")).toBe(0);
  await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
  await expect(widget.heading(english.find)).toBeVisible();
});

test("colour, theme and mode are followed by the same widget", async ({ page, widget, venue }) => {
  await serve(page, ELEMENT + SCRIPT);
  await page.goto("/host");
  await widget.choose(await venue.openTime("dinner", 2));
  await widget.type({ lastName: "Muster" });
  const set = (name: string, value: string) =>
    page.locator("couvert-booking").evaluate((element, [name, value]) => element.setAttribute(name, value), [name, value]);
  const accent = () =>
    widget.root.locator(".couvert").evaluate((element) => getComputedStyle(element).getPropertyValue("--theme"));
  await set("color", "#884422");
  await expect.poll(accent).toBe("#884422");
  await set("theme", "dark");
  const scheme = () => widget.root.locator(".couvert").evaluate((element) => getComputedStyle(element).colorScheme);
  await expect.poll(scheme).toBe("dark");
  await set("mode", "button");
  await launcher(page).click();
  await expect(widget.field(english.lastName)).toHaveValue("Muster");
  await set("hide-button", "");
  await expect(launcher(page)).toHaveCount(0);
  await set("mode", "inline");
  await expect(dialog(page)).toHaveCount(0);
  await expect(widget.field(english.lastName)).toHaveValue("Muster");
  await expect(widget.field(english.lastName)).toBeVisible();
  expect(await widget.events("ready")).toHaveLength(1);
});

test("another language makes one new widget, in an open dialog too", async ({ page, widget }) => {
  await serve(page, `<couvert-booking restaurant="demo" mode="popup"></couvert-booking>${SCRIPT}`);
  await page.goto("/host");
  await page.waitForFunction(() => typeof (window as any).couvert?.open === "function");
  await page.evaluate(() => (window as any).couvert.open());
  await expect.poll(() => widget.events("ready")).toHaveLength(1);
  await page.locator("couvert-booking").evaluate((element) => {
    for (const language of ["en", "fr", "de"]) element.setAttribute("language", language);
  });
  await expect(widget.heading("Tisch reservieren")).toBeVisible();
  await expect(page.getByRole("button", { name: "Schließen", exact: true })).toBeVisible();
  await expect.poll(() => widget.events("ready")).toHaveLength(2);
});

test("a setting that is not understood is named once and passed over", async ({ page, widget }) => {
  const warned: string[] = [];
  page.on("console", (message) => message.text().startsWith("couvert:") && warned.push(message.text()));
  const wrong = `data-mode="sidebar" data-view="menu" data-color="red" data-attendees="many" data-date="tomorrow" data-theme="pink"`;
  await serve(page, tag(wrong) + tag(wrong));
  await page.goto("/host");
  await expect(widget.root.first().getByRole("heading", { level: 2, name: english.find })).toBeVisible();
  await expect(widget.root.nth(1).getByRole("heading", { level: 2, name: english.find })).toBeVisible();
  const named = ["view", "attendees", "date", "mode", "color", "theme"];
  // They are told once the page's part of the code is there, after the first screen.
  await expect.poll(() => warned.map((text) => text.split(/[ =]/)[1])).toEqual(named);
  expect(warned[3]).toBe(`couvert: mode="sidebar" is not inline|button|popup`);
});

test("what a prefill answers is not asked", async ({ page, widget, venue }) => {
  const { day } = await venue.openTime("dinner", 4);
  await serve(page, tag(`data-experience="dinner" data-attendees="4" data-date="${day}"`));
  await page.goto("/host");
  await expect(widget.radio(english.guests(4))).toBeChecked();
  await expect(widget.day(day)).toBeVisible();
  await expect(widget.root.getByRole("button", { name: /^\D*\d?\d:\d\d/ }).first()).toBeVisible();
});

test("a page from the browser's memory asks anew, with the same widget", async ({ page, widget }) => {
  await serve(page, TAG);
  await page.goto("/host");
  await expect(widget.heading(english.find)).toBeVisible();
  const again = page.waitForRequest("**/calendar?*");
  await page.evaluate(() => dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true })));
  await again;
  expect(await widget.events("ready")).toHaveLength(1);
});

test.describe("memory", () => {
  test.use({ hasClock: false });
  for (const [what, mode] of [
    ["in the page's text", "inline"],
    ["with its dialog open", "popup"],
  ]) {
    test(`a hundred widgets that came and went ${what} leave nothing behind${long(mode === "popup")}`, async ({ page }) => {
      await serve(page, `<main></main>${SCRIPT}`);
      // What is kept must not depend on how the restaurant's book fills.
      const answers = new Map<string, { status: number; body: string }>();
      await page.route("**/v1/**", async (route) => {
        const url = route.request().url();
        if (!answers.has(url)) {
          const response = await route.fetch();
          answers.set(url, { status: response.status(), body: await response.text() });
        }
        await route.fulfill({ ...answers.get(url)!, contentType: "application/json" });
      });
      await page.goto("/host");
      await page.waitForFunction(() => typeof (window as any).couvert?.open === "function");
      const rounds = (count: number) =>
        page.evaluate(
          async ([count, mode]) => {
            for (let round = 0; round < Number(count); round++) {
              const element = document.createElement("couvert-booking");
              element.setAttribute("restaurant", "demo");
              element.setAttribute("mode", String(mode));
              const ready = new Promise((done) => element.addEventListener("couvert:ready", done, { once: true }));
              document.querySelector("main")!.append(element);
              await Promise.resolve();
              (window as any).couvert.open();
              await ready;
              element.remove();
              await new Promise(requestAnimationFrame);
            }
          },
          [count, mode],
        );
      const cdp = await page.context().newCDPSession(page);
      await rounds(20);
      const before = await memory(cdp);
      await rounds(100);
      const after = await memory(cdp);
      expect(await page.locator("couvert-booking").count()).toBe(0);
      // A widget's own elements are some hundreds and its heap some hundreds of kilobytes.
      expect(after.nodes - before.nodes, "nodes").toBeLessThan(100);
      expect(after.heap - before.heap, "bytes").toBeLessThan(400_000);
    });
  }
});

test("there is one live widget after every change of its element", async ({ page }) => {
  await serve(page, `<main>${TAG}</main><aside></aside><script src="/embed.js?again"></script>`);
  await page.goto("/host");
  const widget = new Widget(page, english);
  await expect(widget.heading(english.find)).toBeVisible();
  await page.evaluate(() => {
    const element = document.querySelector("couvert-booking")!;
    for (const place of ["aside", "main", "aside"]) document.querySelector(place)!.append(element);
    element.remove();
    document.querySelector("main")!.append(element);
  });
  await expect(page.locator("couvert-booking")).toHaveCount(1);
  // The first screen stands there before the module has come.
  await expect.poll(() => widget.events("ready")).toHaveLength(1);
  await expect(page.locator("couvert-booking").getByRole("grid")).toHaveCount(1);
  expect(await widget.events("ready")).toHaveLength(1);
});
