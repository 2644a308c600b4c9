// Pages that listen to keys, and pages that hold the focus: typing in the widget is the widget's.

import { serve, TAG, tag } from "./host.ts";
import { expect, test } from "./test.ts";
import { ADA } from "./widget.ts";
import { english } from "./words.ts";

/** The usual handler of a page: keys that are typed into a field are not its own, as far as it sees the field. */
const SHORTCUTS = `
  <input id="search" aria-label="Search">
  <script>
    window.pressed = [];
    for (const kind of ["keydown", "keypress", "keyup"]) {
      document.addEventListener(kind, (event) => {
        if (/^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) return;
        window.pressed.push(kind + " " + event.key);
        if (event.key === " ") event.preventDefault();
        if (kind === "keydown" && event.key === "/") {
          event.preventDefault();
          document.querySelector("#search").focus();
        }
      });
    }
  </script>`;

test("what is typed arrives in the field alone, and triggers no shortcut of the page", async ({ page, widget, venue }) => {
  await serve(page, SHORTCUTS + TAG);
  await page.goto("/host");
  await widget.choose(await venue.openTime("dinner", 2));
  await widget.unfoldMore();
  await page.evaluate(() => ((window as any).pressed.length = 0));
  await widget.field(english.lastName).pressSequentially("von der Au");
  await widget.field(english.notes).pressSequentially("1/2 portion");
  await expect(widget.field(english.lastName)).toHaveValue("von der Au");
  await expect(widget.field(english.notes)).toHaveValue("1/2 portion");
  expect(await page.evaluate(() => (window as any).pressed)).toEqual([]);
  // Keys that do not write text reach the page.
  await page.keyboard.press("Tab");
  await page.keyboard.press("Escape");
  const pressed: string[] = await page.evaluate(() => (window as any).pressed);
  expect(pressed).toEqual(expect.arrayContaining(["keydown Tab", "keydown Escape"]));
});

test("keys elsewhere on the page and on the widget's buttons stay the page's", async ({ page, widget, venue }) => {
  await serve(page, SHORTCUTS + TAG);
  await page.goto("/host");
  const choice = await venue.openTime("dinner", 2);
  await widget.turnTo(choice.day);
  await widget.day(choice.day).focus();
  await page.keyboard.press("/");
  await expect(page.locator("#search")).toBeFocused();
});

test("Enter in a field still goes on, and Escape still closes the dialog", async ({ page, widget, venue }) => {
  await serve(page, SHORTCUTS + tag(`data-mode="button"`));
  await page.goto("/host");
  await page.getByRole("button", { name: "Reserve a table", exact: true }).click();
  await expect(widget.heading(english.find)).toBeVisible();
  await widget.choose(await venue.openTime("dinner", 2));
  await widget.type({ ...ADA, email: "ada@" });
  await widget.field(english.email).press("Enter");
  await expect(widget.root.getByRole("group", { name: "One field needs another look" })).toBeFocused();
  await widget.field(english.email).press("Escape");
  await expect(page.getByRole("dialog")).toBeHidden();
});
