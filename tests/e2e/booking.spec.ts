// A guest books a table, in both languages, and the restaurant has it.

import { expect, test } from "./test.ts";
import { ADA } from "./widget.ts";
import { clock, english, german, shortDate } from "./words.ts";

for (const words of [english, german]) {
  test.describe(() => {
    test.use({ words });

    test(`a guest books dinner for two in ${words.language}, and the restaurant has it`, async ({
      page,
      widget,
      venue,
      picture,
    }) => {
      const choice = await venue.openTime("dinner", 2);
      await widget.open();
      await picture("1-find");
      await widget.unfold("experience");
      await expect(widget.radio(words.experiences.dinner)).toBeChecked();
      await widget.unfold("party");
      await expect(widget.radio(words.guests(2))).toBeChecked();
      await widget.chooseDay(choice.day);
      await expect(widget.time(choice.minutes)).toBeVisible();
      await picture("2-times");
      await widget.press(widget.time(choice.minutes));

      await expect(widget.heading(words.details)).toBeFocused();
      await expect(widget.heading(words.details)).toBeInViewport({ ratio: 1 });
      await widget.type(ADA);
      await picture("3-details");
      // Two fields are needed, and the button that books is in sight with what it books.
      await expect(widget.root.locator("[aria-required=true]")).toHaveCount(2);
      await expect(widget.footer).toBeInViewport({ ratio: 1 });
      for (const fact of [shortDate(words, choice.day), clock(choice.minutes), words.guests(2)]) {
        await expect(widget.footer).toContainText(fact);
      }
      const sent = page.waitForRequest((request) => request.method() === "POST");
      await widget.press(widget.button(words.confirm));

      await expect(widget.heading(words.booked)).toBeFocused();
      await expect(widget.number()).toBeInViewport({ ratio: 1 });
      await picture("4-done");

      // The same request once more is answered with the reservation that is stored.
      const request = await sent;
      const replay = await venue.post((await request.headerValue("idempotency-key"))!, request.postData()!);
      expect(replay.status).toBe(201);
      expect(replay.headers.get("idempotency-replayed")).toBe("true");
      expect(replay.body).toMatchObject({ ...stored(choice), number: await widget.number().textContent() });
    });
  });
}

/** How a booked choice is answered. */
function stored({ day, minutes, attendees }: { day: string; minutes: number; attendees: number }) {
  return { status: "booked", day, minutes, attendees, experience: { id: "dinner" } };
}

test("a booking takes a table away from the others", async ({ widget, venue }) => {
  const slotOf = async () => (await venue.slots(choice)).find((slot) => slot.minutes === choice.minutes)!;
  const choice = await venue.openTime("dinner", 2, (slot) => slot.spotsOpen >= 4);
  const before = await slotOf();
  await widget.prepare(choice);
  await widget.press(widget.button(english.confirm));
  await expect(widget.heading(english.booked)).toBeFocused();
  const after = await slotOf();
  expect(after.spotsOpen).toBeLessThan(before.spotsOpen);
});

test("the page receives each step and the reservation once, and no personal data", async ({
  page,
  context,
  widget,
  venue,
}) => {
  const choice = await venue.openTime("dinner", 2);
  await widget.prepare(choice);
  const address = page.url();
  await widget.press(widget.button(english.confirm));
  await expect(widget.heading(english.booked)).toBeFocused();

  const { experienceId, day, minutes, attendees } = choice;
  const detail = { version: 1, experienceId, day, minutes, attendees, status: "booked" };
  expect(await widget.events("reserved")).toEqual([
    { name: "reserved", detail, target: "couvert-booking", composed: true },
  ]);
  const events = await widget.events();
  expect(events.map(({ name, detail }) => (name === "step" ? detail.step : name))).toEqual([
    "ready",
    "details",
    "done",
    "reserved",
  ]);
  for (const { detail } of events) expect(detail.version).toBe(1);
  const number = (await widget.number().textContent())!;
  for (const secret of [...Object.values(ADA), number]) expect(JSON.stringify(events)).not.toContain(secret);

  expect(page.url()).toBe(address);
  expect(await context.cookies()).toEqual([]);
  expect(await page.evaluate(() => [localStorage.length, sessionStorage.length])).toEqual([0, 0]);
});

test("a button pressed twice books once", async ({ page, widget, venue }) => {
  await widget.prepare(await venue.openTime("dinner", 2));
  const sent: string[] = [];
  page.on("request", (request) => void (request.method() === "POST" && sent.push(request.url())));
  // Both presses come before the answer does.
  await page.route("**/reservations", async (route) => {
    await widget.button("One moment…").dispatchEvent("click");
    await route.continue();
  });
  await widget.press(widget.button(english.confirm));
  await expect(widget.heading(english.booked)).toBeFocused();
  expect(sent).toHaveLength(1);
  expect(await widget.events("reserved")).toHaveLength(1);
});

test("a guest who has booked can book once more", async ({ widget, venue }) => {
  const first = await venue.openTime("dinner", 2);
  await widget.prepare(first);
  await widget.press(widget.button(english.confirm));
  await expect(widget.heading(english.booked)).toBeFocused();
  const number = await widget.number().textContent();
  await widget.press(widget.button(english.bookAnother));
  await expect(widget.heading(english.find)).toBeFocused();

  const second = await venue.openTime("lunch", 3);
  await widget.chooseExperience(english.experiences.lunch);
  await widget.chooseParty(3);
  await widget.chooseDay(second.day);
  await widget.press(widget.time(second.minutes));
  await expect(widget.heading(english.details)).toBeFocused();
  await expect(widget.field(english.email)).toHaveValue(ADA.email);
  await expect(widget.field(english.notes)).toHaveValue("");
  await widget.press(widget.button(english.confirm));
  await expect(widget.heading(english.booked)).toBeFocused();
  expect(await widget.number().textContent()).not.toBe(number);
});

test.describe(() => {
  test.use({ locale: "en-US" });

  test("a guest from the United States reads times by the twelve-hour clock", async ({ widget, venue }) => {
    const choice = await venue.openTime("dinner", 2);
    await widget.open();
    await widget.turnTo(choice.day);
    await widget.press(widget.root.getByRole("gridcell").getByRole("button", { name: english.tablesFree }).first());
    await expect(widget.button(/^[5-9]:[0-5]\d\sPM/).first()).toBeVisible();
  });
});

test("the hosted page books too", async ({ page, widget, venue }) => {
  const choice = await venue.openTime("dinner", 2);
  await page.goto("/book/demo");
  await widget.choose(choice);
  await widget.introduce(ADA);
  await widget.press(widget.button(english.confirm));
  await expect(widget.heading(english.booked)).toBeFocused();
  await expect(widget.number()).toBeVisible();
});
