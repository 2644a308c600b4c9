// Losses on the way: the table to a faster guest, the request, the answer.

import { expect, overflow, test } from "./test.ts";
import { ADA } from "./widget.ts";
import { clock, english } from "./words.ts";

test.describe("a time lost to another guest", () => {
  test.use({ expectedErrors: [/409/] });

  test("leads to alternatives, one of which is booked with the details that were typed", async ({
    page,
    widget,
    venue,
    picture,
  }) => {
    // Tables for seven are few: some bookings by others take them all at one time.
    const choice = await venue.timeWithAnother(7);
    await widget.prepare(choice);
    await venue.fill(choice);
    await widget.press(widget.button(english.confirm));

    const notice = widget.root.getByRole("group", { name: /Someone was a moment faster/ });
    await expect(notice).toBeFocused();
    await expect(notice).toContainText(clock(choice.minutes));
    await expect(notice).toContainText("Nothing has been booked");
    await picture("1-lost");
    expect(await overflow(page)).toBeLessThanOrEqual(0);
    expect(await widget.events("reserved")).toEqual([]);

    const alternative = notice.getByRole("button").first();
    const time = (await alternative.textContent())!.match(/^\d+:\d\d/)![0];
    await widget.press(alternative);
    await expect(widget.heading(english.details)).toBeFocused();
    await expect(widget.footer).toContainText(time);
    await expect(widget.field(english.email)).toHaveValue(ADA.email);
    await expect(widget.field(english.notes)).toHaveValue(ADA.notes!);
    await widget.press(widget.button(english.confirm));
    await expect(widget.heading(english.booked)).toBeFocused();
    const [{ detail }] = await widget.events("reserved");
    expect(time).toMatch(clock(detail.minutes));
  });

  test("on a day that is full now leads to another day", async ({ widget, venue }) => {
    // One table, two times a day: the chef's table is gone once it is taken.
    const choice = await venue.openTime("chefs-table", 5);
    await widget.prepare(choice);
    for (const { minutes, status } of await venue.slots(choice)) {
      if (status === "open") await venue.fill({ ...choice, minutes });
    }
    await widget.press(widget.button(english.confirmRequest));
    const notice = widget.root.getByRole("group", { name: /Someone was a moment faster/ });
    await expect(notice).toBeFocused();
    await expect(notice).toContainText("Please choose another one");
    await expect(widget.day(choice.day)).toHaveAccessibleName(/fully booked, waitlist possible$/);

    const next = await venue.openTime("chefs-table", 5);
    await widget.chooseDay(next.day);
    await widget.press(widget.time(next.minutes));
    await expect(widget.heading(english.details)).toBeFocused();
    await widget.press(widget.button(english.confirmRequest));
    await expect(widget.heading(english.requested)).toBeFocused();
  });
});

test.describe("without an answer", () => {
  test.use({ expectedErrors: [/ERR_FAILED/] });

  test("a guest sees that the outcome is unknown, tries again, and has exactly one reservation", async ({
    page,
    widget,
    venue,
    picture,
  }) => {
    const before = await venue.book(await venue.openTime("dinner", 2));
    const choice = await venue.openTime("dinner", 2);
    await widget.prepare(choice);
    const keys: string[] = [];
    let made: any;
    page.on("request", (request) => {
      if (request.method() === "POST") keys.push(request.headers()["idempotency-key"]);
    });
    await page.route(
      "**/reservations",
      async (route) => {
        // The request arrives, its answer does not.
        made = await (await route.fetch()).json();
        await route.abort();
      },
      { times: 1 },
    );
    await widget.press(widget.button(english.confirm));

    const notice = widget.root.getByRole("group", { name: /We are not sure your reservation arrived/ });
    await expect(notice).toBeFocused();
    await expect(notice).toContainText("you will not be booked twice");
    await expect(widget.button(english.back)).toHaveCount(0);
    await picture("1-unsure");
    expect(await widget.events("reserved")).toEqual([]);

    await widget.press(widget.button(english.sendAgain));
    await expect(widget.heading(english.booked)).toBeFocused();
    await expect(widget.number()).toHaveText(made.number);
    expect(keys).toEqual([keys[0], keys[0]]);
    expect(await widget.events("reserved")).toHaveLength(1);
    // Numbers are given one by one, so nothing else was booked in between.
    const after = await venue.book(await venue.openTime("dinner", 2));
    const number = (answer: { number: string }) => Number(answer.number.slice(2));
    expect([number(made), number(after.body)]).toEqual([number(before.body) + 1, number(before.body) + 2]);
  });

  test("a request that never arrived is booked by asking again", async ({ page, widget, venue }) => {
    const choice = await venue.openTime("dinner", 2);
    await widget.prepare(choice);
    await page.route("**/reservations", (route) => route.abort(), { times: 1 });
    await widget.press(widget.button(english.confirm));
    await expect(widget.root.getByRole("group", { name: /We are not sure/ })).toBeFocused();
    await widget.press(widget.button(english.sendAgain));
    await expect(widget.heading(english.booked)).toBeFocused();
  });

  test("calendar and times are asked for again by a press", async ({ page, widget, venue }) => {
    // The times of the first open day are requested before it is chosen.
    const first = (await venue.days("dinner", 2)).find(({ status }) => status === "open");
    const choice = await venue.openTime("dinner", 2, (_, day) => day !== first?.day);
    // Without a first screen of the edge's the widget requests the month itself.
    await page.route("**/fragment?*", (route) => route.abort());
    await page.route("**/calendar?*", (route) => route.abort(), { times: 1 });
    await widget.open();
    await expect(widget.root.getByText("We could not load this month.").first()).toBeVisible();
    await widget.press(widget.button("Try again"));
    const isChosen = (url: URL) => url.pathname.endsWith("/slots") && url.searchParams.get("day") === choice.day;
    await page.route(isChosen, (route) => route.abort(), { times: 1 });
    await widget.chooseDay(choice.day);
    await expect(widget.root.getByText("We could not load the times.").first()).toBeVisible();
    await widget.press(widget.button("Try again"));
    await expect(widget.time(choice.minutes)).toBeVisible();
  });

  test("a restaurant that cannot be loaded is asked for again by a press", async ({ page, widget }) => {
    await page.route("**/fragment?*", (route) => route.abort());
    await page.route("**/v1/venues/demo", (route) => route.abort(), { times: 1 });
    await page.goto("/");
    const notice = widget.root.getByRole("group", { name: /Reservations cannot be loaded right now/ });
    await expect(notice).toBeVisible();
    await expect(notice.getByRole("link")).toHaveAttribute("href", /\/book\/demo$/);
    await widget.press(widget.button("Try again"));
    await expect(widget.heading(english.find)).toBeVisible();
  });
});
