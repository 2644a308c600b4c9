// How the widget is loaded: what is asked for before what, once, and how long it may be kept.

import { expect, test } from "./test.ts";
import { english } from "./words.ts";

test("the first data is asked for while the wasm is still on its way", async ({ page, widget, venue }) => {
  const first = await venue.firstOpenDay("dinner", 2);
  // The wasm arrives only once the first screen was asked for. Were it asked for after it, nothing would
  // ever come.
  const screen = page.waitForRequest("**/v1/venues/demo/fragment?*");
  await page.route("**/*.wasm", async (route) => {
    await screen;
    await route.continue();
  });
  const asked: string[] = [];
  page.on("request", (request) => {
    const { pathname, search } = new URL(request.url());
    asked.push(pathname + search);
  });
  await widget.open();
  await expect(widget.root.getByRole("grid")).not.toHaveAttribute("aria-busy", "true");
  // The calendar opens on the month in which something is free, which may be the next one.
  await expect(widget.day(first)).toBeVisible();
  // Data that came with the screen is not requested again, and nothing twice.
  expect(asked.filter((path) => path === "/v1/venues/demo")).toHaveLength(0);
  const months = asked.filter((path) => path.includes("/calendar?"));
  expect(months).toEqual([...new Set(months)]);
});

test("hashed files may be kept for ever, the loader may not", async ({ page, widget }) => {
  const cacheControl = new Map<string, string | null>();
  const pending: Promise<void>[] = [];
  page.on("response", (response) => {
    const { pathname } = new URL(response.url());
    const keep = response.headerValue("cache-control").then((value) => void cacheControl.set(pathname, value));
    if (pathname.startsWith("/assets/") || pathname === "/embed.js") pending.push(keep);
  });
  await widget.open();
  // The first screen stands there before the module has come.
  await widget.ready();
  await Promise.all(pending);
  const assets = [...cacheControl].filter(([path]) => path.startsWith("/assets/"));
  for (const name of ["couvert.js", "couvert_bg.wasm", "couvert.css"]) {
    expect(assets.map(([path]) => path.split("/").at(-1))).toContain(name);
  }
  for (const [path, value] of assets) expect(value, path).toBe("public, max-age=31536000, immutable");
  expect(cacheControl.get("/embed.js")).toMatch(/^(no-cache|public, max-age=300)$/);
});

test("answers about availability and reservations are not cached", async ({ page, widget, venue }) => {
  const cacheControl: Promise<string | null>[] = [];
  page.on("response", (response) => {
    if (/\/(fragment|calendar|slots|reservations)/.test(response.url())) cacheControl.push(response.headerValue("cache-control"));
  });
  await widget.prepare(await venue.openTime("dinner", 2));
  await widget.press(widget.button(english.confirm));
  await expect(widget.heading(english.booked)).toBeFocused();
  const values = await Promise.all(cacheControl);
  expect(values.length).toBeGreaterThanOrEqual(3);
  for (const value of values) expect(value).toBe("no-store");
});

test("something of the widget's size stands there while it is loading", async ({ page, widget }) => {
  let release = () => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  await page.route("**/fragment?*", async (route) => {
    await released;
    await route.continue();
  });
  await page.goto("/");
  await expect(widget.root.getByRole("status", { name: "Loading…" })).toBeVisible();
  const height = () => widget.root.evaluate((element) => element.getBoundingClientRect().height);
  expect(await height()).toBeGreaterThan(400);
  release();
  await expect(widget.heading(english.find)).toBeVisible();
  await expect(widget.root.getByRole("status", { name: "Loading…" })).toHaveCount(0);
});
