// A whole booking without a mouse: the focus is where it belongs, and can be seen.

import type { Page } from "@playwright/test";
import { expect, test } from "./test.ts";
import { ADA } from "./widget.ts";
import { daysAfter } from "./venue.ts";
import { clock, date, english } from "./words.ts";

/** The focused element, within the shadow root too: its accessible name, roughly. */
async function focused(page: Page): Promise<{ name: string; isSeen: boolean }> {
  return page.evaluate(() => {
    let element = document.activeElement!;
    while (element.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    const label = (element as HTMLInputElement).labels?.[0];
    const name = element.getAttribute("aria-label") ?? label?.textContent ?? element.textContent ?? "";
    // A radio is drawn by its label.
    const drawn = [element, ...(label ? [label, ...label.children] : [])];
    const isSeen = drawn.some((each) => {
      const style = getComputedStyle(each);
      return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    });
    return { name: name.trim(), isSeen };
  });
}

/** Presses Tab until the focused element has this name; on the way the focus is always visible. */
async function tabTo(page: Page, name: RegExp): Promise<string[]> {
  const passed: string[] = [];
  for (let count = 0; count < 80; count++) {
    await page.keyboard.press("Tab");
    const now = await focused(page);
    expect(now.isSeen, `the focus can be seen on "${now.name}"`).toBe(true);
    if (name.test(now.name)) return passed;
    passed.push(now.name);
  }
  throw new Error(`no ${name} among ${passed.join(" | ")}`);
}

test("a guest books with the keyboard alone", async ({ page, widget, venue }) => {
  const choice = await venue.openTime("lunch", 3);
  await widget.open();
  const { keyboard } = page;

  await tabTo(page, /^Dinner/);
  await keyboard.press("ArrowRight");
  await expect(widget.radio(/^Lunch/)).toBeChecked();
  await expect(widget.radio(/^Lunch/)).toBeFocused();
  await tabTo(page, /^2 guests$/);
  await keyboard.press("ArrowRight");
  await expect(widget.radio("3 guests")).toBeChecked();
  await expect(widget.radio("3 guests")).toBeFocused();

  // Until the days are known, none is called free.
  const grid = widget.root.getByRole("grid");
  await expect(grid).not.toHaveAttribute("aria-busy", "true");
  await tabTo(page, new RegExp(`, ${english.tablesFree}$`));
  for (let count = 0; count < 90; count++) {
    const day = await page.evaluate(() => document.activeElement!.shadowRoot!.activeElement!.id.slice("day-".length));
    if (day === choice.day) break;
    const key = day > choice.day ? "ArrowLeft" : "ArrowRight";
    await keyboard.press(key);
    await expect(widget.root.locator(`[id="day-${daysAfter(day, key === "ArrowLeft" ? -1 : 1)}"]`)).toBeFocused();
  }
  await expect(widget.day(choice.day)).toBeFocused();
  await expect(widget.day(choice.day)).toHaveAccessibleName(new RegExp(`${english.tablesFree}$`));
  await keyboard.press("Enter");

  await expect(widget.root.getByRole("region").getByRole("heading", { level: 3 }).last()).toBeFocused();
  await expect(widget.time(choice.minutes)).toBeVisible();
  await tabTo(page, clock(choice.minutes));
  await keyboard.press("Space");

  await expect(widget.heading(english.details)).toBeFocused();
  await tabTo(page, /^First name/);
  for (const text of [ADA.firstName!, ADA.lastName, ADA.email]) {
    await keyboard.type(text);
    await keyboard.press("Tab");
  }
  // The focus is on what the optional fields are folded under.
  await keyboard.press("Enter");
  for (const text of [ADA.phone!, ADA.notes!]) {
    await keyboard.press("Tab");
    await keyboard.type(text);
  }
  await expect(widget.field(english.notes)).toHaveValue(ADA.notes!);
  await tabTo(page, new RegExp(`^${english.confirm}$`));
  await keyboard.press("Space");
  await expect(widget.heading(english.booked)).toBeFocused();
  await expect(widget.number()).toBeVisible();
});

test("the calendar is one stop for Tab, and arrows, Home, End and Page keys move within it", async ({
  page,
  widget,
  venue,
}) => {
  const { today } = await venue.about();
  const { keyboard } = page;
  await widget.open();
  const grid = widget.root.getByRole("grid");
  const stop = grid.locator("button[tabindex='0']");
  const at = (day: string) => widget.root.locator(`[id="day-${day}"]`);
  await expect(grid).not.toHaveAttribute("aria-busy", "true");
  await expect(stop).toHaveCount(1);

  await stop.focus();
  await keyboard.press("PageDown");
  // From the middle of a month every key has somewhere to go.
  const start = `${daysAfter(today, 45).slice(0, 7)}-14`;
  const current = () => stop.evaluate((button) => button.id.slice("day-".length));
  for (let count = 0; count < 60 && (await current()) !== start; count++) {
    const day = await current();
    const key = day < start ? "ArrowRight" : "ArrowLeft";
    await keyboard.press(key);
    await expect(at(daysAfter(day, day < start ? 1 : -1))).toBeFocused();
  }
  const weekday = (new Date(start).getUTCDay() + 6) % 7;
  const moves: [string, string][] = [
    ["ArrowDown", daysAfter(start, 7)],
    ["ArrowUp", start],
    ["ArrowLeft", daysAfter(start, -1)],
    ["ArrowRight", start],
    ["Home", daysAfter(start, -weekday)],
    ["End", daysAfter(start, 6 - weekday)],
  ];
  for (const [key, day] of moves) {
    await keyboard.press(key);
    await expect(at(day), key).toBeFocused();
    await expect(stop).toHaveCount(1);
    await expect(stop).toHaveId(`day-${day}`);
  }
  await keyboard.press("Tab");
  await expect(grid.locator(":focus")).toHaveCount(0);
  await keyboard.press("Shift+Tab");
  await expect(stop).toBeFocused();
});

test("a day keeps the focus while its month is being asked for", async ({ page, widget }) => {
  await widget.open();
  const grid = widget.root.getByRole("grid");
  await expect(grid).not.toHaveAttribute("aria-busy", "true");
  let release = () => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  await page.route("**/calendar?*attendees=3*", async (route) => {
    await released;
    await route.continue();
  });
  await widget.radio(english.guests(2)).focus();
  await page.keyboard.press("ArrowRight");
  await expect(grid).toHaveAttribute("aria-busy", "true");
  const day = (await grid.locator("button[tabindex='0']").getAttribute("id"))!.slice("day-".length);
  await tabTo(page, date(english, day));
  await expect(widget.day(day)).toBeFocused();
  release();
  await expect(grid).not.toHaveAttribute("aria-busy", "true");
  await expect(widget.day(day)).toBeFocused();
});

test("the button that asks for a month again hands the focus on", async ({ page, widget }) => {
  await page.route("**/calendar?*attendees=3*", (route) => route.fulfill({ status: 200, body: "{}" }), { times: 1 });
  await widget.open();
  await widget.radio(english.guests(2)).focus();
  await page.keyboard.press("ArrowRight");
  await widget.button("Try again").focus();
  await page.keyboard.press("Enter");
  await expect(widget.root.locator("h3#calendar")).toBeFocused();
});

test("a day that is not free says so and is not chosen", async ({ page, widget, venue }) => {
  const closed = (await venue.days("dinner", 2)).find(({ status }) => status === "closed")!;
  await widget.open();
  await widget.turnTo(closed.day);
  await expect(widget.day(closed.day)).toHaveAccessibleName(/closed$/);
  // The day that was chosen for the guest may be in another month.
  const chosen = widget.root.getByRole("gridcell", { selected: true });
  const before = await chosen.count();
  await widget.day(closed.day).focus();
  await page.keyboard.press("Enter");
  await expect(widget.root.getByRole("status")).toContainText("closed");
  await expect(chosen).toHaveCount(before);
  await expect(chosen.getByRole("button", { name: date(english, closed.day) })).toHaveCount(0);
});
