// A guest's connection: slow, and gone for a while.

import type { Page } from "@playwright/test";
import { expect, test } from "./test.ts";
import { ADA } from "./widget.ts";
import { english } from "./words.ts";

/** The network that browsers' own tools call slow 4G. */
async function slowDown(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send("Network.emulateNetworkConditions", {
    offline: false,
    latency: 150,
    downloadThroughput: (1.6 * 1024 * 1024) / 8,
    uploadThroughput: (750 * 1024) / 8,
  });
}

test("on a slow connection nothing moves while the widget comes, and a table is booked", async ({ page, widget, venue }) => {
  await page.addInitScript(() => {
    (window as any).shift = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as any[]) if (!entry.hadRecentInput) (window as any).shift += entry.value;
    }).observe({ type: "layout-shift", buffered: true });
  });
  await slowDown(page);
  await widget.open();
  await expect.poll(async () => (await widget.events("ready")).length).toBe(1);
  await expect(widget.root.locator(".slot:enabled").first()).toBeVisible();
  expect(await page.evaluate(() => (window as any).shift)).toBe(0);
  const choice = await venue.openTime("dinner", 2);
  await widget.choose(choice);
  await widget.introduce(ADA);
  await widget.press(widget.button(english.confirm));
  await expect(widget.heading(english.booked)).toBeFocused();
});

test.describe("without a connection", () => {
  test.use({ expectedErrors: [/ERR_INTERNET_DISCONNECTED/] });

  test("what was chosen and typed waits, and is booked once when it is back", async ({ page, widget, venue, context }) => {
    const choice = await venue.openTime("dinner", 2);
    await widget.prepare(choice);
    await context.setOffline(true);
    await widget.press(widget.button(english.confirm));
    const notice = widget.root.getByRole("group", { name: /We are not sure your reservation arrived/ });
    await expect(notice).toBeFocused();
    await context.setOffline(false);
    await widget.press(widget.button(english.sendAgain));
    await expect(widget.heading(english.booked)).toBeFocused();
    expect(await widget.events("reserved")).toHaveLength(1);
  });

  test("times that could not be asked for come by a press", async ({ widget, venue, context }) => {
    const first = (await venue.days("dinner", 2)).find(({ status }) => status === "open");
    const choice = await venue.openTime("dinner", 2, (_, day) => day !== first?.day);
    await widget.open();
    await widget.turnTo(choice.day);
    await context.setOffline(true);
    await widget.press(widget.day(choice.day));
    await expect(widget.root.getByText("We could not load the times.").first()).toBeVisible();
    await context.setOffline(false);
    await widget.press(widget.button("Try again"));
    await expect(widget.time(choice.minutes)).toBeVisible();
  });
});
