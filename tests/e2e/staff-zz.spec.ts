import { Staff } from "./staff.ts";
import { book, EXPECTED_ERRORS, signIn } from "./staff-page.ts";
import { test } from "./test.ts";
import { environment } from "./environment.ts";
import { ownAddress } from "./venue.ts";
const OUT = "/work/notes/walk3";
test.use({ hasClock: false, expectedErrors: EXPECTED_ERRORS, startsAt: "2027-01-15T18:20:00Z" });
const sizes = { tablet: { width: 820, height: 1180 }, phone: { width: 390, height: 844 } };
for (const size of ["tablet", "phone"] as const) for (const scheme of ["light", "dark"] as const) {
  test(`${size} ${scheme}`, async ({ page, server, venue, context }) => {
    test.setTimeout(300_000);
    void venue;
    await page.setViewportSize(sizes[size]);
    await page.emulateMedia({ colorScheme: scheme });
    const staff = new Staff(server.origin);
    const phone = `+43660119${String(Math.floor(Math.random() * 9_000) + 1_000)}`;
    const { name } = await book(server, { phone });
    await signIn(page, server, "manager");
    const shot = async (n: string) => { await page.waitForTimeout(700); await page.screenshot({ path: `${OUT}/${n}-${size}-${scheme}.png`, fullPage: false }); };
    await page.waitForTimeout(1500);
    await shot("01-list");
    await page.screenshot({ path: `${OUT}/01full-${size}-${scheme}.png`, fullPage: true });
    const panel = (t: string) => page.locator("details.panel", { has: page.locator("summary", { hasText: t }) });
    const toggle = async (t: string) => { const p = panel(t); await p.locator("summary").first().click(); await p.scrollIntoViewIfNeeded(); await p.evaluate((e) => e.scrollIntoView({ block: "start" })); };
    await toggle("Book for a caller");
    const form = panel("Book for a caller");
    await form.getByRole("textbox", { name: "Phone" }).fill(phone);
    await form.getByRole("textbox", { name: "Phone" }).blur();
    await page.waitForTimeout(800);
    await form.getByRole("group", { name: "Guests", exact: true }).locator("label.chip").last().click();
    await page.waitForTimeout(800);
    await form.locator("label.chip.full").first().click().catch(() => {});
    await form.evaluate((e) => e.scrollIntoView({ block: "start" }));
    await shot("02-caller");
    await form.evaluate((e) => e.scrollIntoView({ block: "end" }));
    await shot("02b-caller-end");
    await toggle("Book for a caller");
    for (const [n, t] of [["03-walkin", "Walk-in"], ["04-day", "Settings of the day"], ["05-why", "Why is nothing open"], ["06-week", "week"], ["07-wait", "Waitlist"]] as const) {
      if ((await panel(t).count()) === 0) { console.log("no panel", t, await page.locator("details.panel summary").allTextContents()); continue; }
      await toggle(t); await page.waitForTimeout(900); await shot(n); await toggle(t);
    }
    await page.getByRole("searchbox").fill(name);
    await page.getByRole("searchbox").evaluate((e) => e.scrollIntoView({ block: "start" }));
    await page.locator("li.row details.more summary").first().click();
    await shot("08-row-menu");
    await page.locator("li.row button.step").first().click();
    await shot("09-undo");
    await page.getByRole("searchbox").fill("");
    const call = { id: crypto.randomUUID(), phoneNumber: phone, status: "ringing" };
    const r = await fetch(`${server.origin}/external/phone-calls`, { method: "POST", headers: { ...ownAddress(), authorization: `Bearer ${environment("COUVERT_CANARY")}-staff`, "content-type": "application/json" }, body: JSON.stringify(call) }); console.log(r.status, (await r.text()).slice(0, 100));
    await page.evaluate(() => scrollTo(0, 0));
    await page.waitForTimeout(800);
    await shot("10-call");
    await page.getByRole("link", { name: "By table" }).click();
    await page.waitForTimeout(800);
    await shot("11-tables");
    const party = page.locator(".party:visible").first();
    await party.click(); await shot("12-tables-selected");
    await party.press("ArrowRight"); await shot("13-moving"); await party.press("Escape");
    await page.getByRole("link", { name: "Floor" }).click();
    await shot("14-floor");
    await page.locator(".table:visible").nth(2).click(); await shot("15-floor-selected");
    await context.setOffline(true); await page.waitForTimeout(1500); await page.evaluate(() => scrollTo(0, 0)); await shot("16-offline"); await context.setOffline(false);
    const { today } = await staff.ask("GET", "/day"); void today;
    await page.goto("/staff/demo/account").catch(() => {}); 
  });
}
