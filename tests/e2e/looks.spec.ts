// Pictures of every screen, compared with those in `snapshots/`. When the looks change on purpose:
// cargo xtask test --only e2e -- looks --update-snapshots, and look at what git shows as changed.

import { bars, expect, screens, test, type Variant } from "./gallery.ts";
import { long } from "./long.ts";

test.use({ contextOptions: { reducedMotion: "reduce" }, deviceScaleFactor: 1 });
test.setTimeout(480_000);

/** The variants in which one screen is drawn too. */
const VARIANTS: [string, Variant][] = [
  ["times-conditions", { scheme: "dark" }],
  ["times-conditions", { dir: "rtl", theme: "trattoria" }],
];

test("every screen looks as it did", async ({ page, show }) => {
  const plain = (await screens()).map((screen): [string, Variant] => [screen, {}]);
  for (const [screen, variant] of [...plain, ...VARIANTS]) {
    const name = [screen, ...Object.values(variant)].join("-");
    const widget = await show(screen, variant);
    await bars(widget);
    await expect.soft(page).toHaveScreenshot(`${name}.png`, { fullPage: true, maxDiffPixelRatio: 0.01 });
  }
});

test("forced colours leave every state visible", async ({ page, show }) => {
  await page.emulateMedia({ forcedColors: "active" });
  const widget = await show("times-chosen");
  const looks = (selector: string) =>
    widget.locator(selector).first().evaluate((element) => {
      const { backgroundColor, color, borderTopColor, textDecorationLine } = getComputedStyle(element);
      return { backgroundColor, color, borderTopColor, textDecorationLine };
    });
  const [chosen, open] = [await looks("[aria-selected=true] .day"), await looks("[aria-selected=false] .day.open")];
  expect(chosen.backgroundColor).not.toBe(open.backgroundColor);
  expect((await looks("td .day.full")).textDecorationLine).toBe("line-through");
  for (const [is, isNot] of [
    [".slot[aria-pressed]", ".slot:enabled:not([aria-pressed])"],
    [".size:has(:checked)", ".size:not(:has(:checked))"],
    [".progress .reached", ".progress li:not(.reached)"],
  ]) {
    expect(await looks(is), is).not.toEqual(await looks(isNot));
  }
  await show("faults");
  expect(await looks(".button.primary")).not.toEqual(await looks(".actions .button:not(.primary)"));
  const border = await widget.locator("#email").evaluate((field) => getComputedStyle(field).borderTopStyle);
  expect(border).toBe("double");
});

test("cards of experiences are as wide as each other", async ({ page, show }) => {
  for (const width of [900, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    const widget = await show("find", { language: "de" });
    const widths = await widget.locator(".card").evaluateAll((cards) =>
      cards.map((card) => card.getBoundingClientRect().width.toFixed(1)),
    );
    expect(new Set(widths).size, `at ${width}`).toBe(1);
  }
});

test("the answers to the question about cancelling are as wide as each other", async ({ page, show }) => {
  for (const width of [360, 560, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    const widget = await show("manage-cancel", { language: "de" });
    const widths = await widget.locator(".actions .button").evaluateAll((buttons) =>
      buttons.map((button) => button.getBoundingClientRect().width.toFixed(1)),
    );
    expect(widths, `at ${width}`).toHaveLength(2);
    expect(new Set(widths).size, `at ${width}`).toBe(1);
  }
});

test("the tab order of the review is the visual one", async ({ page, show }) => {
  await page.setViewportSize({ width: 1280, height: 900 });
  const widget = await show("review-deposit");
  const [back, confirm] = await widget.locator(".closing .actions .button").evaluateAll((buttons) =>
    buttons.map((button) => {
      const { left, top, bottom } = button.getBoundingClientRect();
      return { left, top, bottom };
    }),
  );
  expect(back.top < confirm.bottom && back.left < confirm.left).toBe(true);
});

test("a confirmation is printed without what can only be pressed", async ({ page, show }) => {
  const widget = await show("done", { scheme: "dark" });
  await page.emulateMedia({ media: "print" });
  await expect(widget.getByText("R-000123")).toBeVisible();
  await expect(widget.getByRole("button")).toHaveCount(0);
  const ticket = widget.locator(".ticket");
  const { color, backgroundColor } = await ticket.evaluate((element) => {
    const { color, backgroundColor } = getComputedStyle(element);
    return { color, backgroundColor };
  });
  expect([color, backgroundColor]).toEqual(["rgb(0, 0, 0)", "rgb(255, 255, 255)"]);
});

for (const direction of [undefined, "rtl"] as const) {
  for (const density of ["0.8", "1.25"]) {
    const ending = long((direction === "rtl") === (density === "0.8"));
    test(`targets are large enough and nothing is cut off, ${direction ?? "ltr"}, density ${density}${ending}`, async ({ page, show }) => {
      for (const screen of ["times-conditions", "large-party", "faults", "review-deposit", "unsure", "done", "long-names"]) {
        for (const width of [320, 640, 1280]) {
          await page.setViewportSize({ width, height: 800 });
          const widget = await show(screen, { language: "de", density, ...(direction && { dir: direction }) });
          const found = await widget.evaluate((element) => {
            const root = element.shadowRoot!;
            const { scrollWidth, clientWidth } = document.documentElement;
            const small = [...root.querySelectorAll<HTMLElement>("button, select, label:has(input), input:not(label *), summary")]
              .map((target) => [target.outerHTML.slice(0, 80), target.getBoundingClientRect()] as const)
              .filter(([, { width, height }]) => width > 0 && (width < 30 || height < 40))
              .map(([html, { width, height }]) => `${width}x${height} ${html}`);
            return { overflow: scrollWidth - clientWidth, small };
          });
          expect.soft(found, `${screen} at ${width}`).toEqual({ overflow: 0, small: [] });
        }
      }
    });
  }
}
