// What the widget takes over of the page's look: the face of the nearest heading, and the dark ground.

import { AxeBuilder } from "@axe-core/playwright";
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
    const grounds: string[] = [];
    for (const ground of ["rgb(10, 20, 60)", "rgb(40, 10, 10)"]) {
      await open(page, widget, `:root { color-scheme: dark } body { background: ${ground}; color: #eee }`);
      await expect(widget.heading(english.find)).toBeVisible();
      grounds.push(await styleOf(widget, ".couvert", "background-color"));
      const axe = new AxeBuilder({ page }).include("couvert-booking").withRules("color-contrast");
      expect((await axe.analyze()).violations).toEqual([]);
    }
    expect(grounds[0]).not.toBe(grounds[1]);
    for (const ground of grounds) expect(Number(/^oklab\(([\d.]+)/.exec(ground)![1]), ground).toBeLessThan(0.3);
  });
});
