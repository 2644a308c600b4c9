// A time that is pressed before the widget's code is there: the edge draws the step that follows, and the code takes it over.

import type { Page, Route } from "@playwright/test";
import { serve, tag, watch } from "./host.ts";
import { expect, test } from "./test.ts";
import type { Choice } from "./venue.ts";
import { ADA } from "./widget.ts";
import { clock, english } from "./words.ts";

/** Holds requests back until the function that this gives is called, which lets them go on, or fail. */
async function hold(page: Page, files: string | RegExp, goOn = (route: Route) => route.continue()): Promise<() => void> {
  let release = () => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  await page.route(files, async (route) => {
    await released;
    await goOn(route);
  });
  return release;
}

/** What the edge is asked for when a time is pressed. */
const FOLLOWING = /\/fragment\?.*&time=/;

/** A restaurant's page with the tag, for the choice but its time. */
async function open(page: Page, { experienceId, attendees, day }: Omit<Choice, "minutes">): Promise<void> {
  await serve(page, tag(`data-experience="${experienceId}" data-attendees="${attendees}" data-date="${day}"`));
  await page.goto("about:blank");
  await page.goto("/host");
}

test("shows the details at once, which keep what is typed, and the table is booked", async ({ page, widget, venue }) => {
  const release = await hold(page, "**/*.wasm");
  const choice = await venue.openTime("dinner", 2);
  await open(page, choice);
  const address = page.url();
  await widget.press(widget.time(choice.minutes));
  await expect(widget.heading(english.details)).toBeFocused();
  await expect(widget.footer).toContainText(clock(choice.minutes));
  await widget.field(english.lastName).pressSequentially("Mus");
  release();
  await page.keyboard.type("ter");
  await widget.ready();
  await expect(widget.field(english.lastName)).toBeFocused();
  await expect(widget.field(english.lastName)).toHaveValue("Muster");
  expect(page.url()).toBe(address);
  await widget.introduce(ADA);
  const sent = await widget.send();
  expect(sent).toMatchObject({ experienceId: "dinner", attendees: 2, day: choice.day, minutes: choice.minutes });
  await expect(widget.heading(english.booked)).toBeVisible();
});

test("the details have their entry in the tab's history, and the way back leads to the times", async ({ page, widget, venue }) => {
  const release = await hold(page, "**/*.wasm");
  const choice = await venue.openTime("dinner", 2);
  await open(page, choice);
  await widget.press(widget.time(choice.minutes));
  await expect(widget.heading(english.details)).toBeFocused();
  release();
  await expect.poll(() => page.evaluate(() => history.state?.couvertStep)).toBe(1);
  await page.goBack();
  await expect(widget.heading(english.find)).toBeVisible();
  await expect(widget.time(choice.minutes)).toHaveAttribute("aria-pressed", "true");
  await page.goBack();
  await expect(page).toHaveURL("about:blank");
});

test("what the edge draws may come later than the code, which goes on by itself then", async ({ page, widget, venue }) => {
  const release = await hold(page, "**/*.wasm");
  await hold(page, FOLLOWING);
  const choice = await venue.openTime("dinner", 2);
  await open(page, choice);
  await widget.press(widget.time(choice.minutes));
  await expect(widget.time(choice.minutes)).toHaveAttribute("aria-pressed", "true");
  release();
  await expect(widget.heading(english.details)).toBeFocused();
  await expect(widget.footer).toContainText(clock(choice.minutes));
});

test("of two times the later counts", async ({ page, widget, venue }) => {
  const release = await hold(page, "**/*.wasm");
  const releaseFirst = await hold(page, FOLLOWING);
  const choice = await venue.openTime("dinner", 2);
  await open(page, choice);
  const slots = widget.root.locator(".slot:enabled");
  await widget.press(slots.nth(0));
  await widget.press(slots.nth(1));
  await expect(slots.nth(0)).not.toHaveAttribute("aria-pressed");
  const later = await slots.nth(1).getAttribute("value");
  releaseFirst();
  await expect(widget.heading(english.details)).toBeFocused();
  expect(await widget.root.locator("input[name=time]").inputValue()).toBe(later);
  release();
  await widget.ready();
  await expect(widget.heading(english.details)).toBeFocused();
});

test("after another choice nothing is shown for the one before it", async ({ page, widget, venue }) => {
  const release = await hold(page, "**/*.wasm");
  const choice = await venue.openTime("dinner", 2);
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  await open(page, choice);
  const other = widget.root.locator(`.day.open:visible:not([value="${choice.day}"])`).first();
  const day = (await other.getAttribute("value"))!;
  await widget.press(other);
  await widget.press(widget.time(choice.minutes));
  release();
  await expect(widget.day(day).locator("..")).toHaveAttribute("aria-selected", "true");
  await expect(widget.heading(english.find)).toBeVisible();
  expect(asked.filter((address) => FOLLOWING.test(address))).toEqual([]);
});

test("an experience with extras goes on to them, and shows no details before", async ({ page, widget, venue }) => {
  const release = await hold(page, "**/couvert_bg.wasm");
  const choice = await venue.openTime("brunch", 2);
  await open(page, choice);
  const answer = page.waitForResponse(FOLLOWING);
  await widget.press(widget.time(choice.minutes));
  await (await answer).finished();
  await expect(widget.time(choice.minutes)).toHaveAttribute("aria-pressed", "true");
  await expect(widget.heading(english.details)).toHaveCount(0);
  release();
  await expect(widget.heading(english.extras)).toBeFocused();
});

test.describe("where the edge does not answer", () => {
  test.use({ expectedErrors: [/ERR_FAILED/] });

  test("the code carries the press out", async ({ page, widget, venue }) => {
    const release = await hold(page, "**/*.wasm");
    await page.route(FOLLOWING, (route) => route.abort());
    const choice = await venue.openTime("dinner", 2);
    await open(page, choice);
    await widget.press(widget.time(choice.minutes));
    release();
    await expect(widget.heading(english.details)).toBeFocused();
  });
});

test("a press is carried out on a screen of later data too", async ({ page, widget, venue }) => {
  const choice = await venue.openTime("dinner", 2);
  const release = await hold(page, "**/*.wasm");
  await hold(page, FOLLOWING);
  // The document was drawn before the first of the times was gone.
  await page.route(/\/fragment\?(?!.*time=)/, async (route) => {
    const answer = await route.fetch();
    const screen = await answer.json();
    screen.slots.slots[0].status = "full";
    await route.fulfill({ response: answer, json: screen });
  });
  await page.goto(`/book/demo?language=en&experience=dinner&attendees=2&date=${choice.day}`);
  await expect.poll(() => page.evaluate(() => customElements.get("couvert-booking") !== undefined)).toBe(true);
  const second = widget.root.locator(".slot:enabled").nth(1);
  const time = await second.getAttribute("value");
  await widget.press(second);
  await expect(second).toHaveAttribute("aria-pressed", "true");
  release();
  await expect(widget.heading(english.details)).toBeFocused();
  expect(await widget.root.locator("input[name=time]").inputValue()).toBe(time);
});

test("keys that are typed before anything of the page's own follows stay in the field", async ({ page, widget, venue }) => {
  await hold(page, "**/page.js");
  const choice = await venue.openTime("dinner", 2);
  await open(page, choice);
  await page.evaluate(() => addEventListener("keydown", () => ((window as any).heard = true)));
  await widget.press(widget.time(choice.minutes));
  await expect(widget.heading(english.details)).toBeFocused();
  await widget.field(english.lastName).pressSequentially("Mu/1");
  expect(await page.evaluate(() => (window as any).heard)).toBeUndefined();
});

test("the focus stays where the guest has gone on meanwhile", async ({ page, widget, venue }) => {
  await hold(page, "**/*.wasm");
  const release = await hold(page, FOLLOWING);
  const choice = await venue.openTime("dinner", 2);
  const { experienceId, attendees, day } = choice;
  const attributes = `data-experience="${experienceId}" data-attendees="${attendees}" data-date="${day}"`;
  await serve(page, `<p><input aria-label="Search"></p>${tag(attributes)}`);
  await page.goto("/host");
  await widget.press(widget.time(choice.minutes));
  const search = page.getByRole("textbox", { name: "Search" });
  await search.click();
  release();
  await expect(widget.heading(english.details)).toBeVisible();
  await expect(search).toBeFocused();
});

test("a widget that begins anew while its first screen is on the way is there in the end", async ({ page, widget }) => {
  const release = await hold(page, /\/fragment\?|couvert\.css/);
  await serve(page, tag(""));
  await page.goto("/host");
  await widget.root.waitFor({ state: "attached" });
  await widget.root.evaluate((element) => element.setAttribute("language", "de"));
  await expect.poll(() => widget.root.evaluate((element) => element.shadowRoot!.querySelector(".bones")?.ariaLabel)).toMatch(/^Wird/);
  release();
  await expect(widget.heading("Tisch reservieren")).toBeVisible();
  await widget.ready();
});

test.describe("where the program never comes", () => {
  test.use({ expectedErrors: [/wasm|404/i] });

  test("the details are sent to the hosted page under one key", async ({ page, widget, venue }) => {
    const release = await hold(page, "**/couvert_bg.wasm", (route) => route.fulfill({ status: 404, body: "" }));
    const choice = await venue.openTime("dinner", 2);
    await open(page, choice);
    await widget.press(widget.time(choice.minutes));
    await expect(widget.heading(english.details)).toBeFocused();
    await widget.type({ lastName: ADA.lastName, email: ADA.email });
    const sent = page.waitForRequest((request) => request.method() === "POST" && request.url().includes("/book/demo"));
    release();
    await widget.press(widget.button(english.confirm));
    expect(new URLSearchParams((await sent).postData() ?? "").get("key")).toMatch(/^[0-9a-f]{32}$/);
    await expect(widget.heading(english.booked)).toBeVisible();
  });
});

test("the tag asks once for its screen and its style", async ({ page, widget, venue }) => {
  const asked = watch(page);
  await open(page, await venue.openTime("dinner", 2));
  await widget.ready();
  expect([asked("/fragment"), asked("/couvert.css"), asked("/page.js"), asked(".wasm")]).toEqual([1, 1, 1, 1]);
});
