// The widget as a guest uses it: by the roles and names of what is shown.

import { expect, type Locator, type Page } from "@playwright/test";
import type { Choice } from "./venue.ts";
import { clock, date, month, unbroken, type Words } from "./words.ts";

/** A guest's details. */
export interface Guest {
  firstName?: string;
  lastName: string;
  email: string;
  phone?: string;
  notes?: string;
}

export const ADA: Guest = {
  firstName: "Ada",
  lastName: "Muster",
  email: "ada.muster@example.com",
  phone: "0660 5512234",
  notes: "A quiet table, please.",
};

/** An event as the embedding page receives it. */
export interface PageEvent {
  name: string;
  detail: any;
  target: string;
  composed: boolean;
}

/** Keeps every event that a page receives from the next one that it loads on, for `Widget.events`. */
export function keepEvents(page: Page): Promise<unknown> {
  return page.addInitScript(() => {
    const events: object[] = ((window as any).couvertEvents = []);
    for (const name of ["ready", "step", "reserved", "gift-card-ordered", "closed", "error"]) {
      addEventListener(`couvert:${name}`, (event) => {
        const { detail, target, composed } = event as CustomEvent;
        events.push({ name, detail, target: (target as Element).localName, composed });
      });
    }
  });
}

export class Widget {
  constructor(
    readonly page: Page,
    readonly words: Words,
    readonly root: Locator = page.locator("couvert-booking"),
    private readonly hasTouch = false,
  ) {}

  /** Opens the demo page in the guest's language, and waits for the widget's code: its first screen stands there before. */
  async open(path: string = this.words.page): Promise<void> {
    await this.page.goto(path);
    // It starts once it is near the window, which on a small screen it may not be.
    await this.root.first().evaluate((element) => element.scrollIntoView({ block: "nearest" }));
    await this.ready();
    await expect(this.heading(this.words.find)).toBeVisible();
  }

  /** Waits for the widget's code. */
  async ready(): Promise<void> {
    await expect.poll(async () => (await this.events("ready")).length).toBeGreaterThan(0);
  }

  /** Presses by finger where there is a touch screen. */
  async press(target: Locator): Promise<void> {
    await (this.hasTouch ? target.tap() : target.click());
  }

  heading(name: string): Locator {
    return this.root.getByRole("heading", { level: 2, name, exact: true });
  }

  button(name: string | RegExp): Locator {
    return this.root.getByRole("button", { name, exact: typeof name === "string" });
  }

  field(name: string): Locator {
    return this.root.getByRole("textbox", { name: new RegExp(`^${unbroken(name)}`) });
  }

  radio(name: string | RegExp): Locator {
    return this.root.getByRole("radio", { name, exact: typeof name === "string" });
  }

  day(day: string): Locator {
    return this.root.getByRole("gridcell").getByRole("button", { name: date(this.words, day) });
  }

  time(minutes: number): Locator {
    return this.button(new RegExp(`^${clock(minutes).source}`));
  }

  /** What is about to be reserved, beside the button that does it: where nothing is paid. */
  get footer(): Locator {
    return this.root.locator(".footer");
  }

  /** A fact of the review that contains this. */
  fact(text: string | RegExp): Locator {
    return this.root.getByRole("definition").filter({ hasText: text });
  }

  /** The reservation's number, once there is one. */
  number(): Locator {
    return this.root.getByText(/^R-\d+$/);
  }

  /** Unfolds a part of the choice where there is no room for all of it. */
  async unfold(part: "party" | "day" | "experience"): Promise<void> {
    await expect(this.root.locator(".search")).toBeVisible();
    const chip = this.root.locator(".bar button").nth(["party", "day", "experience"].indexOf(part));
    if (!(await chip.isVisible()) || (await chip.getAttribute("aria-expanded")) === "true") return;
    // Before any script is there a press sends the form, and the page is loaded anew.
    await this.ready();
    await this.press(chip);
    await expect(chip).toHaveAttribute("aria-expanded", "true");
  }

  async chooseExperience(name: string): Promise<void> {
    await this.unfold("experience");
    await this.#check(new RegExp(`^${name}`));
  }

  async chooseParty(count: number): Promise<void> {
    await this.unfold("party");
    await this.#check(this.words.guests(count));
  }

  /** Presses what is drawn for a radio, its label. */
  async #check(name: string | RegExp): Promise<void> {
    const radio = this.page.getByRole("radio", { name, exact: typeof name === "string" });
    await this.press(this.root.locator("label").filter({ has: radio }));
    await expect(this.radio(name)).toBeChecked();
  }

  /** Turns the pages of the calendar to the month of `day`, which may be before the one that is shown. */
  async turnTo(day: string): Promise<void> {
    await this.unfold("day");
    const grid = this.root.getByRole("grid");
    const shown = this.root.locator("[aria-live=polite]");
    for (;;) {
      await expect(grid).not.toHaveAttribute("aria-busy", "true");
      const text = (await shown.textContent()) ?? "";
      if (text === month(this.words, day)) return;
      const first = await grid.locator("[id^=day-]").first().getAttribute("id");
      const isBefore = first!.slice("day-".length) > day;
      await this.press(this.button(isBefore ? this.words.earlierMonth : this.words.laterMonth));
      await expect(shown).not.toHaveText(text);
    }
  }

  async chooseDay(day: string): Promise<void> {
    await this.turnTo(day);
    await expect(this.day(day)).toHaveAccessibleName(new RegExp(`${this.words.tablesFree}$`));
    await this.press(this.day(day));
    // Until the widget's code is there, the times are those of the day before.
    await expect(this.day(day).locator("..")).toHaveAttribute("aria-selected", "true");
  }

  /** The first step: what, for how many, on which day and when. */
  async choose(choice: Choice): Promise<void> {
    const { experiences } = this.words;
    await this.chooseExperience(experiences[choice.experienceId as keyof typeof experiences]);
    await this.chooseParty(choice.attendees);
    await this.chooseDay(choice.day);
    await this.press(this.time(choice.minutes));
    if (choice.experienceId === "brunch") await this.wantNothingMore();
    await expect(this.heading(this.words.details)).toBeFocused();
  }

  /** Goes on from the extras as they are. */
  async wantNothingMore(): Promise<void> {
    await expect(this.heading(this.words.extras)).toBeFocused();
    await this.press(this.button(this.words.goOn));
  }

  /** Types the details; what is not given is left as it is. */
  async type(guest: Partial<Guest>): Promise<void> {
    for (const [name, text] of Object.entries(guest)) {
      if (name === "phone" || name === "notes") await this.unfoldMore();
      await this.field(this.words[name as keyof Guest]).fill(text);
    }
  }

  /** Opens the optional fields of the details, where they are folded. */
  async unfoldMore(): Promise<void> {
    const folded = this.root.locator("details.more:not([open]) > summary");
    if ((await folded.count()) > 0) await this.press(folded);
  }

  /** The details, up to the button that books: where something is paid it is that of the review. */
  async introduce(guest: Guest): Promise<void> {
    await this.type(guest);
    if ((await this.footer.count()) > 0) return;
    await this.press(this.button(this.words.goOn));
    await expect(this.heading(this.words.review)).toBeFocused();
  }

  /** Presses the button that books, and gives what is sent. */
  async send(): Promise<any> {
    const sent = this.page.waitForRequest((request) => request.method() === "POST");
    await this.press(this.button(this.words.confirm));
    return (await sent).postDataJSON();
  }

  /** All steps but the button that books. */
  async prepare(choice: Choice, guest: Guest = ADA): Promise<void> {
    await this.open();
    await this.choose(choice);
    await this.introduce(guest);
  }

  /** Every event that the page has received so far, by its name without `couvert:`. */
  async events(name?: string): Promise<PageEvent[]> {
    const events: PageEvent[] = await this.page.evaluate(() => (window as any).couvertEvents);
    return events.filter((event) => !name || event.name === name);
  }
}
