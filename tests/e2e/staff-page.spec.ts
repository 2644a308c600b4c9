// The restaurant's own page: an evening on two devices at once, with a connection that is lost.

import { Staff } from "./staff.ts";
import { anotherDevice, book, EXPECTED_ERRORS, expectStarted, expectUsable, PAGE, partyOf, row, signIn } from "./staff-page.ts";
import { expect, overflow, test } from "./test.ts";
import { ownAddress } from "./venue.ts";

const TABLET = { width: 820, height: 1180 };
const PHONE = { width: 390, height: 844 };

// The real clock: the venue's answers correct it, and the stream's waits are real ones.
test.use({ hasClock: false, expectedErrors: EXPECTED_ERRORS });

test("the evening is not shown without signing in", async ({ page, server }) => {
  await page.goto(PAGE);
  await expect(page).toHaveURL(`${server.origin}${PAGE}/sign-in`);
  await expect(page.getByRole("heading", { name: "Sign in", exact: true })).toBeVisible();
});

test.describe("of a person who is signed in", () => {
  test("the document has the list before its program, and for no other reader", async ({ page, browser, server, venue }, info) => {
    void venue;
    const { name } = await book(server);
    await signIn(page, server);
    const context = await browser.newContext({
      baseURL: server.origin,
      locale: "en-GB",
      javaScriptEnabled: false,
      extraHTTPHeaders: ownAddress(),
      storageState: await page.context().storageState(),
    });
    const plain = await context.newPage();
    const answer = await plain.goto(PAGE);
    expect(answer!.headers()["cache-control"]).toBe("private, no-store");
    await expect(row(plain, name)).toContainText("Allergic to nuts");
    await expect(row(plain, name).locator(".status")).toHaveText("Booked");
    expect(await overflow(plain)).toBe(0);
    await plain.screenshot({ path: info.outputPath("first-list.png"), fullPage: true });
    await context.clearCookies();
    await plain.goto(PAGE);
    await expect(row(plain, name)).toHaveCount(0);
    await context.close();
  });

  for (const [device, viewport] of Object.entries({ tablet: TABLET, phone: PHONE })) {
    test(`the program's list takes the place of the document's on a ${device}, and nothing moves`, async ({ page, server, venue }) => {
      void venue;
      const { name } = await book(server);
      await page.setViewportSize(viewport);
      await signIn(page, server);
      let start = () => {};
      const isStarted = new Promise<void>((resolve) => (start = resolve));
      await page.route("**/staff_bg.wasm", async (route) => {
        await isStarted;
        await route.continue();
      });
      await page.reload({ waitUntil: "commit" });
      const place = async () => {
        const first = page.locator("li.row").first();
        return { box: await first.boundingBox(), name: await first.locator(".who").innerText() };
      };
      await expect(page.locator("#first-list li.row").filter({ hasText: name })).toHaveCount(1);
      await expect(page.locator("#first-list li.row").first()).toBeVisible();
      // Nothing is painted before the style is there, but places can be asked for.
      await page.waitForFunction(() => document.querySelector<HTMLLinkElement>("link[rel=stylesheet]")!.sheet);
      const before = await place();
      start();
      await expectStarted(page);
      expect(await place()).toEqual(before);
      await expect(page.locator("li.row").filter({ hasText: name })).toHaveCount(1);
    });
  }

  test("an evening is worked off by one tap a step, and undone", async ({ page, server, venue }, info) => {
    void venue;
    const { name } = await book(server);
    await signIn(page, server);
    await page.getByRole("searchbox").fill(name.toLowerCase());
    await expect(page.getByRole("status").filter({ hasText: "1 reservation" })).toBeVisible();
    await expect(row(page, name)).toContainText("Allergic to nuts");
    await page.screenshot({ path: info.outputPath("1-found.png"), fullPage: true });
    for (const step of ["Arrived", "Seated", "Ordered"]) {
      await row(page, name).getByRole("button", { name: `${step}: ${name}` }).click();
      await expect(row(page, name).locator(".status")).toHaveText(step);
    }
    await page.getByRole("button", { name: "Undo" }).click();
    await expect(row(page, name).locator(".status")).toHaveText("Seated");
    await expect(row(page, name)).not.toContainText("Being saved");
    await page.reload();
    await page.getByRole("searchbox").fill(name);
    await expect(row(page, name).locator(".status")).toHaveText("Seated");
  });

  test("two devices see each other's taps", async ({ page, browser, server, venue }) => {
    void venue;
    const { name } = await book(server);
    await signIn(page, server);
    const phone = await anotherDevice(browser, server);
    for (const device of [page, phone]) {
      await expect(device.getByText("Live", { exact: true })).toBeVisible();
      await device.getByRole("searchbox").fill(name);
    }
    await row(page, name).getByRole("button", { name: /^Arrived/ }).click();
    await expect(row(phone, name).locator(".status")).toHaveText("Arrived");
    await row(phone, name).getByRole("button", { name: /^Seated/ }).click();
    await expect(row(page, name).locator(".status")).toHaveText("Seated");
    await phone.context().close();
  });

  test("taps without a connection are kept and sent once, and a conflict is shown", async ({ page, context, server, venue }) => {
    void venue;
    const staff = new Staff(server.origin);
    const [ours, clash] = [await book(server), await book(server)];
    const before = await staff.ask("GET", `/reservations/${ours.id}`);
    await signIn(page, server);
    await page.getByRole("searchbox").fill("hopper");
    await context.setOffline(true);
    await row(page, ours.name).getByRole("button", { name: /^Arrived/ }).click();
    await row(page, clash.name).getByRole("button", { name: /^Arrived/ }).click();
    await expect(row(page, ours.name)).toContainText("Being saved");
    await expect(page.getByText("2 changes on their way")).toBeVisible();
    await staff.ask("PATCH", `/reservations/${clash.id}`, { status: "cancelled" });
    await context.setOffline(false);
    const conflict = page.getByRole("alert").filter({ hasText: "somebody else changed it first" });
    await expect(conflict).toBeVisible();
    await expect(row(page, ours.name)).not.toContainText("Being saved");
    const { status, sequence } = await staff.ask("GET", `/reservations/${ours.id}`);
    expect([status, sequence]).toEqual(["arrived", before.sequence + 1]);
    await page.getByRole("button", { name: "Understood" }).click();
    await expect(conflict).toBeHidden();
  });

  test("a no-show can be taken back before it is sent", async ({ page, server, venue }) => {
    void venue;
    const { name, id } = await book(server);
    await signIn(page, server);
    await page.getByRole("searchbox").fill(name);
    await row(page, name).getByText("⋯").click();
    await row(page, name).getByRole("button", { name: "No-show" }).click();
    await page.getByRole("button", { name: "Undo" }).click();
    await expect(row(page, name).locator(".status")).toHaveText("Booked");
    expect((await new Staff(server.origin).ask("GET", `/reservations/${id}`)).status).toBe("booked");
  });

  test("a caller is booked by keyboard", async ({ page, server, venue }) => {
    void venue;
    await signIn(page, server);
    const name = `Lovelace${crypto.randomUUID().slice(0, 6)}`;
    await page.locator("summary", { hasText: "Book for a caller" }).press("Enter");
    await page.getByRole("textbox", { name: "First and last name" }).fill(`Ada ${name}`);
    await page.getByRole("textbox", { name: "Phone" }).fill("0660 1123345");
    await page.getByRole("textbox", { name: "Wishes and allergies" }).fill("A high chair");
    const times = page.getByRole("group", { name: "Dinner", exact: true }).getByRole("radio");
    // The latest time that guests could book too; a full one may have no table.
    await expect(page.locator(".chip:not(.full) input[name=time]").last()).toBeAttached();
    await page.locator(".chip:not(.full) input[name=time]").last().press("Space");
    expect(await times.count()).toBeGreaterThan(0);
    await page.getByRole("button", { name: "Book", exact: true }).press("Enter");
    await expect(page.getByRole("status").filter({ hasText: `Booked: ${name}` })).toBeVisible();
    await page.getByRole("searchbox").fill("3345");
    await expect(row(page, name)).toContainText("A high chair");
    await expect(row(page, name).getByRole("button", { name: `Arrived: Ada ${name}` })).toBeVisible();
  });

  test("a guest of another day is found by the name, and booked for tonight", async ({ page, server, venue }) => {
    void venue;
    const { name } = await book(server);
    await signIn(page, server);
    await page.getByRole("link", { name: "The day after" }).click();
    await expect(page).toHaveURL(/day=/);
    await page.getByRole("searchbox").fill("hopper");
    await expect(page.getByText("No reservation is like this.")).toBeVisible();
    await page.getByRole("button", { name: "Search all days" }).click();
    const found = page.getByRole("list", { name: "Guests of all days" });
    await expect(found).toContainText(name);
    await found.getByRole("button", { name: `Book for ${name}` }).click();
    await expect(page.getByRole("textbox", { name: "First and last name" })).toHaveValue(name);
    await found.getByRole("link", { name }).click();
    await expect(page.locator("li.row").filter({ hasText: name })).toBeVisible();
  });

  test("a walk-in is seated in two taps, and the restaurant is full in two more", async ({ page, server, venue }) => {
    void venue;
    await signIn(page, server);
    const said = page.getByRole("status");
    await page.locator("summary", { hasText: "Walk-in" }).click();
    await page.getByRole("button", { name: /^2 guests Table/ }).click();
    await expect(said.filter({ hasText: /^2 guests seated, Table/ })).toBeVisible();
    await expect(page.getByRole("listitem").filter({ hasText: "Walk-in" }).first()).toContainText("Seated");
    await page.locator("summary", { hasText: "Settings of the day" }).click();
    await page.getByRole("button", { name: "Full now" }).click();
    await expect(page.getByRole("listitem").filter({ hasText: "No new bookings" })).toBeVisible();
    // Removed and tapped again within the minute, it is in force again.
    for (const tap of ["Remove: No new bookings", "Full now", "Remove: No new bookings"]) {
      await page.getByRole("button", { name: tap }).click();
      const rule = page.getByRole("listitem").filter({ hasText: "No new bookings" });
      await expect(rule).toBeVisible({ visible: tap === "Full now" });
    }
  });

  for (const colorScheme of ["light", "dark"] as const) {
    test(`the page is accessible and fits in the ${colorScheme}`, async ({ page, server, venue }, info) => {
      void venue;
      await book(server);
      await page.emulateMedia({ colorScheme });
      await signIn(page, server);
      await expect(row(page, "Hopper").first()).toBeVisible();
      await expectUsable(page);
      await page.screenshot({ path: info.outputPath(`${colorScheme}.png`), fullPage: true });
    });
  }

  test("the evening by table has the same parties and the same day", async ({ page, server, venue }) => {
    void venue;
    const { name } = await book(server);
    await signIn(page, server);
    await page.getByRole("link", { name: "By table" }).click();
    await expect(page).toHaveURL(`${server.origin}${PAGE}/tables`);
    await expect(page.getByRole("link", { name: "By table" })).toHaveAttribute("aria-current", "page");
    await expect(await partyOf(page, name)).toHaveAccessibleName(/Booked$/);
    await page.reload();
    await partyOf(page, name);
  });

  test("a party is moved by keys, and stays where it is if that is left", async ({ page, server, venue }) => {
    void venue;
    const { id, name } = await book(server);
    const before = await new Staff(server.origin).ask("GET", `/reservations/${id}`);
    await signIn(page, server);
    await page.getByRole("link", { name: "By table" }).click();
    const party = await partyOf(page, name);
    await party.press("ArrowLeft");
    await expect(page.getByRole("status").filter({ hasText: "Enter moves, Escape leaves." })).toBeVisible();
    await party.press("Escape");
    await expect(page.getByRole("status").filter({ hasText: "Enter moves, Escape leaves." })).toBeHidden();
    expect(await new Staff(server.origin).ask("GET", `/reservations/${id}`)).toEqual(before);
  });

  test("a table of the floor plan is blocked until a time, and given free", async ({ page, server, venue }) => {
    void venue;
    await signIn(page, server);
    await page.getByRole("link", { name: "Floor" }).click();
    await expect(page).toHaveURL(`${server.origin}${PAGE}/plan`);
    // One of those that are kept for parties without a reservation.
    const free = page.getByRole("button", { name: /^Table C\d, free/ }).first();
    const [table] = (await free.getAttribute("aria-label"))!.split(",");
    await free.click();
    await page.getByLabel("Block until").fill("23:30");
    await page.getByRole("button", { name: "Block", exact: true }).click();
    await expect(page.getByRole("button", { name: `${table}, blocked` })).toBeVisible();
    await page.getByRole("button", { name: "Give free" }).click();
    await expect(page.getByRole("button", { name: `${table}, free` })).toBeVisible();
  });

  test("a party at the door is noted with a wait, and taken off the list", async ({ page, server, venue }) => {
    void venue;
    await signIn(page, server);
    const name = `Curie${crypto.randomUUID().slice(0, 6)}`;
    await page.locator("summary", { hasText: "Waitlist" }).click();
    const panel = page.locator("details", { has: page.locator("summary", { hasText: "Waitlist" }) });
    await panel.getByRole("textbox", { name: "First and last name" }).fill(name);
    await panel.getByRole("button", { name: "Note this party" }).click();
    const party = panel.getByRole("listitem").filter({ hasText: name });
    await expect(party).toContainText("promised by");
    await party.getByRole("button", { name: `Remove: ${name}` }).click();
    await expect(party).toBeHidden();
  });

  test("staff are told why a time is not open", async ({ page, server, venue }) => {
    void venue;
    await signIn(page, server);
    await page.locator("summary", { hasText: "Why is nothing open?" }).click();
    await page.getByLabel("Time", { exact: true }).fill("04:05");
    await page.getByRole("button", { name: "Ask" }).click();
    await expect(page.getByRole("status").filter({ hasText: "Why guests cannot book this time:" })).toBeVisible();
  });

  test("the page has other languages too, and every day has its address", async ({ page, server, venue }) => {
    void venue;
    await signIn(page, server);
    await page.getByRole("link", { name: "The day after" }).click();
    await expect(page).toHaveURL(/\/staff\/demo\?day=\d{4}-\d{2}-\d{2}$/);
    const languages = { Deutsch: ["de", "Heute"], Español: ["es", "Hoy"], Français: ["fr", "Ce soir"] };
    for (const [name, [tag, tonight]] of Object.entries(languages)) {
      await page.locator(".languages summary").click();
      await page.getByRole("link", { name, exact: true }).click();
      await expect(page.getByRole("link", { name: tonight, exact: true })).toBeVisible();
      await expect(page.locator("html")).toHaveAttribute("lang", tag!);
      expect(await overflow(page)).toBe(0);
    }
  });
});
