// When a guest sees the first time that can be booked, and what a real tap on it leads to, as the page itself shows: no code
// is asked whether it is ready.

import type { Browser, CDPSession } from "@playwright/test";
import { type Line, slowDown } from "./slow.ts";

const PHONE = { width: 390, height: 844 };

/** Milliseconds from the navigation on, and bytes over the line. */
export interface Visit {
  /** Until an enabled time of the chosen day lies inside the window, where a tap hits it. */
  seen: number;
  /** Until something has changed at a tap on it, made at that moment. */
  answered: number;
  /** Until that tap has shown where one goes on. */
  usable: number;
  /** How long the main thread was busy until the time was seen. */
  busy: number;
  /** How long it was busy until nothing was left to be done. */
  busyInAll: number;
  /** What had been received when the page went on. */
  bytes: number;
}

/** Opens a page in a browser that has seen nothing yet, and taps the first time as soon as it is there. */
export async function visit(browser: Browser, line: Line, address: string, element: string): Promise<Visit> {
  const context = await browser.newContext({ viewport: PHONE, locale: "en-GB", hasTouch: true, isMobile: true });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  if (line === "slow") await slowDown(session);
  await session.send("Performance.enable");
  await session.send("Network.enable");
  let received = 0;
  session.on("Network.dataReceived", ({ encodedDataLength }) => (received += Math.max(0, encodedDataLength)));
  const times: Partial<Visit> = {};
  let start: number | undefined;
  let busy: Promise<number> | undefined;
  let told: (name: "seen" | "answered" | "usable", ...at: [number, number, number, number]) => Promise<void>;
  const isOver = new Promise<void>((resolve, reject) => {
    const report = async (...[name, origin, at, x, y]: Parameters<typeof told>) => {
      // A form may lead to another document.
      start ??= origin;
      if (times[name] !== undefined) return;
      times[name] = origin + at - start;
      if (name === "seen") {
        busy = busyTime(session);
        await tap(session, x, y);
      }
      if (name === "usable") {
        times.bytes = received;
        resolve();
      }
    };
    told = (...given) => report(...given).catch(reject);
    page.on("crash", reject);
  });
  await page.exposeFunction("report", (...given: Parameters<typeof told>) => told(...given));
  await page.addInitScript(watch, element);
  await page.goto(address, { waitUntil: "commit" });
  await isOver;
  await page.evaluate(() => new Promise((resolve) => requestIdleCallback(() => requestIdleCallback(resolve))));
  const visit = { ...times, busy: await busy, busyInAll: await busyTime(session) } as Visit;
  await context.close();
  return visit;
}

async function busyTime(session: CDPSession): Promise<number> {
  const { metrics } = await session.send("Performance.getMetrics");
  return (metrics.find(({ name }) => name === "TaskDuration")?.value ?? Number.NaN) * 1000;
}

/** A finger's tap, which the browser takes as a guest's. */
async function tap(session: CDPSession, x: number, y: number): Promise<void> {
  await session.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: [{ x, y }] });
  await session.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
}

/** Runs in the page: looks at every frame. The element written by hand notes the time that was tapped. */
function watch(element: string) {
  const host = () => document.querySelector<HTMLElement>(element);
  const report = (name: string, x = 0, y = 0) =>
    (window as any).report(name, performance.timeOrigin, performance.now(), x, y) as Promise<void>;
  let tapped: HTMLElement | undefined;

  const time = (root: ShadowRoot) => {
    for (const button of root.querySelectorAll<HTMLElement>("button:not([disabled]):not([aria-disabled])")) {
      if (!/\d:\d\d/.test(button.textContent ?? "")) continue;
      const { left, top, width, height } = button.getBoundingClientRect();
      const [x, y] = [left + width / 2, top + height / 2];
      if (width && y < innerHeight && root.elementFromPoint(x, y)?.closest("button") === button) return { button, x, y };
    }
    return undefined;
  };
  const details = () => {
    const heading = host()?.shadowRoot?.querySelector('[data-step="details"] h2');
    return Boolean(heading?.checkVisibility()) || host()?.dataset.chosen !== undefined;
  };

  const look = () => {
    const root = host()?.shadowRoot;
    if (root && details()) {
      report("answered");
      return void report("usable");
    }
    const found = root && !tapped && time(root);
    if (found) {
      tapped = found.button;
      report("seen", found.x, found.y);
    } else if (tapped?.getAttribute("aria-pressed") === "true") report("answered");
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}
