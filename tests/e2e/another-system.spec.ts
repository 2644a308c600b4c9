// A venue that books at another system: guests meet the same widget, and the truth when that system is
// in trouble.

import { Faulty } from "./faulty.ts";
import { start, type Server } from "./server.ts";
import { expect, test } from "./test.ts";
import { environment } from "./environment.ts";
import { Venue, type Choice } from "./venue.ts";
import { ADA, type Widget } from "./widget.ts";
import { english, german } from "./words.ts";

const PAGE = "/book/demo-molzait";

/** The reservations of a day in the other system's book, by its staff. */
async function booked(server: Server, day: string): Promise<any[]> {
  const headers = { authorization: `Bearer ${environment("COUVERT_CANARY")}-staff` };
  const answer = await fetch(`${server.origin}/external/reservations?from=${day}&to=${day}`, { headers });
  expect(answer.status).toBe(200);
  return answer.json();
}

/** Goes from the first step to the last but one. */
async function prepare(widget: Widget, path: string, choice: Choice): Promise<void> {
  await widget.open(path);
  await widget.choose(choice);
  await widget.introduce(ADA);
}

for (const words of [english, german]) {
  test.describe(() => {
    test.use({ words });

    test(`a guest books in ${words.language}, and the other system has it`, async ({ server, widget, picture }) => {
      const venue = new Venue(server.origin, "demo-molzait");
      const choice = await venue.openTime("dinner", 2);
      await prepare(widget, words === german ? `${PAGE}?language=de` : PAGE, choice);
      await picture("1-filled");
      await widget.press(widget.button(words.confirm));
      await expect(widget.heading(words.booked)).toBeFocused();
      await picture("2-done");
      const number = await widget.number().textContent();
      const [found, ...others] = (await booked(server, choice.day)).filter((one) => one.number === number);
      expect(others).toEqual([]);
      expect(found).toMatchObject({ minutes: choice.minutes, attendees: 2, guest: { email: ADA.email } });
      expect(found.specialRequestNotes).toContain(ADA.notes);
    });
  });
}

/** The notes of the reservation with this number, as the other system's staff read them. */
async function notes(server: Server, day: string, number: string | null): Promise<string> {
  const [found] = (await booked(server, day)).filter((one) => one.number === number);
  return found.specialRequestNotes;
}

test.describe("with questions of its own", () => {
  test("a guest answers, and the other system has it in its notes", async ({ server, widget, picture }) => {
    const choice = await new Venue(server.origin, "demo-molzait").openTime("lunch", 2);
    await widget.open(PAGE);
    await widget.chooseExperience(english.experiences.lunch);
    await widget.chooseParty(2);
    await widget.chooseDay(choice.day);
    await widget.press(widget.time(choice.minutes));
    await expect(widget.heading(english.extras)).toBeFocused();
    await picture("1-questions");
    // A required answer is asked for before anything is sent.
    await widget.press(widget.button(english.goOn));
    await expect(widget.heading(english.extras)).toBeVisible();
    await widget.root.getByRole("textbox", { name: /allerg/i }).fill("Nuts");
    await widget.press(widget.button(english.goOn));
    await expect(widget.heading(english.details)).toBeFocused();
    // Nothing is paid: the details book.
    await widget.introduce(ADA);
    await picture("2-details");
    await widget.press(widget.button(english.confirm));
    await expect(widget.heading(english.booked)).toBeFocused();
    const noted = await notes(server, choice.day, await widget.number().textContent());
    expect(noted).toContain(ADA.notes);
    expect(noted).toContain("• Allergies or intolerances: Nuts");
  });

  test.describe("without scripts", () => {
    test.use({ javaScriptEnabled: false });

    test("a guest answers in a form", async ({ page, server, widget }) => {
      const choice = await new Venue(server.origin, "demo-molzait").openTime("lunch", 2);
      const clock = [Math.floor(choice.minutes / 60), choice.minutes % 60].map((part) => String(part).padStart(2, "0"));
      await page.goto(`${PAGE}?language=en&experience=lunch&attendees=2&date=${choice.day}&time=${clock.join(":")}`);
      await expect(widget.heading(english.extras)).toBeVisible();
      await widget.button(english.goOn).click();
      await expect(widget.root.locator("[name='answers.allergies']")).toHaveAttribute("aria-invalid", "true");
      await widget.root.locator("[name='answers.allergies']").fill("Celery");
      await widget.root.locator("[name='answers.high_chair']").fill("1");
      await widget.button(english.goOn).click();
      await expect(widget.heading(english.details)).toBeVisible();
      await widget.type(ADA);
      await widget.button(english.confirm).click();
      await expect(widget.number()).toBeVisible();
      expect(page.url()).not.toContain("Celery");
      const noted = await notes(server, choice.day, await widget.number().textContent());
      expect(noted).toContain("• Allergies or intolerances: Celery\n• How many high chairs do you need? 1");
    });
  });
});

test.describe("in trouble", () => {
  let upstream: Faulty;
  let other: Server;

  test.beforeAll(async () => {
    upstream = await new Faulty().start();
    other = await start({ upstream: upstream.origin });
    upstream.behind = other.origin;
    // The first question fills the restaurant's book.
    await new Venue(other.origin).about();
  });

  test.beforeEach(() => {
    upstream.losesAnswers = upstream.findsNothing = false;
    upstream.bookings = 0;
  });

  test.afterAll(async () => {
    await other.stop();
    await upstream.stop();
  });

  test("a lost answer is found before the guest sees an outcome", async ({ widget }) => {
    const choice = await new Venue(other.origin, "demo-molzait").openTime("dinner", 2);
    upstream.losesAnswers = true;
    await prepare(widget, other.origin + PAGE, choice);
    await widget.press(widget.button(english.confirm));
    await expect(widget.heading(english.booked)).toBeFocused();
    const number = await widget.number().textContent();
    expect((await booked(other, choice.day)).filter((one) => one.number === number)).toHaveLength(1);
    expect(upstream.bookings).toBe(1);
  });

  test.describe(() => {
    test.use({ expectedErrors: [/504/] });

    test("a guest sees that the outcome is unknown, and a repeated request books nothing twice", async ({ widget, picture }) => {
      const choice = await new Venue(other.origin, "demo-molzait").openTime("dinner", 2);
      upstream.losesAnswers = upstream.findsNothing = true;
      await prepare(widget, other.origin + PAGE, choice);
      await widget.press(widget.button(english.confirm));
      const notice = widget.root.getByRole("group", { name: /We are not sure your reservation arrived/ });
      // As long as the worker looks for it.
      await expect(notice).toBeFocused({ timeout: 45_000 });
      await picture("1-unsure");
      expect(await widget.events("reserved")).toEqual([]);

      upstream.losesAnswers = upstream.findsNothing = false;
      await widget.press(widget.button(english.sendAgain));
      await expect(widget.heading(english.booked)).toBeFocused();
      const number = await widget.number().textContent();
      expect((await booked(other, choice.day)).filter((one) => one.number === number)).toHaveLength(1);
      expect(upstream.bookings).toBe(1);
    });
  });

  test.describe(() => {
    test.use({ expectedErrors: [/50[234]/] });

    test("a system that is away is named as such, and the next venue is untouched", async ({ page, widget, picture }) => {
      upstream.behind = "http://127.0.0.1:9";
      const away = await start({ upstream: upstream.origin });
      try {
        await page.goto(away.origin + PAGE);
        const notice = widget.root.getByRole("group", { name: /Reservations cannot be loaded right now/ });
        await expect(notice).toBeVisible();
        await picture("1-away");
        await widget.open(`${away.origin}/book/demo`);
      } finally {
        // Nothing may be under way when its server ends.
        await page.goto("about:blank");
        upstream.behind = other.origin;
        await away.stop();
      }
    });
  });
});
