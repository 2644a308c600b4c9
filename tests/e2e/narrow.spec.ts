// A booking on the narrowest screen, and motion for guests who want none.

import { expect, overflow, test } from "./test.ts";
import { walk } from "./walk.ts";

test.describe(() => {
  test.use({ viewport: { width: 320, height: 640 } });

  test("nothing has to be scrolled sideways at 320 pixels", async ({ page, widget, venue, picture }) => {
    await walk(widget, venue, async (step) => {
      expect(await overflow(page), step).toBeLessThanOrEqual(0);
      await picture(`${step}-320`);
    });
  });
});

test("motion stops for guests who want none", async ({ page, widget }) => {
  // What moves is the skeleton, which stands until the first screen comes.
  await page.route("**/fragment?*", () => {});
  await page.route("**/*.wasm", () => {});
  const moving = () =>
    widget.root.evaluate((element) => {
      const all = element.shadowRoot!.getAnimations();
      return all.filter((animation) => animation.playState === "running").length;
    });
  await page.goto("/");
  await expect.poll(moving).toBeGreaterThan(0);
  await page.emulateMedia({ reducedMotion: "reduce" });
  await expect.poll(moving).toBe(0);
});
