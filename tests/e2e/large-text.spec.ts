// Guests whose browser shows text at twice the size: a setting of the browser, so these tests start
// one of their own.

import { expect, overflow, test } from "./test.ts";
import { ADA, keepEvents, Widget } from "./widget.ts";
import { english } from "./words.ts";

test("a booking can be made with text at twice the size", async ({
  playwright,
  launchOptions,
  contextOptions,
  viewport,
  baseURL,
  venue,
}, info) => {
  const args = [...(launchOptions.args ?? []), "--blink-settings=defaultFontSize=32"];
  const browser = await playwright.chromium.launch({ ...launchOptions, args });
  const page = await browser.newPage({ ...contextOptions, viewport, baseURL, locale: english.locale });
  await keepEvents(page);
  const widget = new Widget(page, english);
  const look = async (step: string) => {
    expect(await overflow(page), step).toBeLessThanOrEqual(0);
    await widget.root.screenshot({ path: info.outputPath(`${step}.png`) });
  };
  const choice = await venue.openTime("dinner", 2);
  await widget.open("/book/demo");
  const month = widget.button(english.laterMonth);
  const size = await month.evaluate((button) => parseFloat(getComputedStyle(button).fontSize));
  expect(size).toBeGreaterThanOrEqual(26);
  await widget.turnTo(choice.day);
  await widget.chooseDay(choice.day);
  await expect(widget.time(choice.minutes)).toBeVisible();
  // A number of two digits, or a weekday, is one line, and within its box.
  const broken = await widget.root.evaluate((element) => {
    const range = document.createRange();
    return [...element.shadowRoot!.querySelectorAll<HTMLElement>("td .day, th, .sizes .size > span")].flatMap((cell) => {
      range.selectNodeContents(cell);
      const [text, box] = [range.getBoundingClientRect(), cell.closest("td, th, label")!.getBoundingClientRect()];
      const isWhole = range.getClientRects().length <= 1 && text.width <= box.width + 0.5;
      return isWhole ? [] : [cell.outerHTML.slice(0, 80)];
    });
  });
  expect(broken).toEqual([]);
  await look("1-times");
  await widget.press(widget.time(choice.minutes));
  await look("2-details");
  await widget.introduce(ADA);
  await look("3-filled");
  await widget.press(widget.button(english.confirm));
  await expect(widget.heading(english.booked)).toBeFocused();
  await look("4-done");
  await browser.close();
});
