// Every screen under axe: in two languages, light and dark, with the venue's colour and with some of a
// page's own, at the widths where the layout differs. What colours cannot change is asked once a language.

import { AxeBuilder } from "@axe-core/playwright";
import { expect, screens, test, type Variant } from "./gallery.ts";
import { long } from "./long.ts";

test.use({ contextOptions: { reducedMotion: "reduce" } });
test.setTimeout(480_000);

const WIDTHS = [360, 768, 1280];

/** Together they have all languages, schemes, colours and widths. A language changes no colour. */
const variants = [
  { language: "en", scheme: "light" },
  { language: "en", scheme: "light", accent: "#ffff00" },
  { language: "en", scheme: "dark", accent: "#7f7f7f" },
  { language: "de", scheme: "light", accent: "#000000" },
  { language: "de", scheme: "dark" },
  { language: "de", scheme: "dark", accent: "#ffffff" },
] satisfies Variant[];

for (const [index, variant] of variants.entries()) {
  const { language, scheme, accent }: Variant = variant;
  const width = WIDTHS[index % WIDTHS.length];
  test(`axe finds nothing: ${language}, ${scheme}, ${accent ?? "the venue’s colour"}, ${width} px${long(accent !== undefined)}`, async ({ page, show }) => {
    await page.setViewportSize({ width, height: 900 });
    const all = await show("all", variant);
    await expect(all).toHaveCount((await screens()).length);
    // No screen has frames, so nothing has to be put together from several: that takes half of the time.
    const axe = new AxeBuilder({ page }).include("couvert-booking").setLegacyMode();
    // What colours cannot change is asked once a language. Landmarks are alike from screen to screen: see below.
    if (accent) axe.withRules(["color-contrast", "link-in-text-block"]);
    else axe.disableRules(["landmark-unique"]);
    const { violations, passes } = await axe.analyze();
    const found = violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html, any }) => [html, any[0]?.message]) }));
    expect(found).toEqual([]);
    // A page that was not looked at has no violations either.
    expect(passes.find(({ id }) => id === "color-contrast")!.nodes.length).toBeGreaterThan((await screens()).length);
  });
}

test("no two landmarks of a screen have the same role and name", async ({ show }) => {
  const all = await show("all");
  const landmarks = await all.evaluateAll((elements) =>
    elements.map((element) => {
      const root = element.shadowRoot!;
      const marks = root.querySelectorAll("nav, aside, main, section[aria-label], section[aria-labelledby], form[aria-label]");
      const names = [...marks].map((mark) => {
        const label = root.getElementById(mark.getAttribute("aria-labelledby") ?? "")?.textContent;
        return `${mark.localName} ${label ?? mark.getAttribute("aria-label")}`;
      });
      return [element.parentElement!.dataset.screen, names] as const;
    }),
  );
  expect(landmarks.some(([, names]) => names.length > 1)).toBe(true);
  for (const [screen, names] of landmarks) expect.soft(names, screen).toEqual([...new Set(names)]);
});

test("what has the focus shows it, on every kind of control", async ({ page, show }) => {
  for (const [screen, selector] of [
    ["times", ".slot:enabled"],
    ["times", "td .day[tabindex='0']"],
    ["times", ".turn.later"],
    ["details", "#email"],
    ["details", ".chip"],
    ["review-deposit", ".pencil"],
    ["review-deposit", ".button.primary"],
  ]) {
    for (const accent of ["#ffff00", "#ffffff"]) {
      const widget = await show(screen, { accent });
      const target = widget.locator(selector).first();
      await page.keyboard.press("Tab");
      await target.focus();
      const { outlineStyle, outlineColor, outlineWidth } = await target.evaluate((element) => {
        const { outlineStyle, outlineColor, outlineWidth } = getComputedStyle(element);
        const canvas = document.createElement("canvas").getContext("2d")!;
        canvas.fillStyle = outlineColor;
        canvas.fillRect(0, 0, 1, 1);
        const [red, green, blue] = canvas.getImageData(0, 0, 1, 1).data;
        return { outlineStyle, outlineWidth: parseFloat(outlineWidth), outlineColor: [red, green, blue] };
      });
      const linear = outlineColor.map((channel) => {
        const share = channel / 255;
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
      });
      const luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
      expect(outlineStyle, selector).not.toBe("none");
      expect(outlineWidth, selector).toBeGreaterThanOrEqual(2);
      expect(1.05 / (luminance + 0.05), `${selector} on white with ${accent}`).toBeGreaterThanOrEqual(3);
    }
  }
});
