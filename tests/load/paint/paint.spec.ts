// How long a guest with a slow phone waits, beside an element written by hand that shows the same times from the
// same data: until times can be seen, until they can be used, and how long the main thread was busy.

import { readFile } from "node:fs/promises";
import { expect, test, type Browser } from "@playwright/test";
import { start } from "../../e2e/server.ts";
import { Venue } from "../../e2e/venue.ts";
import { front } from "./front.ts";
import { IS_ONCE, median, slowDown } from "./slow.ts";

const PHONE = { width: 390, height: 844 };
/** How often each page is opened, in a browser that has seen nothing yet. */
const RUNS = IS_ONCE ? 1 : 7;

/** The most that the widget may take, in what the element takes. */
const GOALS = { seen: 1.25, usable: 2 };

interface Times {
  seen: number;
  usable: number;
  busy: number;
}

test("times are seen and used soon", async ({ browser }) => {
  const server = await start();
  const { day, attendees } = await new Venue(server.origin).openTime("dinner", 2);
  const query = `experienceId=dinner&day=${day}&attendees=${attendees}`;
  const page = (body: string): [string, string] => [
    "text/html; charset=utf-8",
    `<!doctype html><html lang="en"><meta name="viewport" content="width=device-width"><title>Dinner</title><body>${body}`,
  ];
  const ours = `data-restaurant="demo" data-experience="dinner" data-date="${day}" data-attendees="${attendees}"`;
  const pages = new Map([
    ["/widget.html", page(`<script src="/embed.js" ${ours} async></script>`)],
    ["/by-hand.html", page(`<by-hand src="/v1/venues/demo/slots?${query}"></by-hand><script src="/by-hand.js" async></script>`)],
    ["/by-hand.js", ["text/javascript", await readFile(new URL("by_hand.js", import.meta.url), "utf8")] as [string, string]],
  ]);
  const before = await front(server.origin, pages);
  const measured = { widget: [] as Times[], byHand: [] as Times[] };
  try {
    // The first of each warms worker and front up and is not counted.
    for (let run = 0; run <= RUNS; run++) {
      const widget = await open(browser, `${before.origin}/widget.html`, "couvert-booking", true);
      const byHand = await open(browser, `${before.origin}/by-hand.html`, "by-hand", false);
      if (run === 0) continue;
      measured.widget.push(widget);
      measured.byHand.push(byHand);
    }
  } finally {
    before.close();
    await server.stop();
  }
  const [widget, byHand] = [medians(measured.widget), medians(measured.byHand)];
  const ratio = (name: keyof Times) => widget[name] / byHand[name];
  const line = (name: keyof Times, text: string, goal?: number) =>
    console.log(
      `${text}: ${widget[name].toFixed(0)} ms, by hand ${byHand[name].toFixed(0)} ms, ` +
        `ratio ${ratio(name).toFixed(2)}${goal ? `, goal at most ${goal}` : ""}`,
    );
  line("seen", "until a time is seen", GOALS.seen);
  line("usable", "until the widget answers a tap", GOALS.usable);
  line("busy", "main thread busy (TaskDuration)");
  expect([widget.seen, widget.usable, byHand.seen].every((time) => time > 0)).toBe(true);
  if (IS_ONCE) return;
  const missed = (["seen", "usable"] as const).filter((name) => ratio(name) > GOALS[name]);
  expect(missed, "goals that were missed").toEqual([]);
});

/** Opens a page cold. The widget says itself when it is ready; what is written by hand is when it is seen. */
async function open(browser: Browser, address: string, element: string, tells: boolean): Promise<Times> {
  const context = await browser.newContext({ viewport: PHONE, locale: "en-GB", hasTouch: true, isMobile: true });
  const page = await context.newPage();
  const session = await slowDown(page);
  await session.send("Performance.enable");
  await page.addInitScript(watch, { element, tells });
  await page.goto(address, { waitUntil: "commit" });
  const { seen, usable } = await page.evaluate(() => (window as any).measured as Promise<Omit<Times, "busy">>);
  await page.evaluate(() => new Promise((resolve) => requestIdleCallback(() => requestIdleCallback(resolve))));
  const { metrics } = await session.send("Performance.getMetrics");
  const busy = (metrics.find(({ name }) => name === "TaskDuration")?.value ?? Number.NaN) * 1000;
  await context.close();
  return { seen, usable, busy };
}

/** Runs in the page: looks at every frame whether a time or a day is there to be tapped. */
function watch({ element, tells }: { element: string; tells: boolean }) {
  const isThere = () => {
    const root = document.querySelector(element)?.shadowRoot;
    const buttons = root?.querySelectorAll<HTMLElement>("button:not([disabled]):not([aria-disabled])") ?? [];
    return [...buttons].some((button) => /\d/.test(button.textContent ?? "") && button.checkVisibility());
  };
  const seen = new Promise<number>((resolve) => {
    const look = () => (isThere() ? resolve(performance.now()) : requestAnimationFrame(look));
    requestAnimationFrame(look);
  });
  const ready = new Promise<number>((resolve) => {
    addEventListener("couvert:ready", () => resolve(performance.now()));
  });
  const usable = tells ? Promise.all([seen, ready]).then((times) => Math.max(...times)) : seen;
  (window as any).measured = Promise.all([seen, usable]).then(([seen, usable]) => ({ seen, usable }));
}

function medians(runs: Times[]): Times {
  const of = (name: keyof Times) => median(runs.map((run) => run[name]));
  return { seen: of("seen"), usable: of("usable"), busy: of("busy") };
}
