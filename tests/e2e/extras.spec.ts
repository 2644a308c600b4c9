// A brunch with two children, a high chair, a wine pairing and an allergy, with its price before the button.

import { AxeBuilder } from "@axe-core/playwright";
import type { Page, Route } from "@playwright/test";
import { play } from "./demo-payment.ts";
import { long } from "./long.ts";
import { expectLetter } from "./mail.ts";
import { expect, overflow, test } from "./test.ts";
import { ADA, type Widget } from "./widget.ts";
import { english, german, type Words } from "./words.ts";

test.use({ contextOptions: { reducedMotion: "reduce" } });

interface Extras {
  words: Words;
  more(counted: string): string;
  children: string;
  small: string;
  wine: string;
  flowers: string;
  allergies: RegExp;
  highChairs: RegExp;
  dueNow: string;
  changed: string;
  soldOut: RegExp;
  /** The choice on the payment's own page. */
  pay: string;
  letter: RegExp;
  /** The button of the guest's own reservation, the step that it leads to, the button there, and what is said then. */
  change: [string, string, string, string];
}

const IN_ENGLISH: Extras = {
  words: english,
  more: (counted) => `One more: ${counted}`,
  children: "Children (6–12)",
  small: "Children under 6",
  wine: "Wine pairing",
  flowers: "Flowers on the table",
  allergies: /allerg/i,
  highChairs: /^One more: .*high chair/i,
  dueNow: "Due now",
  changed: "The price has changed",
  soldOut: /not enough of this is left|Sold out on this day/,
  pay: "Pay",
  letter: /table/i,
  change: ["Change extras and answers", "What should be different?", "Change reservation", "Your reservation has been changed"],
};

const IN_GERMAN: Extras = {
  words: german,
  more: (counted) => `Eins mehr: ${counted}`,
  children: "Kinder (6–12)",
  small: "Kinder unter 6",
  wine: "Weinbegleitung",
  flowers: "Blumen auf dem Tisch",
  allergies: /allerg/i,
  highChairs: /^Eins mehr: .*Hochst/i,
  dueNow: "Jetzt zu zahlen",
  changed: "Der Preis hat sich geändert",
  soldOut: /nicht mehr genug da|ausverkauft/,
  pay: "Bezahlen",
  letter: /Tisch/i,
  change: ["Extras und Antworten ändern", "Was soll anders sein?", "Reservierung ändern", "Ihre Reservierung wurde geändert"],
};

/** The screen is accessible, and fits. */
async function expectUsable(page: Page): Promise<void> {
  // To read style sheets anew it would write one into the page, which the page's policy forbids.
  const { violations } = await new AxeBuilder({ page }).options({ preload: false }).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ target }) => target)])).toEqual([]);
  expect(await overflow(page)).toBe(0);
}

/** No label is broken within a word: each has room for its longest one. */
async function expectWholeWords(widget: Widget): Promise<void> {
  const broken = await widget.root.locator("dt").evaluateAll((labels) =>
    labels.filter((label) => {
      const { style } = label as HTMLElement;
      style.overflowWrap = "normal";
      const isTooNarrow = label.scrollWidth > label.clientWidth;
      style.overflowWrap = "";
      return isTooNarrow;
    }).map((label) => label.textContent),
  );
  expect(broken).toEqual([]);
}

/** At the extras of a brunch for four. */
async function openExtras(widget: Widget, minutes: { day: string; minutes: number }): Promise<void> {
  await widget.open();
  await widget.chooseExperience(widget.words.experiences.brunch);
  await widget.chooseParty(4);
  await widget.chooseDay(minutes.day);
  await widget.press(widget.time(minutes.minutes));
  await expect(widget.heading(widget.words.extras)).toBeFocused();
}

/** The price of what is chosen, once it is there. */
async function expectTotal(widget: Widget, total: RegExp): Promise<void> {
  await expect(widget.root.locator(".totals .total dd")).toHaveText(total);
}

for (const extras of [IN_ENGLISH, IN_GERMAN]) {
  const { words } = extras;
  const ending = long(words === german);
  test.describe(() => {
    test.use({ words, expectedErrors: [/status of (409|422)/] });

    test(`a brunch with children, wine and an allergy is booked in ${words.language}${ending}`, async ({ page, widget, venue, server, picture }) => {
      const choice = await venue.openTime("brunch", 4);
      await openExtras(widget, choice);
      await expectTotal(widget, /136/);
      await picture("1-extras");
      await expectUsable(page);

      await widget.press(widget.button(extras.more(extras.children)));
      await widget.press(widget.button(extras.more(extras.small)));
      await widget.press(widget.button(extras.more(extras.wine)));
      await widget.press(widget.button(extras.highChairs));
      await widget.root.getByRole("textbox", { name: extras.allergies }).fill("Nüsse");
      // Two adults at 34, a child at 17, a small one for nothing, and a glass at 19.
      await expectTotal(widget, /104/);
      for (const target of await widget.root.locator(".nudge").all()) {
        const { width, height } = (await target.boundingBox())!;
        expect(Math.min(width, height)).toBeGreaterThanOrEqual(44);
      }
      await picture("2-chosen");
      await expectUsable(page);
      await widget.press(widget.button(words.goOn));

      await expect(widget.heading(words.details)).toBeFocused();
      await widget.introduce(ADA);
      await expect(widget.fact(extras.wine)).toBeVisible();
      await expect(widget.fact("Nüsse")).toBeVisible();
      await expectTotal(widget, /104/);
      await expect(widget.root.getByText(extras.dueNow)).toBeVisible();
      await picture("3-review");
      await expectUsable(page);
      await expectWholeWords(widget);

      const sent = page.waitForRequest((request) => request.method() === "POST" && request.url().endsWith("/reservations"));
      await widget.press(widget.button(words.confirmPayment));
      expect((await sent).postDataJSON()).toMatchObject({
        people: [
          { category: "adults", count: 2 },
          { category: "children", count: 1 },
          { category: "small-children", count: 1 },
        ],
        addOns: [{ id: "wine", quantity: 1 }],
        answers: expect.arrayContaining([{ question: "allergies", value: "Nüsse" }]),
        quoted: { total: { amount: 10_400, currency: "EUR" } },
      });
      await expect(widget.heading(words.toPay)).toBeFocused();
      await expect(widget.root.getByText(extras.wine)).toBeVisible();
      await picture("4-to-pay");
      await expectUsable(page);
      await expectWholeWords(widget);
      expect((await widget.events("step")).map(({ detail }) => detail.step)).toEqual(
        expect.arrayContaining(["extras", "details", "review", "done", "manage"]),
      );
      await play(page, () => widget.press(widget.root.getByRole("link", { name: /104/ })), extras.pay);
      await expectLetter(server, extras.letter, extras.wine);

      const [change, title, confirm, changed] = extras.change;
      await widget.press(widget.button(change));
      await expect(widget.heading(title)).toBeFocused();
      await widget.root.getByRole("textbox", { name: extras.allergies }).fill("Sellerie");
      await picture("5-change");
      await expectUsable(page);
      await widget.press(widget.button(confirm));
      await expect(widget.heading(changed)).toBeFocused();
      await expect(widget.fact("Sellerie")).toBeVisible();
    });

    test(`an add-on that is gone meanwhile is named in ${words.language}${ending}`, async ({ page, widget, venue, picture }) => {
      const choice = await venue.openTime("brunch", 4);
      await openExtras(widget, choice);
      await widget.press(widget.button(extras.more(extras.flowers)));
      // The last ones are sold while the guest chooses.
      const refuse = async (route: Route) => {
        const errors = [{ pointer: "/addOns/0/quantity", code: "sold_out" }];
        const body = { type: "about:blank", title: "", status: 422, code: "validation_failed", errors };
        await route.fulfill({ status: 422, contentType: "application/problem+json", json: body });
      };
      await widget.press(widget.button(words.goOn));
      await widget.introduce(ADA);
      await page.route("**/reservations", refuse);
      await widget.press(widget.button(words.confirmPayment));
      await expect(widget.heading(words.extras)).toBeVisible();
      await expect(widget.root.locator("#faults")).toBeFocused();
      await expect(widget.root.getByText(extras.soldOut).first()).toBeVisible();
      await picture("1-sold-out");
      await expectUsable(page);
    });

    test(`another price is agreed to again in ${words.language}${ending}`, async ({ page, widget, venue, picture }) => {
      const choice = await venue.openTime("brunch", 4);
      await openExtras(widget, choice);
      await widget.press(widget.button(words.goOn));
      await widget.introduce(ADA);
      const eur = (amount: number) => ({ amount, currency: "EUR" });
      await page.route(
        "**/reservations",
        async (route) => {
          const quote = { lines: [], taxes: [], total: eur(15_200), dueNow: eur(15_200), dueAtVenue: eur(0) };
          const body = { type: "about:blank", title: "", status: 409, code: "price_changed", quote };
          await route.fulfill({ status: 409, contentType: "application/problem+json", json: body });
        },
        { times: 1 },
      );
      await widget.press(widget.button(words.confirmPayment));
      await expect(widget.root.locator("#notice")).toBeFocused();
      await expect(widget.root.getByText(extras.changed)).toBeVisible();
      await expectTotal(widget, /152/);
      await picture("1-price-changed");
      await expectUsable(page);
      const sent = page.waitForRequest((request) => request.method() === "POST" && request.url().endsWith("/reservations"));
      await widget.press(widget.button(words.confirmPayment));
      expect((await sent).postDataJSON().quoted.total.amount).toBe(15_200);
    });
  });
}

test.describe(() => {
  test.use({ javaScriptEnabled: false });

  test("a brunch with extras is booked by forms alone", async ({ page, widget, venue }) => {
    const choice = await venue.openTime("brunch", 4);
    const clock = [Math.floor(choice.minutes / 60), choice.minutes % 60].map((part) => String(part).padStart(2, "0"));
    await page.goto(`/book/demo?language=en&experience=brunch&attendees=4&date=${choice.day}&time=${clock.join(":")}`);
    await expect(widget.heading(english.extras)).toBeVisible();
    await widget.root.locator("[name='people.children']").fill("9");
    await widget.button(english.goOn).click();
    // More than may come are put right, and it is said.
    await expect(widget.heading(english.extras)).toBeVisible();
    await expect(widget.root.locator("[name='people.children']")).toHaveValue("3");
    await expect(widget.root.locator("#notice")).toBeVisible();
    await widget.root.locator("[name='people.children']").fill("2");
    await widget.root.locator("[name='addOns.wine']").fill("1");
    await widget.root.locator("[name='answers.allergies']").fill("Nuts");
    await widget.button(english.goOn).click();
    await expect(widget.heading(english.details)).toBeVisible();
    await widget.type(ADA);
    await widget.button(english.goOn).click();
    await expect(widget.heading(english.review)).toBeVisible();
    await expect(widget.fact("Nuts")).toBeVisible();
    // Two adults at 34, two children at 17, and a glass at 19.
    await expectTotal(widget, /121/);
    await widget.root.locator("[value=confirm]").click();
    await expect(widget.number()).toBeVisible();
  });
});
