// Pages whose style means no good: every screen keeps its place, its size and its colours.

import type { Locator } from "@playwright/test";
import { bars, expect, test } from "./gallery.ts";
import { long } from "./long.ts";

// An element in motion has no place to compare yet, nor has one that stays in sight while a page is scrolled: a window that all of
// a screen fits in.
test.use({ contextOptions: { reducedMotion: "reduce" }, viewport: { width: 1280, height: 4_000 } });

const STYLES: [string, string][] = [
  ["everything unset", "* { all: unset !important; }"],
  ["everything a block in capitals", `* { display: block !important; box-sizing: content-box !important;
      color: red !important; text-transform: uppercase !important; letter-spacing: 9px !important; word-spacing: 2em !important; }`],
  ["giant fonts", "html { font-size: 60px !important; } * { font: 900 40px/3 serif !important; }"],
  ["nothing shown", "div, button, input, table, td, form, section { display: none !important; visibility: hidden !important; }"],
  // Where the page itself is cut off, what stays in sight stays in those 20 pixels.
  ["everything faded and cut off", "body * { opacity: 0.2 !important; max-height: 20px !important; height: 20px !important; overflow: hidden !important; }"],
  ["written upwards and backwards", "body { direction: rtl; writing-mode: vertical-rl; text-align: right; white-space: nowrap; columns: 3; }"],
  ["out of reach", "* { pointer-events: none !important; user-select: none !important; cursor: none !important; }"],
  ["transformed and filtered ancestors", "html, body { transform: translateZ(0); filter: contrast(1); perspective: 400px; will-change: transform; }"],
];

interface Look {
  box: number[];
  style: string;
}

/** Where everything is within the element, and how it is written. */
function looks(widget: Locator): Promise<Look[]> {
  return widget.evaluate((element) => {
    const origin = element.shadowRoot!.querySelector(".couvert")!.getBoundingClientRect();
    const seen = element.shadowRoot!.querySelectorAll("h2, h3, label, button, input, td, p, li, .summary, .ticket");
    const shown = [...seen].filter((each) => each.getClientRects().length > 0);
    return shown.map((each) => {
      const { x, y, width, height } = each.getBoundingClientRect();
      const style = getComputedStyle(each);
      const { color, fontSize, letterSpacing, textTransform, visibility, pointerEvents } = style;
      return {
        box: [x - origin.x, y - origin.y, width, height],
        style: [color, fontSize, letterSpacing, textTransform, visibility, pointerEvents].join(" "),
      };
    });
  });
}

/** The differences. Where a line of text begins within a pixel is the browser's own choice. */
function changed(wanted: Look[], found: Look[]): [Look, Look | undefined][] {
  const isMoved = (one: Look, other: Look) => one.box.some((side, index) => Math.abs(side - other.box[index]!) >= 1);
  return wanted
    .map((look, index): [Look, Look | undefined] => [look, found[index]])
    .filter(([one, other]) => !other || one.style !== other.style || isMoved(one, other));
}

for (const screen of ["times-conditions", "faults", "done"]) {
  for (const [place, [name, css]] of STYLES.entries()) {
    test(`${screen} survives a page with ${name}${long(screen !== "times-conditions" && place > 1)}`, async ({ page, show }) => {
      // A place of a certain width: that much is the page's own to say.
      const place = `couvert-booking { inline-size: 380px !important; width: 380px !important; }`;
      let widget = await show(screen);
      await bars(widget);
      await page.addStyleTag({ content: place });
      const wanted = await looks(widget);
      widget = await show(screen);
      await bars(widget);
      await page.addStyleTag({ content: css });
      await page.addStyleTag({ content: place });
      const found = await looks(widget);
      expect(found).toHaveLength(wanted.length);
      expect(changed(wanted, found)).toEqual([]);
      const host = await widget.evaluate((element) => {
        const { opacity, overflow, display } = getComputedStyle(element);
        const [outer, inner] = [element, element.shadowRoot!.querySelector(".couvert")!].map((each) => each.getBoundingClientRect());
        return { opacity, overflow, display, isWhole: outer.height >= inner.height - 1 };
      });
      expect(host).toEqual({ opacity: "1", overflow: "visible", display: "block", isWhole: true });
    });
  }
}
