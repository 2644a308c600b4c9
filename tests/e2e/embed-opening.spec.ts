// Opening a widget from elsewhere on its page, and pages that were written for Molzait's tag.

import type { Page } from "@playwright/test";
import { SCRIPT, serve, tag, watch } from "./host.ts";
import { long } from "./long.ts";
import { expect, test } from "./test.ts";
import { english } from "./words.ts";

const dialog = (page: Page) => page.getByRole("dialog", { name: "Reserve a table" });
const launcher = (page: Page) => page.getByRole("button", { name: "Reserve a table", exact: true });

/** The widget's warnings in the page's console. */
function warnings(page: Page): string[] {
  const messages: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "warning" && message.text().startsWith("couvert:")) messages.push(message.text());
  });
  return messages;
}

test("a matching element opens the dialog, also one that is added late or deep in the page", async ({ page, widget }) => {
  await serve(page, `<button class="book">Book</button>${tag(`data-mode="popup" data-open-selectors=".book, #late"`)}`);
  await page.goto("/host");
  await page.waitForFunction(() => typeof (window as any).couvert?.open === "function");
  await expect(launcher(page)).toHaveCount(0);
  await page.evaluate(() => {
    document.body.insertAdjacentHTML("beforeend", `<a id="late" href="/elsewhere">Late</a><div id="deep"></div>`);
    const root = document.querySelector("#deep")!.attachShadow({ mode: "open" });
    root.innerHTML = `<button class="book"><b>Deep</b></button>`;
  });
  for (const name of ["Book", "Late", "Deep"]) {
    await page.getByText(name, { exact: true }).click();
    await expect(widget.heading(english.find)).toBeVisible();
    await expect(dialog(page)).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(dialog(page)).toBeHidden();
  }
  expect(page.url()).toMatch(/\/host$/);
});

test("coming near what opens it loads it", async ({ page }) => {
  const asked = watch(page);
  await serve(page, `<button class="book">Book</button>${tag(`data-mode="popup" data-open-selectors=".book"`)}`);
  await page.goto("/host");
  await page.waitForFunction(() => typeof (window as any).couvert?.open === "function");
  expect([asked(".wasm"), asked("/dialog.js")]).toEqual([0, 0]);
  const begun = [page.waitForRequest("**/*.wasm"), page.waitForRequest("**/dialog.js")];
  await page.getByRole("button", { name: "Book" }).hover();
  await Promise.all(begun);
  await expect(dialog(page)).toBeHidden();
});

test("selectors that match nothing or cannot be read do no harm, and are named once", async ({ page, widget }) => {
  const messages = warnings(page);
  const broken = `data-mode="popup" data-open-selectors="reserve-button, a[, .book"`;
  await serve(page, `<button class="book">Book</button>${tag(broken)}${tag(`data-mode="popup" data-open-selectors=""`)}`);
  await page.goto("/host");
  await page.waitForFunction(() => typeof (window as any).couvert?.open === "function");
  await page.getByRole("button", { name: "Book" }).click();
  await expect(widget.root.first().getByRole("heading", { level: 2, name: english.find })).toBeVisible();
  expect(messages).toEqual([expect.stringContaining(`open-selectors="reserve-button, a[, .book"`)]);
});

for (const hash of ["#mol-open", "#couvert-open"]) {
  test(`links to ${hash} open it, and so does the address`, async ({ page, widget }) => {
    await serve(page, `<a href="${hash}">Table</a>${tag(`data-mode="popup"`)}`);
    await page.goto("/host");
    await page.waitForFunction(() => typeof (window as any).couvert?.open === "function");
    await page.getByRole("link", { name: "Table" }).click();
    await expect(widget.heading(english.find)).toBeVisible();
    await page.goto("about:blank");
    await page.goto(`/host${hash}`);
    await expect(dialog(page)).toBeVisible();
  });
}

for (const [what, marker] of [
  ["with its marker", `molzait data-open-selectors=".reserve" data-hide-button="true"`],
  ["without its marker", `data-open-selectors=".reserve" data-hide-button="true"`],
]) {
  test(`a page for Molzait's tag ${what} works after changing the src${long(what === "without its marker")}`, async ({ page, widget }) => {
    const head = `<script src="/embed.js" ${marker} data-restaurant="demo" defer></script>`;
    const body = `<!doctype html><html lang="en"><head><title>Host</title>${head}</head>
      <body><a class="reserve" href="/somewhere">Reserve</a><a href="#mol-open">Book</a></body>`;
    await page.route("**/host", (route) => route.fulfill({ contentType: "text/html", body }));
    await page.goto("/host");
    await page.waitForFunction(() => typeof (window as any).couvert?.open === "function");
    await expect(page.locator("couvert-booking")).toHaveCount(1);
    await expect(launcher(page)).toHaveCount(0);
    for (const name of ["Reserve", "Book"]) {
      await page.getByRole("link", { name, exact: true }).click();
      await expect(widget.heading(english.find)).toBeVisible();
      await page.keyboard.press("Escape");
      await expect(dialog(page)).toBeHidden();
    }
  });
}

test("Molzait's tag alone in the head gets its button", async ({ page, widget }) => {
  const body = `<!doctype html><html lang="en"><head><title>Host</title>
    <script src="/embed.js" molzait data-restaurant="demo" data-open-selectors="" defer></script></head><body><p>Soup`;
  await page.route("**/host", (route) => route.fulfill({ contentType: "text/html", body }));
  await page.goto("/host");
  await launcher(page).click();
  await expect(widget.heading(english.find)).toBeVisible();
});

for (const [what, queue] of [
  ["an array", `window.couvert = [["open"]];`],
  ["a function that keeps its calls", `window.couvert = function () { (couvert.q = couvert.q || []).push(arguments) }; couvert("open");`],
]) {
  test(`calls made before the script is there are kept by ${what}`, async ({ page, widget }) => {
    await serve(page, `<script>${queue}</script>${tag(`data-mode="popup"`)}`);
    await page.goto("/host");
    await expect(widget.heading(english.find)).toBeVisible();
    await expect(dialog(page)).toBeVisible();
    await page.evaluate(() => (window as any).couvert("close"));
    await expect(dialog(page)).toBeHidden();
    await page.evaluate(() => (window as any).couvert.push(["open"]));
    await expect(dialog(page)).toBeVisible();
  });
}

test("couvert.open() takes the element that is meant, and goes to one in the text", async ({ page }) => {
  const text = `<couvert-booking id="in" restaurant="demo"></couvert-booking>`;
  const popup = `<couvert-booking id="out" restaurant="demo" mode="popup"></couvert-booking>`;
  await serve(page, `<p>${"Soup<br>".repeat(200)}</p>${text}${popup}${SCRIPT}`);
  await page.goto("/host");
  await page.waitForFunction(() => typeof (window as any).couvert?.open === "function");
  await page.evaluate(() => (window as any).couvert.open("#in"));
  await expect(page.locator("#in").getByRole("heading", { level: 2 })).toBeInViewport();
  await expect(dialog(page)).toHaveCount(0);
  await page.evaluate(() => (window as any).couvert.open());
  await expect(page.locator("#out").getByRole("dialog")).toBeVisible();
});

test("the dialog needs no more of a page's policy than the README says", async ({ page, widget }) => {
  const policy =
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; img-src 'self' data:";
  await serve(page, tag(`data-mode="button" data-layer`), { "content-security-policy": policy });
  await page.goto("/host");
  await launcher(page).click();
  await expect(widget.heading(english.find)).toBeVisible();
  await expect(dialog(page)).toHaveCSS("position", "fixed");
});

test("the tag manager receives the events, and no personal data", async ({ page, widget }) => {
  await serve(page, tag(`data-layer`));
  await page.goto("/host");
  await expect(widget.heading(english.find)).toBeVisible();
  await page.waitForFunction(() => (window as any).dataLayer?.length > 0);
  const messages: { event: string; couvert: object }[] = await page.evaluate(() => (window as any).dataLayer);
  expect(messages.slice(0, 2)).toEqual([
    { event: "couvert_ready", couvert: { version: 1 } },
    ...(messages.length > 1 ? [{ event: "couvert_step", couvert: { version: 1, step: "find" } }] : []),
  ]);
});

test("a page that does not ask for it has no dataLayer", async ({ page, widget }) => {
  await serve(page, tag(""));
  await page.goto("/host");
  await expect(widget.heading(english.find)).toBeVisible();
  expect(await page.evaluate(() => "dataLayer" in window)).toBe(false);
});

test.describe("where there is no dialog", () => {
  test.use({ expectedErrors: [/./] });

  test("every element that opens it leads to the hosted page", async ({ page, widget }) => {
    await serve(page, `<a class="book" href="#">Book</a>${tag(`data-mode="popup" data-open-selectors=".book"`)}`);
    await page.route("**/dialog.js", (route) => route.abort());
    await page.goto("/host");
    await page.waitForFunction(() => typeof (window as any).couvert?.open === "function");
    await page.getByRole("link", { name: "Book" }).click();
    await expect(page).toHaveURL(/\/book\/demo$/);
    await expect(widget.heading(english.find)).toBeVisible();
  });

  test("a page whose policy forbids modules gets a link in the launcher's place", async ({ page, widget }) => {
    const policy = { "content-security-policy": "script-src-elem 'self'; script-src 'none'" };
    await serve(page, tag(`data-mode="button"`), policy);
    await page.route("**/page.js", (route) => route.abort());
    await page.goto("/host");
    await expect(widget.root.getByRole("link", { name: "Reserve a table" })).toHaveAttribute("href", /\/book\/demo$/);
  });

  for (const [what, spoil] of [
    ["custom elements", () => Object.defineProperty(window, "customElements", { value: undefined })],
    ["style sheets of one's own", () => Object.defineProperty(window, "CSSStyleSheet", { value: undefined })],
  ] as const) {
    test(`a browser without ${what} gets links`, async ({ page }) => {
      await page.addInitScript(spoil);
      const twin = `<div class="couvert-booking" data-restaurant="demo"></div>`;
      await serve(page, `<couvert-booking restaurant="demo"></couvert-booking>${twin}${tag("")}`);
      await page.goto("/host");
      await expect(page.getByRole("link", { name: "Reserve a table" })).toHaveCount(3);
      await page.getByRole("link").first().click();
      await expect(page).toHaveURL(/\/book\/demo$/);
    });
  }

  test("a dialog within what is not displayed leads to the hosted page", async ({ page }) => {
    await serve(page, `<div hidden>${tag(`data-mode="popup"`)}</div><a href="#couvert-open">Book</a>`);
    await page.goto("/host");
    await page.waitForFunction(() => typeof (window as any).couvert?.open === "function");
    await page.getByRole("link", { name: "Book" }).click();
    await expect(page).toHaveURL(/\/book\/demo$/);
  });
});
