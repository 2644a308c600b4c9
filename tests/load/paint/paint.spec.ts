// How long a guest waits, beside an element written by hand that shows the same times from the same data: until a time can be
// seen, until a tap on it is answered and has led on, how long the main thread was busy, and how many bytes it took. The tag
// on a foreign page and the restaurant's own page, on a slow phone and without throttling.

import { readFile } from "node:fs/promises";
import { expect, test } from "@playwright/test";
import { start } from "../../e2e/server.ts";
import { Venue } from "../../e2e/venue.ts";
import { front } from "./front.ts";
import { IS_ONCE, type Line, median } from "./slow.ts";
import { type Visit, visit } from "./watch.ts";

/** How often each page is opened, in a browser that has seen nothing yet. */
const RUNS = IS_ONCE ? 1 : 7;

const BY_HAND = "by hand";
const LINES: Line[] = ["slow", "unthrottled"];

const MEASURES: [keyof Visit, string][] = [
  ["seen", "until a time is seen"],
  ["answered", "until a tap is answered"],
  ["usable", "until the tap has led on"],
  ["busy", "main thread until a time is seen"],
  ["busyInAll", "main thread in all"],
];

/** The most that the widget may take, in what the element takes. */
const GOALS: Record<Line, Partial<Visit>> = {
  slow: { seen: 1.15, usable: 1.6, busy: 2 },
  unthrottled: { seen: 1.5 },
};

/** The most bytes until a tap has led on, on a slow line: on another one the program has come meanwhile. */
const BYTES = 65_000;

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
  const hosted = `/book/demo?language=en&experience=dinner&date=${day}&attendees=${attendees}`;
  const places: [string, string, string][] = [
    [BY_HAND, "/by-hand.html", "by-hand"],
    ["tag", "/widget.html", "couvert-booking"],
    ["hosted page", hosted, "couvert-booking"],
  ];
  const measured = new Map<string, Visit[]>();
  try {
    for (const line of LINES) {
      // The first of each warms worker and front up and is not counted.
      for (let run = 0; run <= RUNS; run++) {
        for (const [place, path, element] of places) {
          const seen = await visit(browser, line, before.origin + path, element);
          const key = `${line}, ${place}`;
          if (run > 0) measured.set(key, [...(measured.get(key) ?? []), seen]);
        }
      }
    }
  } finally {
    before.close();
    await server.stop();
  }
  const of = (line: Line, place: string, name: keyof Visit) =>
    median(measured.get(`${line}, ${place}`)!.map((visit) => visit[name]));
  const missed: string[] = [];
  for (const line of LINES) {
    for (const [place] of places) {
      if (place === BY_HAND) continue;
      console.log(`${place}, ${line}:`);
      for (const [name, text] of MEASURES) {
        const [own, byHand] = [of(line, place, name), of(line, BY_HAND, name)];
        const goal = GOALS[line][name];
        const ratio = own / byHand;
        expect(ratio, text).toBeGreaterThan(0);
        console.log(
          `  ${text}: ${own.toFixed(0)} ms, by hand ${byHand.toFixed(0)} ms, ` +
            `ratio ${ratio.toFixed(2)}${goal ? `, goal at most ${goal}` : ""}`,
        );
        if (goal && ratio > goal) missed.push(`${place}, ${line}: ${text}`);
      }
      const bytes = of(line, place, "bytes");
      const byHand = of(line, BY_HAND, "bytes");
      console.log(`  received until then: ${bytes} bytes, by hand ${byHand}, ratio ${(bytes / byHand).toFixed(1)}`);
      if (line === "slow" && bytes > BYTES) missed.push(`${place}, ${line}: more than ${BYTES} bytes`);
    }
  }
  if (!IS_ONCE) expect(missed, "goals that were missed").toEqual([]);
});
