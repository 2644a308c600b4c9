// A restaurant changes its own settings while guests look: a reload shows them, without a deploy.

import { AxeBuilder } from "@axe-core/playwright";
import { start, type Server } from "./server.ts";
import { Staff } from "./staff.ts";
import { expect, overflow, test as base } from "./test.ts";
import { date } from "./words.ts";

/** A worker of its own: others would meet the changes. */
const test = base.extend<object, { server: Server }>({
  server: [
    async ({ startsAt }, use) => {
      const server = await start({ startsAt });
      await use(server);
      await server.stop();
    },
    { scope: "worker", timeout: 180_000 },
  ],
});

const PAGE = "/book/demo";

/** A PNG of two pixels. */
const PICTURE = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAIAAAB7QOjdAAAAD0lEQVR4nGPYoKCgsEEBAAcnAeH8ElZrAAAAAElFTkSuQmCC",
  "base64",
);

const TEXT = { en: "We celebrate our <b>anniversary</b>.", de: "Wir feiern unser <b>Jubiläum</b>." };

test("a new name, experience and picture are there after a reload, and gone after they are undone", async ({
  page,
  server,
  widget,
}) => {
  const staff = new Staff(server.origin);
  await widget.open(PAGE);
  const title = await page.title();
  const picture = await staff.ask("POST", "/pictures", PICTURE);
  const before = await staff.change((settings) => {
    settings.name = "Zur neuen Linde";
    const { experiences } = settings.engine;
    const supper = structuredClone(experiences.find(({ id }: { id: string }) => id === "dinner"));
    Object.assign(supper, { id: "supper", name: { en: "Supper", de: "Nachtmahl" }, shorthand: "SUP" });
    Object.assign(supper, { isDefault: false, image: picture.name });
    experiences.push(supper);
  });
  await page.reload();
  await expect(page).toHaveTitle(/Zur neuen Linde/);
  await widget.unfold("experience");
  await expect(widget.radio(/^Supper/)).toBeVisible();
  const shown = widget.root.locator(`img[src$="/pictures/demo/${picture.name}"]`);
  await expect(shown).toBeVisible();
  await expect.poll(() => shown.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(2);

  await expect(staff.ask("DELETE", `/pictures/${picture.name}`)).rejects.toThrow(/settings_conflict/);
  await staff.change((settings) => Object.assign(settings, before));
  await staff.ask("DELETE", `/pictures/${picture.name}`);
  await page.reload();
  await expect(page).toHaveTitle(title);
  await widget.unfold("experience");
  await expect(widget.radio(/^Dinner/)).toBeVisible();
  await expect(widget.radio(/^Supper/)).toHaveCount(0);
});

test("a closed day says why, in its name and below the calendar, and is open once the rule is removed", async ({
  page,
  picture,
  server,
  venue,
  widget,
  words,
}) => {
  const staff = new Staff(server.origin);
  const open = (await venue.days("dinner", 2)).filter(({ status }) => status === "open");
  const { day } = open[3]!;
  const { rule } = await staff.ask("POST", "/day-rules", { effect: { kind: "closure", from: day, text: TEXT } });
  await widget.open(PAGE);
  await widget.turnTo(day);
  await expect(widget.day(day)).toHaveAccessibleName(/, closed, We celebrate our <b>anniversary<\/b>\.$/);
  const below = widget.root.locator(".calendar p.hint");
  await expect(below).toHaveCount(0);
  // It cannot be chosen, so Playwright would wait for it; and the page scrolls smoothly, so it has to come to rest before.
  await widget.day(day).hover();
  await widget.day(day).click({ force: true });
  await expect(below).toHaveText(/: closed\. We celebrate our <b>anniversary<\/b>\.$/);
  await expect(widget.root.getByRole("status").filter({ hasText: "anniversary" })).toHaveCount(1);
  expect(await overflow(page)).toBe(0);
  const { violations } = await new AxeBuilder({ page }).options({ preload: false }).analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
  await picture("closed-day");

  // By keyboard: away from it, and back.
  await widget.day(day).focus();
  await page.keyboard.press("ArrowRight");
  await expect(below).toHaveCount(0);
  await page.keyboard.press("ArrowLeft");
  await expect(widget.day(day)).toBeFocused();
  await expect(below).toHaveText(/anniversary/);

  // Without a script, and in another language.
  const html = await (await page.request.get(`${PAGE}?language=de&date=${day}&experience=dinner`)).text();
  expect(html).toContain("Wir feiern unser &lt;b&gt;Jubiläum&lt;/b&gt;.");
  expect(html).not.toContain("<b>Jubiläum");

  await staff.ask("DELETE", `/day-rules/${rule.id}`);
  await page.reload();
  await widget.turnTo(day);
  await expect(widget.day(day)).toHaveAccessibleName(new RegExp(`${date(words, day).source}.*${words.tablesFree}$`));
});

test("a day that is closed in part says why beside its times, and one that is shown as full says nothing", async ({
  picture,
  server,
  venue,
  widget,
}) => {
  const staff = new Staff(server.origin);
  const open = (await venue.days("dinner", 2)).filter(({ status }) => status === "open");
  const [part, full] = [open[4]!.day, open[5]!.day];
  const rules = [];
  for (const effect of [
    { kind: "closure", from: part, fromMinutes: 1080, untilMinutes: 1140, text: TEXT },
    { kind: "closure", from: full, shownAs: "full", text: TEXT },
  ]) {
    rules.push((await staff.ask("POST", "/day-rules", { effect })).rule);
  }
  await widget.open(PAGE);
  await widget.turnTo(part);
  await widget.press(widget.day(part));
  await expect(widget.root.locator(".times p.hint").first()).toHaveText("We celebrate our <b>anniversary</b>.");
  await picture("closed-in-part");
  await widget.turnTo(full);
  await expect(widget.day(full)).toHaveAccessibleName(/, fully booked[^.]*$/);
  for (const { id } of rules) await staff.ask("DELETE", `/day-rules/${id}`);
});
