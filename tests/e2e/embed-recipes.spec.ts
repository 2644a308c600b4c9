// The recipes of the guide to embedding: a staging host over plain HTTP, a consent tool, a page builder.

import { ALONE } from "./browser.ts";
import { environment } from "./environment.ts";
import { SCRIPT, serve, TAG, watch } from "./host.ts";
import { start, type Server } from "./server.ts";
import { Staff } from "./staff.ts";
import { serveElsewhere } from "./stranger.ts";
import { expect, test as base } from "./test.ts";
import { ADA } from "./widget.ts";
import { english } from "./words.ts";

/** A host that browsers do not trust over plain HTTP, as they do this machine's own names. */
const STAGING = "staging.quitte.example";

/** A worker of its own, whose operator lists the staging host. */
const test = base.extend<object, { server: Server }>({
  server: [
    async ({ startsAt }, use) => {
      const server = await start({ startsAt, hasOperator: true });
      await use(server);
      await server.stop();
    },
    { scope: "worker", timeout: 180_000 },
  ],
});

test.use({
  launchOptions: {
    executablePath: environment("COUVERT_CHROMIUM"),
    args: [...ALONE, `--host-resolver-rules=MAP ${STAGING} 127.0.0.1`],
  },
});

test.describe("on a staging host over plain HTTP", () => {
  // With headers of the tests' own the browser would ask the server first whether it takes them.
  test.use({ extraHTTPHeaders: {} });

  test("a table is booked once its origin is listed with scheme and port", async ({ page, widget, venue, server }) => {
    const stranger = await serveElsewhere(TAG.replace('src="', `src="${server.origin}`));
    const origin = stranger.origin.replace("127.0.0.1", STAGING);
    const operator = new Staff(server.origin, "demo", "operator");
    await operator.change((settings) => {
      settings.origins = [origin];
    });
    const choice = await venue.openTime("dinner", 2);
    await page.goto(origin);
    expect(await page.evaluate(() => isSecureContext)).toBe(false);
    await widget.choose(choice);
    await widget.introduce(ADA);
    await widget.press(widget.button(english.confirm));
    await expect(widget.heading(english.booked)).toBeFocused();
    await stranger.stop();
  });
});

/** What consent tools do: a script of type `text/plain` is none, until a copy of another type takes its place. */
const CONSENT = `
  <button id="accept">Accept</button>
  <script>
    document.getElementById("accept").addEventListener("click", () => {
      for (const blocked of document.querySelectorAll("script[type='text/plain']")) {
        const script = document.createElement("script");
        for (const { name, value } of blocked.attributes) {
          if (name !== "type") script.setAttribute(name === "data-src" ? "src" : name, value);
        }
        blocked.replaceWith(script);
      }
    });
  </script>`;

const BLOCKED = `<script type="text/plain" data-category="functional" data-src="/embed.js"`;

for (const [what, body] of [
  ["the tag", `${BLOCKED} data-restaurant="demo"></script>`],
  [
    "the script beside a placeholder",
    `<div class="couvert-booking" data-restaurant="demo"><a href="/book/demo">Book on our page</a></div>${BLOCKED}></script>`,
  ],
]) {
  test(`a consent tool that holds back ${what} shows the widget after consent`, async ({ page, widget }) => {
    const asked = watch(page);
    await serve(page, CONSENT + body);
    await page.goto("/host");
    const placeholder = page.getByRole("link", { name: "Book on our page" });
    await expect(placeholder).toHaveCount(body.includes("Book on our page") ? 1 : 0);
    expect(asked("/embed.js")).toBe(0);
    await page.getByRole("button", { name: "Accept" }).click();
    await expect(widget.heading(english.find)).toBeVisible();
    await expect(placeholder).toHaveCount(0);
    await expect(widget.root).toHaveCount(1);
  });
}

test("a page builder that writes its blocks as text, and writes them again, has one widget", async ({ page, widget }) => {
  await serve(page, `<main></main>${SCRIPT}`);
  await page.goto("/host");
  await page.waitForFunction(() => typeof (window as any).couvert?.open === "function");
  // Scripts in such a text do not run, so the block is the `div`, and the script is the site's.
  const render = () =>
    page.locator("main").evaluate((main) => {
      main.innerHTML = `<div class="couvert-booking" data-restaurant="demo" data-language="de"></div>`;
    });
  await render();
  await expect(widget.heading("Tisch reservieren")).toBeVisible();
  await render();
  await expect(widget.heading("Tisch reservieren")).toBeVisible();
  await expect(widget.root).toHaveCount(1);
});
