// Each guest's language: chosen by the tag, the page or the browser, and fetched alone.

import type { Page } from "@playwright/test";
import { long } from "./long.ts";
import { expect, overflow, test } from "./test.ts";
import { ADA } from "./widget.ts";
import { english } from "./words.ts";

/** A language's heading, the party of two, the first head of its calendar, and the heading of its gift cards. */
const LANGUAGES: [string, string, string, string, string][] = [
  ["en-US", "Reserve a table", "2 guests", "Sunday", "Give a gift card"],
  ["de-AT", "Tisch reservieren", "2 Personen", "Montag", "Gutschein schenken"],
  ["fr-FR", "Réserver une table", "2 personnes", "lundi", "Offrir un bon cadeau"],
  ["it-IT", "Prenota un tavolo", "2 persone", "lunedì", "Regala un buono"],
  ["es-ES", "Reservar mesa", "2 personas", "lunes", "Regalar una tarjeta"],
  ["nl-NL", "Reserveer een tafel", "2 personen", "maandag", "Geef een cadeaubon"],
];

async function serve(page: Page, language: string, body: string): Promise<string[]> {
  const html = `<!doctype html><html lang="${language}"><meta charset="utf-8"><title>Host</title><body>${body}
    <script src="/embed.js" async></script>`;
  await page.route("**/host", (route) => route.fulfill({ contentType: "text/html", body: html }));
  const asked: string[] = [];
  page.on("request", (request) => {
    const words = new URL(request.url()).pathname.match(/\/words\/(.*)$/);
    if (words) asked.push(words[1]);
  });
  await page.goto("/host");
  return asked;
}

for (const [tag, heading, party, weekday, cards] of LANGUAGES) {
  const isLong = !/^(en|de)/.test(tag!);
  test(`a page in ${tag} gets its language and no other${long(isLong)}`, async ({ page, picture }) => {
    const asked = await serve(page, tag, `<couvert-booking restaurant="demo"></couvert-booking>`);
    const widget = page.locator("couvert-booking");
    await expect(widget.getByRole("heading", { level: 2, name: heading })).toBeVisible();
    await expect(widget.getByRole("radio", { name: party, exact: true })).toBeChecked();
    await expect(widget.getByRole("columnheader").first()).toHaveAttribute("abbr", weekday);
    await widget.getByRole("gridcell").getByRole("button", { disabled: false }).first().click();
    await expect(widget.locator(".slots").first()).toBeVisible();
    await picture("1-times");
    expect(await overflow(page)).toBeLessThanOrEqual(0);
    expect(asked).toEqual([`couvert-${tag.slice(0, 2)}.txt`]);
  });

  test(`gift cards in ${tag} are sold in that language and no other${long(isLong)}`, async ({ page }) => {
    await page.setViewportSize({ width: 360, height: 740 });
    const asked = await serve(page, tag, `<couvert-booking restaurant="demo" view="gift-card"></couvert-booking>`);
    const widget = page.locator("couvert-booking");
    await expect(widget.getByRole("heading", { level: 2, name: cards })).toBeVisible();
    expect(await overflow(page)).toBeLessThanOrEqual(0);
    expect(asked).toEqual([`self_service-${tag.slice(0, 2)}.txt`]);
  });
}

for (const width of [390, 760, 1280]) {
  test(`a word of an experience's name stays in one piece where the page is ${width} pixels wide${long(width === 760)}`, async ({ page }) => {
    await page.setViewportSize({ width, height: 844 });
    await serve(page, "de-AT", `<couvert-booking restaurant="demo"></couvert-booking>`);
    // On a narrow page the choice is folded.
    const fold = page.locator("couvert-booking .bar button").last();
    await expect(page.locator("couvert-booking .search")).toBeVisible();
    if (await fold.isVisible()) await fold.click();
    const names = page.locator("couvert-booking .card .name");
    await expect(names.filter({ hasText: "Sonntagsbrunch" })).toBeVisible();
    const broken = await names.evaluateAll((names) =>
      names.flatMap((name) => {
        // Not every browser here has what it takes to hyphenate.
        (name as HTMLElement).style.hyphens = "manual";
        const text = name.firstChild as Text;
        return [...text.data.matchAll(/\S+/g)].flatMap(({ 0: word, index }) => {
          const range = document.createRange();
          range.setStart(text, index);
          range.setEnd(text, index + word.length);
          return range.getClientRects().length > 1 ? [word] : [];
        });
      }),
    );
    expect(broken).toEqual([]);
    expect(await overflow(page)).toBeLessThanOrEqual(0);
  });
}

for (const [name, heading] of [
  ["en-US@posix", "Reserve a table"],
  ["C", "Reserve a table"],
  ["de_DE.UTF-8", "Tisch reservieren"],
]) {
  test(`a browser that calls its language ${name} is sent the first screen`, async ({ page }) => {
    await page.addInitScript((name) => Object.defineProperty(navigator, "languages", { value: [name] }), name);
    const answers: number[] = [];
    page.on("response", (answer) => {
      if (new URL(answer.url()).pathname.endsWith("/fragment")) answers.push(answer.status());
    });
    await serve(page, name, `<couvert-booking restaurant="demo"></couvert-booking>`);
    await expect(page.locator("couvert-booking").getByRole("heading", { level: 2, name: heading })).toBeVisible();
    expect(answers).toEqual([200]);
  });
}

test("the tag's own language comes before the page's, and that before the browser's", async ({ page }) => {
  const body = `
    <couvert-booking restaurant="demo" language="it"></couvert-booking>
    <section lang="nl"><div id="outer"></div></section>
    <couvert-booking restaurant="demo" language="auto" lang="pt"></couvert-booking>`;
  const asked = await serve(page, "fr", body);
  await page.evaluate(() => {
    const root = document.querySelector("#outer")!.attachShadow({ mode: "open" });
    root.innerHTML = `<couvert-booking restaurant="demo"></couvert-booking>`;
  });
  const heading = (selector: string) => page.locator(selector).getByRole("heading", { level: 2 });
  await expect(heading("[language=it]")).toHaveText("Prenota un tavolo");
  await expect(heading("#outer couvert-booking")).toHaveText("Reserveer een tafel");
  // There are no Portuguese texts, so it is the browser's.
  await expect(heading("[lang=pt]")).toHaveText("Reserve a table");
  // The words follow the screens.
  await expect.poll(() => asked.sort()).toEqual(["couvert-en.txt", "couvert-it.txt", "couvert-nl.txt"]);
});

test.describe("a page in English, read in a browser that is set to German", () => {
  test.use({ locale: "de-AT" });

  test("days and times are written as at the restaurant, by the edge, by the code and by the views after it", async ({ page, widget, venue }) => {
    let release = () => {};
    const released = new Promise<void>((resolve) => (release = resolve));
    await page.route("**/*.wasm", (route) => released.then(() => route.continue()));
    await serve(page, "en", `<couvert-booking restaurant="demo" experience="dinner"></couvert-booking>`);
    const expectOfRestaurant = async () => {
      await expect(widget.root.getByRole("columnheader").first()).toHaveAttribute("abbr", "Monday");
      // Dinner begins at 17:30.
      await expect(widget.root.locator(".slot").first()).toHaveText(/^(1[7-9]|2[0-2]):[0-5]\d/);
      await expect(widget.root.locator("h3#times")).toHaveText(/day,? \d{1,2} [A-Z][a-z]+ \d{4}$/);
    };
    await expectOfRestaurant();
    release();
    await widget.ready();
    await expectOfRestaurant();

    // A month that the edge has not written.
    const { today } = await venue.about();
    const choice = await venue.openTime("dinner", 2, (_, day) => day.slice(0, 7) > today.slice(0, 7));
    await widget.chooseDay(choice.day);
    await expectOfRestaurant();
    await widget.press(widget.time(choice.minutes));
    await expect(widget.heading(english.details)).toBeFocused();
    await widget.introduce(ADA);
    expect(await widget.send()).toMatchObject({ locale: "en-AT" });
    const when = widget.root.locator(".ticket .when");
    await expect(widget.heading(english.booked)).toBeFocused();
    await expect(when).toHaveText(/, (1[7-9]|2[0-2]):[0-5]\d$/);

    await widget.press(widget.root.getByRole("link", { name: "Manage reservation" }));
    await expect(widget.heading("Your reservation")).toBeFocused();
    await expect(when).toHaveText(/, (1[7-9]|2[0-2]):[0-5]\d$/);
  });
});
