// Bad input gets a message at its field; unusual input that is right gets through.

import type { Locator } from "@playwright/test";
import { long } from "./long.ts";
import { expect, test } from "./test.ts";
import type { Venue } from "./venue.ts";
import { ADA, type Guest, type Widget } from "./widget.ts";
import { english, unbroken } from "./words.ts";

const FAULTY: { what: string; guest: Partial<Guest>; field: keyof Guest; message: string }[] = [
  { what: "no last name", guest: { lastName: "" }, field: "lastName", message: "Please enter your last name." },
  {
    what: "a last name of blanks",
    guest: { lastName: "   " },
    field: "lastName",
    message: "Please enter your last name.",
  },
  {
    what: "a last name of 10,000 characters",
    guest: { lastName: "x".repeat(10_000) },
    field: "lastName",
    message: "Please keep this to 100 characters.",
  },
  { what: "no e-mail address", guest: { email: "" }, field: "email", message: "Please enter your e-mail address." },
  {
    what: "an e-mail address without a host",
    guest: { email: "ada@" },
    field: "email",
    message: "Please check the address",
  },
  { what: "a phone that is no phone", guest: { phone: "call me" }, field: "phone", message: "Please check the number" },
  {
    what: "wishes of 10,000 characters",
    guest: { notes: "x".repeat(10_000) },
    field: "notes",
    message: "Please keep this to 1000 characters.",
  },
];

/** A field's accessible description. */
async function description(field: Locator): Promise<string> {
  return field.evaluate((element) => {
    const ids = element.getAttribute("aria-describedby")?.split(" ") ?? [];
    const root = element.getRootNode() as ShadowRoot;
    return ids.map((id) => root.getElementById(id)?.textContent ?? `nothing has the id ${id}`).join(" ");
  });
}

async function toDetails(widget: Widget, venue: Venue): Promise<void> {
  await widget.open();
  await widget.choose(await venue.openTime("dinner", 2));
}

for (const [place, { what, guest, field, message }] of FAULTY.entries()) {
  test(`${what} is marked at the field and in the list above${long(place > 2)}`, async ({ page, widget, venue }) => {
    const sent: string[] = [];
    page.on("request", (request) => void (request.method() === "POST" && sent.push(request.url())));
    await toDetails(widget, venue);
    await widget.type({ ...ADA, ...guest });
    await widget.press(widget.button(english.confirm));

    const faults = widget.root.getByRole("group", { name: "One field needs another look" });
    await expect(faults).toBeFocused();
    const faulty = widget.field(english[field]);
    await expect(faulty).toHaveAttribute("aria-invalid", "true");
    expect(await description(faulty)).toContain(unbroken(message));
    await expect(widget.root.locator("[aria-invalid=true]")).toHaveCount(1);
    await expect(faulty).toHaveValue(guest[field]!);

    await widget.press(faults.getByRole("button"));
    await expect(faulty).toBeFocused();
    await faulty.fill(ADA[field]!);
    await expect(faulty).not.toHaveAttribute("aria-invalid");
    expect(sent).toEqual([]);
    await widget.press(widget.button(english.confirm));
    await expect(widget.heading(english.booked)).toBeFocused();
  });
}

test("an empty form names every field that is needed", async ({ widget, venue, picture }) => {
  await toDetails(widget, venue);
  await widget.press(widget.button(english.confirm));
  const faults = widget.root.getByRole("group", { name: "2 fields need another look" });
  await expect(faults).toBeFocused();
  await expect(faults.getByRole("button")).toHaveText([/^Last name: /, new RegExp(unbroken("^E-mail: "))]);
  await picture("1-faults");
});

test("a field is not called wrong while it is being filled in for the first time", async ({ widget, venue }) => {
  await toDetails(widget, venue);
  const email = widget.field(english.email);
  await email.pressSequentially("ada@");
  await expect(email).not.toHaveAttribute("aria-invalid");
  await widget.field(english.lastName).focus();
  await expect(email).toHaveAttribute("aria-invalid", "true");
});

const UNUSUAL: Guest[] = [
  { firstName: "محمد", lastName: "الأحمد", email: "m@example.com" },
  { firstName: "👩‍🍳", lastName: "🦆🍐", email: "chef+quince@example.co.uk" },
  { firstName: "Ada", lastName: "O’Brien-Ñuñez <b>&amp; 李", email: "li@example.com", phone: "+44 20 7946 0958" },
];

for (const [place, guest] of UNUSUAL.entries()) {
  test(`the name ${guest.firstName} ${guest.lastName} is sent as it was typed${long(place > 0)}`, async ({
    page,
    widget,
    venue,
  }) => {
    await widget.prepare(await venue.openTime("dinner", 2), guest);
    const sent = page.waitForRequest((request) => request.method() === "POST");
    await widget.press(widget.button(english.confirm));
    const { firstName, lastName } = guest;
    expect((await sent).postDataJSON().guest).toMatchObject({ firstName, lastName });
    await expect(widget.heading(english.booked)).toBeFocused();
  });
}

test.describe("what only the restaurant's side finds", () => {
  test.use({ expectedErrors: [/422|500/] });

  test("wrong with a field is marked at the field, and a new try is a new request", async ({ page, widget, venue }) => {
    await widget.prepare(await venue.openTime("dinner", 2));
    const keys: string[] = [];
    page.on("request", (request) => {
      if (request.method() === "POST") keys.push(request.headers()["idempotency-key"]);
    });
    const problem = {
      type: "urn:couvert:problem:validation_failed",
      title: "Some fields are not right",
      status: 422,
      code: "validation_failed",
      errors: [{ pointer: "/guest/email", code: "invalid_email" }],
    };
    const answer = { status: 422, contentType: "application/problem+json", body: JSON.stringify(problem) };
    await page.route("**/reservations", (route) => route.fulfill(answer), { times: 1 });
    await widget.press(widget.button(english.confirm));

    await expect(widget.root.getByRole("group", { name: "One field needs another look" })).toBeFocused();
    const email = widget.field(english.email);
    await expect(email).toHaveAttribute("aria-invalid", "true");
    expect(await description(email)).toContain("Please check the address");
    await email.fill("ada@example.org");
    await widget.press(widget.button(english.confirm));
    await expect(widget.heading(english.booked)).toBeFocused();
    expect(new Set(keys).size).toBe(2);
  });

  test("broken leaves a guest unsure and not without a way on", async ({ page, widget, venue }) => {
    await widget.prepare(await venue.openTime("dinner", 2));
    const answer = { status: 500, contentType: "text/html", body: "<h1>Oops</h1>" };
    await page.route("**/reservations", (route) => route.fulfill(answer), { times: 1 });
    await widget.press(widget.button(english.confirm));
    await expect(widget.root.getByRole("group", { name: /We are not sure/ })).toBeFocused();
    await widget.press(widget.button(english.sendAgain));
    await expect(widget.heading(english.booked)).toBeFocused();
  });
});

for (const events of [["change"], []]) {
  test(`what is filled in with ${events[0] ?? "no event at all"} counts`, async ({ widget, venue }) => {
    await toDetails(widget, venue);
    await widget.unfoldMore();
    for (const [name, text] of Object.entries(ADA)) {
      await widget.field(english[name as keyof Guest]).evaluate(
        (field, [text, events]) => {
          const { prototype } = field instanceof HTMLTextAreaElement ? HTMLTextAreaElement : HTMLInputElement;
          Object.getOwnPropertyDescriptor(prototype, "value")!.set!.call(field, text);
          for (const event of events) field.dispatchEvent(new Event(event, { bubbles: true }));
        },
        [text, events] as const,
      );
    }
    const { firstName, lastName, email, notes } = ADA;
    expect(await widget.send()).toMatchObject({ guest: { firstName, lastName, email }, notes });
  });
}
