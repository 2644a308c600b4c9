// What the widget takes over of the page's look: the face of the nearest heading, and the dark ground.

import type { Page } from "@playwright/test";
import { serve, TAG } from "./host.ts";
import { expect, test } from "./test.ts";
import type { Widget } from "./widget.ts";
import { english } from "./words.ts";

/** Opens a restaurant's page with this look, the tag after its second heading. */
async function open(page: Page, widget: Widget, css: string): Promise<void> {
  const heading = `<h1 style="font-family:Cantarell">The Quince</h1><h2 style="font-family:'Playfair Display', serif">Book</h2>`;
  await serve(page, `<style>${css}</style>${heading}<div>${TAG}</div><h2 style="font-family:Lato">After it</h2>`);
  await page.goto("/host");
  await widget.ready();
}

/** A computed style of the widget's heading, or of its ground. */
const styleOf = (widget: Widget, selector: string, property: string) =>
  widget.root.locator(selector).first().evaluate((it, name) => getComputedStyle(it).getPropertyValue(name), property);

test("headings have the face of the page's nearest heading before the widget", async ({ page, widget }) => {
  await open(page, widget, "body { font-family: Roboto }");
  expect(await styleOf(widget, "h2", "font-family")).toBe(`"Playfair Display", serif`);
  expect(await styleOf(widget, "label", "font-family")).toContain("Roboto");
});

test("a face that the page sets for the widget's headings counts more", async ({ page, widget }) => {
  await open(page, widget, "couvert-booking { --couvert-heading-font: Bitter }");
  expect(await styleOf(widget, "h2", "font-family")).toBe("Bitter");
});

test.describe("in the dark", () => {
  test.use({ colorScheme: "dark" });

  test("the ground is dark, made of the page's own, and text on it can be read", async ({ page, widget }) => {
    const grounds = [];
    for (const ground of ["rgb(10, 20, 60)", "rgb(40, 10, 10)"]) {
      await open(page, widget, `:root { color-scheme: dark } body { background: ${ground}; color: #eee }`);
      await expect(widget.heading(english.find)).toBeVisible();
      grounds.push(await lightness(widget));
    }
    const [blue, red] = grounds;
    expect(blue!.ground).not.toEqual(red!.ground);
    for (const { ground, ink } of grounds) {
      expect(luminance(ground)).toBeLessThan(0.05);
      expect((luminance(ink) + 0.05) / (luminance(ground) + 0.05)).toBeGreaterThan(7);
    }
  });
});

/** The colours of the widget's ground and of its text, as red, green and blue from 0 to 255. */
async function lightness(widget: Widget): Promise<{ ground: number[]; ink: number[] }> {
  return widget.root.locator(".couvert").evaluate((box) => {
    const rgb = (color: string) => {
      const canvas = new OffscreenCanvas(1, 1).getContext("2d")!;
      canvas.fillStyle = color;
      canvas.fillRect(0, 0, 1, 1);
      return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
    };
    const { backgroundColor, color } = getComputedStyle(box);
    return { ground: rgb(backgroundColor), ink: rgb(color) };
  });
}

/** The relative luminance of a colour (WCAG 2.2). */
function luminance(rgb: number[]): number {
  const [red, green, blue] = rgb.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}
