// Every step under axe, in light and dark; narrow screens, large text, reduced motion.

import { AxeBuilder } from "@axe-core/playwright";
import { expect, overflow, test } from "./test.ts";
import type { Venue } from "./venue.ts";
import { ADA, type Widget } from "./widget.ts";
import { english } from "./words.ts";

/** Walks through a booking and looks at each step once it is drawn. */
async function walk(widget: Widget, venue: Venue, look: (step: string) => Promise<void>): Promise<void> {
  const choice = await venue.openTime("dinner", 2);
  await widget.open();
  await widget.turnTo(choice.day);
  await look("1-find");
  await widget.chooseDay(choice.day);
  await expect(widget.time(choice.minutes)).toBeVisible();
  await look("2-times");
  await widget.press(widget.time(choice.minutes));
  await expect(widget.heading(english.details)).toBeFocused();
  await look("3-details");
  await widget.press(widget.button(english.goOn));
  await expect(widget.root.getByRole("group", { name: /need another look/ })).toBeFocused();
  await look("4-faults");
  await widget.introduce(ADA);
  await look("5-review");
  await widget.press(widget.button(english.confirm));
  await expect(widget.heading(english.booked)).toBeFocused();
  await look("6-done");
}

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(() => {
    test.use({ colorScheme, contextOptions: { reducedMotion: "reduce" } });

    test(`axe finds nothing on any step in ${colorScheme}`, async ({ page, widget, venue, picture }) => {
      await walk(widget, venue, async (step) => {
        const axe = new AxeBuilder({ page });
        // The whole page once, since some rules are about how its parts fit together.
        const { violations } = await (step === "1-find" ? axe : axe.include("couvert-booking")).analyze();
        const found = violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html }) => html) }));
        expect.soft(found, step).toEqual([]);
        await picture(`${step}-${colorScheme}`);
      });
    });
  });
}

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
