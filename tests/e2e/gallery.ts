// The widget's screens as `cargo xtask gallery` draws them from fixtures: the same on every day and every
// machine. No server and no wasm is needed, so every screen can be looked at in every variant. It must
// not know what is on a screen.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test as base, expect, type Locator } from "@playwright/test";
import { environment } from "./environment.ts";

/** What can be set on a screen: see widget/examples/gallery/screen.js. */
export interface Variant {
  language?: "en" | "de" | "fr" | "it" | "es" | "nl";
  scheme?: "light" | "dark";
  theme?: "tavern" | "counter" | "trattoria";
  dir?: "rtl";
  accent?: string;
  density?: string;
}

/** The names of all screens; the page `all` has them below each other, each in a section that says its name. */
export async function screens(): Promise<string[]> {
  return JSON.parse(await readFile(join(environment("COUVERT_GALLERY"), "screens.json"), "utf8"));
}

export const test = base.extend<{ show: (screen: string, variant?: Variant) => Promise<Locator> }>({
  show: async ({ page }, use) => {
    const errors: string[] = [];
    page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
    page.on("pageerror", (error) => errors.push(String(error)));
    await page.route("http://gallery.test/**", (route) => {
      const { pathname } = new URL(route.request().url());
      return route.fulfill({ path: join(environment("COUVERT_GALLERY"), pathname.replace("/gallery/", "")) });
    });
    await use(async (screen, { language = "en", ...set } = {}) => {
      const query = new URLSearchParams(Object.entries(set));
      await page.goto(`http://gallery.test/gallery/${language}/${screen}.html?${query}`);
      return page.locator("couvert-booking");
    });
    expect(errors, "errors in the browser's console").toEqual([]);
  },
});

/**
 * Writes every letter as a bar of one width (`bars.ttf`, drawn for these tests) and leaves the places of
 * pictures empty: what is compared is the layout, and no machine's fonts are part of it.
 */
export async function bars(widget: Locator): Promise<void> {
  const font = (await readFile(new URL("bars.ttf", import.meta.url))).toString("base64");
  await widget.evaluate(async (element, font) => {
    const face = new FontFace("Bars", `url(data:font/ttf;base64,${font})`);
    document.fonts.add(await face.load());
    const plain = new CSSStyleSheet();
    plain.replaceSync("img { object-position: -1000px; }");
    element.shadowRoot!.adoptedStyleSheets.push(plain);
    element.style.setProperty("--couvert-font", "Bars", "important");
    element.style.setProperty("--couvert-heading-font", "Bars", "important");
  }, font);
}

export { expect };
