// How long a restaurant waits for its own page on a slow device: until the first list is seen, which the document has, until the
// program has taken its place, and the longest tasks while a day of five hundred reservations is scrolled and follows changes.
// Figures to compare; no run fails by them.

import { expect, test, type Browser, type Page, type WebSocketRoute } from "@playwright/test";
import { start } from "../../e2e/server.ts";
import { anotherDevice } from "../../e2e/staff-page.ts";
import { Staff } from "../../e2e/staff.ts";
import { Venue } from "../../e2e/venue.ts";
import { front } from "./front.ts";
import { IS_ONCE, median, slowDown } from "./slow.ts";

/** How often the page is opened, in a browser that has seen nothing yet. */
const RUNS = IS_ONCE ? 1 : 5;

const RESERVATIONS = 500;
/** Changes that the page follows, one after the other. */
const CHANGES = IS_ONCE ? 5 : 100;
const TABLET = { width: 820, height: 1180 };
const BASE = "/v1/staff/demo";

/** What the page is answered, by path. */
type Answers = Map<string, [string, string]>;

test("an evening is seen soon, and a large one stays smooth", async ({ browser }) => {
  const server = await start();
  // The first question fills the restaurant's book.
  await new Venue(server.origin).about();
  const day = await new Staff(server.origin).ask("GET", "/day");
  const answers: Answers = new Map();
  const device = await anotherDevice(browser, server, { viewport: TABLET });
  const cookies = await device.context().cookies();
  await device.context().close();
  const session = cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
  const before = await front(server.origin, answers, session);
  try {
    answer(answers, "/me", {
      venue: "demo",
      actor: "person:p1",
      role: "host",
      permissions: ["identify", "readReservations", "writeReservations", "writeDay"],
    });
    answer(answers, "/sessions", { sessions: [] });
    answer(answers, "/calls", { calls: [] });
    answer(answers, "/day", day);
    const seen: number[] = [];
    const drawn: number[] = [];
    // The first warms worker and front up and is not counted.
    for (let run = 0; run <= RUNS; run++) {
      const { page, first, own } = await open(browser, before.origin);
      if (run > 0) {
        seen.push(first);
        drawn.push(own);
      }
      await page.context().close();
    }
    console.log(`until the first list of the restaurant's page is seen: ${median(seen).toFixed(0)} ms`);
    console.log(`until its program has drawn it: ${median(drawn).toFixed(0)} ms`);

    const large = { ...day, reservations: crowd(day) };
    answer(answers, "/day", large);
    const { page, stream } = await open(browser, before.origin);
    await expect(page.locator("li.row")).toHaveCount(RESERVATIONS);
    await tasks(page);
    await scroll(page);
    const scrolled = await tasks(page);
    await follow(page, stream, answers, large);
    const followed = await tasks(page);
    const line = (text: string, all: number[]) => {
      const over = all.filter((length) => length > 100).length;
      console.log(`${text}: longest task ${Math.max(0, ...all).toFixed(0)} ms, ${over} over 100 ms`);
    };
    line(`${RESERVATIONS} reservations scrolled from end to end`, scrolled);
    line(`${CHANGES} changes of them followed`, followed);
    await page.context().close();
  } finally {
    before.close();
    await server.stop();
  }
});

function answer(answers: Answers, path: string, body: object): void {
  answers.set(BASE + path, ["application/json", JSON.stringify(body)]);
}

/** So many reservations of the day, all of them like its first that is booked. */
function crowd(day: any): any[] {
  const model = day.reservations.find(({ status }: any) => status === "booked") ?? day.reservations[0];
  const tables = day.areas.flatMap((area: any) => area.tables.map(({ id, name }: any) => ({ id, name })));
  return Array.from({ length: RESERVATIONS }, (_, place) => ({
    ...model,
    id: `crowd${place}`,
    number: `R-${String(900_000 + place)}`,
    minutes: 1_050 + 15 * Math.floor((16 * place) / RESERVATIONS),
    guest: { ...model.guest, lastName: `Guest ${place}` },
    tables: [tables[place % tables.length]],
  }));
}

interface Opened {
  page: Page;
  /** When the first row was seen. */
  first: number;
  /** When the first row of the program's own list was. */
  own: number;
  stream: WebSocketRoute;
}

/** Opens the page cold. */
async function open(browser: Browser, origin: string): Promise<Opened> {
  const context = await browser.newContext({ viewport: TABLET, locale: "en-GB", hasTouch: true });
  const page = await context.newPage();
  let opened: (route: WebSocketRoute) => void;
  const stream = new Promise<WebSocketRoute>((resolve) => (opened = resolve));
  await page.routeWebSocket(/changes\/stream/, (route) => {
    route.onMessage((message) => {
      if (message === "ping") route.send("pong");
    });
    opened(route);
  });
  await page.addInitScript(() => {
    const lengths: number[] = ((window as any).lengths = []);
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) lengths.push(duration);
    }).observe({ type: "longtask", buffered: true });
    const seen = (row: string) =>
      new Promise<number>((resolve) => {
        const look = () =>
          document.querySelector(row)?.checkVisibility() ? resolve(performance.now()) : requestAnimationFrame(look);
        requestAnimationFrame(look);
      });
    (window as any).first = seen("li.row");
    (window as any).own = seen("li.row:not(#first-list *)");
  });
  await slowDown(await page.context().newCDPSession(page));
  await page.goto(`${origin}/staff/demo`, { waitUntil: "commit" });
  const first: number = await page.evaluate(() => (window as any).first);
  const own: number = await page.evaluate(() => (window as any).own);
  return { page, first, own, stream: await stream };
}

/** The lengths of the long tasks since the last call, in milliseconds. */
async function tasks(page: Page): Promise<number[]> {
  return page.evaluate(async () => {
    await new Promise((resolve) => requestIdleCallback(() => requestIdleCallback(resolve)));
    return (window as any).lengths.splice(0);
  });
}

/** Scrolls the list from end to end, by half a screen a frame. */
async function scroll(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const end = () => document.documentElement.scrollHeight - innerHeight;
    while (scrollY < end() - 1) {
      const before = scrollY;
      scrollBy(0, innerHeight / 2);
      await new Promise(requestAnimationFrame);
      if (scrollY === before) break;
    }
    scrollTo(0, 0);
    await new Promise(requestAnimationFrame);
  });
}

/** Tells the page of changes, each once the one before is seen. */
async function follow(page: Page, stream: WebSocketRoute, answers: Answers, day: any): Promise<void> {
  for (let count = 0; count < CHANGES; count++) {
    const one = day.reservations[count];
    Object.assign(one, { status: "arrived", sequence: one.sequence + 1 });
    answer(answers, `/reservations/${one.id}`, one);
    const cursor = day.cursor + 1 + count;
    const change = { cursor, at: day.now, kind: "reservation", action: "changed", id: one.id, fields: ["status"] };
    stream.send(JSON.stringify({ type: "changes", changes: [change], cursor }));
    await page.locator(`[id="row-${one.id}"][data-status="arrived"]`).waitFor({ state: "attached" });
  }
}
