// The widget's screens as `cargo xtask gallery` draws them from fixtures: the same on every day and every machine.
// No server and no wasm is needed, so every screen can be tested in every variant.

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import { test as base, expect, type Locator } from "@playwright/test";
import { skeleton } from "../../widget/loader/skeleton.js";
import { environment } from "./environment.ts";

/** The settings of a screen: see widget/examples/gallery/screen.js. */
export interface Variant {
  language?: string;
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

const TYPES: Record<string, string> = {
  ".css": "text/css",
  ".html": "text/html",
  ".js": "text/javascript",
  ".svg": "image/svg+xml",
};

interface OfTest {
  show: (screen: string, variant?: Variant) => Promise<Locator>;
}

interface OfWorker {
  /** Where the gallery is served, such as `http://127.0.0.1:41234`. */
  gallery: string;
}

export const test = base.extend<OfTest, OfWorker>({
  // Served, and not answered by each page's own interception: that takes longer, and keeps style sheets and pictures
  // from the browser's cache.
  gallery: [
    async ({}, use) => {
      const server = createServer(async (request, response) => {
        const { pathname } = new URL(request.url!, "http://127.0.0.1");
        // The browser requests it by itself.
        if (pathname === "/favicon.ico") return void response.writeHead(204).end();
        const file = join(environment("COUVERT_GALLERY"), pathname.replace("/gallery/", ""));
        const body = await readFile(file).catch(() => undefined);
        const headers = { "content-type": TYPES[extname(pathname)] ?? "", "cache-control": "max-age=3600" };
        response.writeHead(body ? 200 : 404, headers).end(body);
      });
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
      server.closeAllConnections();
      await new Promise<void>((resolve) => void server.close(() => resolve()));
    },
    { scope: "worker" },
  ],

  show: async ({ page, gallery }, use) => {
    const errors: string[] = [];
    page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
    page.on("pageerror", (error) => errors.push(String(error)));
    await use(async (screen, { language = "en", ...set } = {}) => {
      const query = new URLSearchParams(Object.entries(set));
      await page.goto(`${gallery}/gallery/${language}/${screen}.html?${query}`);
      const widgets = page.locator("couvert-booking");
      // On a page the loader's own style stays beside the widget's.
      await widgets.evaluateAll((elements, css) => {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(css);
        for (const element of elements) element.shadowRoot!.adoptedStyleSheets.unshift(sheet);
      }, skeleton);
      return widgets;
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
