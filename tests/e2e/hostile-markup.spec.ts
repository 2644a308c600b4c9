// Pages with markup of others, such as comments that a sanitizer has let pass: elements whose names and ids shadow the
// properties of the document, of the window and of forms (DOM clobbering).

import type { Page } from "@playwright/test";
import { serve, TAG, tag } from "./host.ts";
import { long } from "./long.ts";
import { expect, test } from "./test.ts";
import { english } from "./words.ts";

/** An origin that is not ours; an image of it may be asked for, since the page's markup names one. */
const ELSEWHERE = "https://elsewhere.test";

// Pictures and frames that come to nothing.
test.use({ expectedErrors: [/Failed to load resource.*elsewhere\.test/] });

/** The paths that are asked for at the other origin. */
async function watch(page: Page): Promise<string[]> {
  const asked: string[] = [];
  await page.route(`${ELSEWHERE}/**`, (route) => {
    asked.push(new URL(route.request().url()).pathname);
    return route.fulfill({ contentType: "text/javascript", body: "globalThis.isTakenOver = true;" });
  });
  return asked;
}

const SHADOWS: [string, string][] = [
  ["an image", `<img name="currentScript" src="${ELSEWHERE}/embed.js">`],
  ["an embedded object", `<embed name="currentScript" type="image/png" src="${ELSEWHERE}/embed.js">`],
  ["a frame", `<iframe name="currentScript" src="${ELSEWHERE}/embed.js"></iframe>`],
  ["an object", `<object id="currentScript" type="image/png" data="${ELSEWHERE}/embed.js"></object>`],
  ["a form", `<form name="currentScript" src="${ELSEWHERE}/embed.js"><input name="src" value="${ELSEWHERE}/embed.js"></form>`],
  ["two images", `<img name="currentScript"><img name="currentScript" src="${ELSEWHERE}/embed.js">`],
];

for (const [place, [what, markup]] of SHADOWS.entries()) {
  test(`${what} named currentScript does not say where code comes from${long(place > 0 && place < 4)}`, async ({ page, widget }) => {
    const asked = await watch(page);
    await serve(page, markup + TAG);
    await page.goto("/host");
    await expect(widget.heading(english.find)).toBeVisible();
    expect(asked.filter((path) => path !== "/embed.js")).toEqual([]);
    expect(await page.evaluate(() => (window as any).isTakenOver)).toBeUndefined();
  });
}

test("an image named scripts does not say where a module's code comes from", async ({ page, widget }) => {
  const asked = await watch(page);
  // A script of type module is nowhere `currentScript`.
  const module = TAG.replace("async", `type="module"`);
  await serve(page, `<form name="scripts" src="${ELSEWHERE}/embed.js"></form>${module}`);
  await page.goto("/host");
  await expect(widget.heading(english.find)).toBeVisible();
  expect(asked).toEqual([]);
});

/** The document's members that the loader and the widget read. */
const OF_DOCUMENT = [
  ..."activeElement addEventListener adoptedStyleSheets body cookie createComment createDocumentFragment".split(" "),
  ..."createElement createTextNode currentScript defaultView documentElement fonts head hidden host".split(" "),
  ..."implementation ownerDocument querySelector querySelectorAll readyState removeEventListener scripts".split(" "),
];

/** Globals of ours, of others and of the browser. */
const OF_WINDOW = [
  ..."Stripe addEventListener couvert crypto customElements dataLayer document fetch history".split(" "),
  ..."innerHeight localStorage location navigator sessionStorage trustedTypes turnstile".split(" "),
];

const shadows: Record<string, (name: string) => string> = {
  img: (name) => `<img name="${name}" id="${name}">`,
  form: (name) => `<form name="${name}" id="${name}"><input name="q"><input name="length"><input name="push"></form>`,
  embed: (name) => `<embed name="${name}">`,
  iframe: (name) => `<iframe name="${name}"></iframe>`,
  object: (name) => `<object id="${name}"></object>`,
  a: (name) => `<a id="${name}" href="${ELSEWHERE}/"></a><a id="${name}" name="q" href="${ELSEWHERE}/"></a>`,
};

for (const [element, shadow] of Object.entries(shadows)) {
  test(`the widget books in a dialog where every name is that of this element: ${element}${long(/^(em|if|ob)/.test(element))}`, async ({ page, venue }) => {
    const { day, minutes } = await venue.openTime("dinner", 2);
    const time = [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, "0")).join(":");
    const choice = `data-experience="dinner" data-attendees="2" data-date="${day}" data-time="${time}"`;
    const names = [...new Set([...OF_DOCUMENT, ...OF_WINDOW])];
    const markup = `<div hidden>${names.map(shadow).join("")}</div>`;
    await serve(page, markup + tag(`${choice} data-mode="button" data-layer`));
    await page.goto("/host");
    // What Playwright finds elements by is shadowed too, hence the prototype's own methods.
    const outcome = await page.evaluate(async () => {
      const root = await new Promise<ShadowRoot>((resolve) => {
        const look = () => {
          const element = Document.prototype.querySelector.call(document, "couvert-booking");
          const root = element?.shadowRoot;
          if (root?.querySelector(".launcher")) resolve(root);
          else requestAnimationFrame(look);
        };
        look();
      });
      const at = (step: string) =>
        new Promise<void>((resolve) =>
          addEventListener("couvert:step", (event) => (event as CustomEvent).detail.step === step && resolve()),
        );
      const details = at("details");
      root.querySelector<HTMLElement>(".launcher")!.click();
      await details;
      const type = (name: string, text: string) => {
        const field = root.querySelector<HTMLInputElement>(`[name=${name}]`)!;
        field.value = text;
        field.dispatchEvent(new Event("input", { bubbles: true }));
      };
      await new Promise(requestAnimationFrame);
      for (const [name, text] of [["firstName", "Ada"], ["lastName", "Muster"], ["email", "ada@example.com"], ["phone", "0660 5512234"]]) {
        type(name!, text!);
      }
      const done = at("done");
      await new Promise(requestAnimationFrame);
      root.querySelector<HTMLElement>("form [type=submit]")!.click();
      await done;
      const { couvert, dataLayer } = window as any;
      while (!(Array.isArray(dataLayer) || Array.isArray((window as any).dataLayer))) await new Promise(requestAnimationFrame);
      const isOpen = () => root.querySelector<HTMLDialogElement>("dialog")!.open;
      const wasOpen = isOpen();
      couvert.close();
      while (isOpen()) await new Promise(requestAnimationFrame);
      return { wasOpen, pushed: (window as any).dataLayer.map(({ event }: { event: string }) => event) };
    });
    expect(outcome.wasOpen).toBe(true);
    expect(outcome.pushed).toContain("couvert_step");
  });
}

test("a form's fields do not stand before its language, nor stop what opens the widget", async ({ page, widget }) => {
  const fields = ["lang", "closest", "matches", "querySelector", "href", "nodeType"];
  const inputs = fields.map((name) => `<input type="hidden" name="${name}">`).join("");
  const form = `<form lang="de" onsubmit="return false">${inputs}<button class="book">Book</button>`;
  await serve(page, `${form}${tag(`data-mode="popup" data-open-selectors=".book"`)}</form>`);
  await page.goto("/host");
  await page.waitForFunction(() => typeof (window as any).couvert?.open === "function");
  await page.getByRole("button", { name: "Book" }).click();
  await expect(widget.heading("Tisch reservieren")).toBeVisible();
  // Nor what a page adds later.
  await page.keyboard.press("Escape");
  await page.evaluate((inputs) => {
    const form = Object.assign(document.createElement("form"), { innerHTML: inputs });
    form.insertAdjacentHTML("beforeend", `<div class="couvert-booking" data-restaurant="demo"></div>`);
    document.body.append(form);
  }, inputs);
  // Playwright's own look at a form stumbles over such fields.
  await page.waitForFunction(() => document.querySelectorAll("form couvert-booking").length === 2);
});

test("a form's fields named as what leads upwards do not keep the widget from its first screen", async ({ page }) => {
  const fields = ["parentElement", "parentNode", "getRootNode"].map((name) => `<input type="hidden" name="${name}">`).join("");
  await serve(page, `<form>${fields}${TAG}</form>`);
  await page.goto("/host");
  // Playwright's own way up from an element stumbles over such fields.
  await page.waitForFunction(() => document.querySelector("couvert-booking")?.shadowRoot?.querySelector(".times button:enabled"));
});
