// The fixtures of every browser test: a worker with fresh state for each of Playwright's own workers,
// and a page on which nothing may go wrong unseen.

import { test as base, expect, type Page, type Response, type TestInfo } from "@playwright/test";
import { offsetOf, START } from "./clock.ts";
import { start, type Server } from "./server.ts";
import { environment } from "./environment.ts";
import { ownAddress, Venue } from "./venue.ts";
import { keepEvents, Widget } from "./widget.ts";
import { english, type Words } from "./words.ts";

interface OfTest {
  words: Words;
  /** Whether the browser has the worker's clock. What measures its memory has its own, which keeps no timers. */
  hasClock: boolean;
  /** Console errors that the test brings about itself. */
  expectedErrors: RegExp[];
  quiet: void;
  withoutSecrets: void;
  widget: Widget;
  /** Keeps a picture of the widget for people to look at. */
  picture: (name: string) => Promise<void>;
}

interface OfWorker {
  /** When worker and browser begin; RFC 3339. */
  startsAt: string;
  server: Server;
  venue: Venue;
}

export const test = base.extend<OfTest, OfWorker>({
  startsAt: [START, { option: true, scope: "worker" }],
  server: [
    async ({ startsAt }, use) => {
      const server = await start({ startsAt });
      await use(server);
      await server.stop();
    },
    { scope: "worker", timeout: 180_000 },
  ],
  venue: [
    async ({ server }, use) => {
      const venue = new Venue(server.origin);
      // The first question fills the restaurant's book.
      await venue.about();
      await use(venue);
    },
    { scope: "worker", timeout: 60_000 },
  ],
  words: [english, { option: true }],
  hasClock: [true, { option: true }],
  expectedErrors: [[], { option: true }],
  baseURL: ({ server }, use) => use(server.origin),
  locale: ({ words }, use) => use(words.locale),
  // Each guest comes from an address of their own, or the tests would be one caller over its rate limit.
  extraHTTPHeaders: ({}, use) => use(ownAddress()),

  // The browser's clock is the worker's.
  context: async ({ context, startsAt, hasClock }, use) => {
    if (hasClock) await context.clock.install({ time: Date.now() + offsetOf(startsAt) * 1000 });
    await use(context);
  },

  page: async ({ page }, use) => {
    await keepEvents(page);
    await use(page);
  },

  // Violations of the page's policy are console errors too.
  quiet: [
    async ({ page, expectedErrors }, use) => {
      const errors: string[] = [];
      page.on("console", (message) => {
        if (message.type() === "error") errors.push(`${message.text()} (${message.location().url})`);
      });
      page.on("pageerror", (error) => errors.push(String(error.stack)));
      await use();
      const unexpected = errors.filter((error) => !expectedErrors.some((expected) => expected.test(error)));
      expect(unexpected, "errors in the browser's console").toEqual([]);
    },
    { auto: true },
  ],

  // No response to the browser holds a key.
  withoutSecrets: [
    async ({ page }, use) => {
      const canary = environment("COUVERT_CANARY");
      const looks: Promise<void>[] = [];
      const found: string[] = [];
      let read = 0;
      const look = async (response: Response) => {
        const headers = JSON.stringify(await response.allHeaders().catch(() => ({})));
        // A page that has gone on takes its bodies with it, and a redirect has none.
        const body = await response.body().catch(() => undefined);
        if (body) read += 1;
        if (headers.includes(canary) || body?.includes(canary)) found.push(response.url());
      };
      page.on("response", (response) => void looks.push(look(response)));
      await use();
      await Promise.all(looks);
      expect(found, "answers with a key in them").toEqual([]);
      if (looks.length > 0) expect(read, "answers looked at").toBeGreaterThan(0);
    },
    { auto: true },
  ],

  widget: async ({ page, words, hasTouch, venue }, use) => {
    void venue;
    await use(new Widget(page, words, undefined, hasTouch));
  },

  picture: async ({ widget }, use, info: TestInfo) => {
    await use(async (name) => {
      const path = info.outputPath(`${name}.png`);
      const clip = await widget.root.evaluate((element) => {
        const { x, y, width, height } = element.getBoundingClientRect();
        return { x: x + scrollX, y: y + scrollY, width, height };
      });
      // Out of the whole page, since an element's own picture ends where the window does.
      await widget.page.screenshot({ path, clip, fullPage: true, animations: "disabled" });
      await info.attach(name, { path, contentType: "image/png" });
    });
  },
});

/** By how many pixels a page is wider than its window. */
export async function overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

export { expect };
