// The accessibility tree, screen by screen: roles, names, descriptions and states, compared with
// `snapshots/tree/`. When it changes on purpose:
// cargo xtask test --only e2e -- accessibility-tree --update-snapshots, and read what git shows as changed.

import { expect, screens, test } from "./gallery.ts";
import { unbroken } from "./words.ts";

test.setTimeout(180_000);

test("every screen reads as it did, and announces nothing unasked", async ({ show }) => {
  for (const screen of await screens()) {
    // Each on a page of its own: on the one with all of them, each name is looked for in all of them.
    const widget = await show(screen);
    expect.soft(await widget.ariaSnapshot(), screen).toMatchSnapshot(["tree", `${screen}.yml`]);
    const announcements = await widget.locator("[role=status], [role=alert], [aria-live]").evaluateAll((regions) =>
      // An output is read out when the guest presses its own buttons.
      regions.filter((region) => region.getAttribute("aria-live") !== "off" && region.localName !== "output").length,
    );
    // The month, what is loading, and the one region for all that happens.
    expect.soft(announcements, screen).toBeLessThanOrEqual(3);
    expect.soft(await widget.locator("[role=alert], [aria-live=assertive]").count(), screen).toBe(0);
  }
});

test("German screens read in German", async ({ show }) => {
  for (const screen of ["times-conditions", "faults", "review-deposit", "done"]) {
    const widget = await show(screen, { language: "de" });
    expect.soft(await widget.ariaSnapshot(), screen).toMatchSnapshot(["tree", `${screen}.de.yml`]);
  }
});

test("a faulty field is tied to its fault and its hint, and the summary to both", async ({ show }) => {
  const widget = await show("faults");
  const email = widget.getByRole("textbox", { name: unbroken("E-mail") });
  await expect(email).toHaveAttribute("aria-invalid", "true");
  await expect(email).toHaveAccessibleDescription(/for example anna@example\.com.*We write here about your reservation\./);
  const summary = widget.getByRole("group", { name: "3 fields need another look" });
  await expect(summary.getByRole("button")).toHaveCount(3);
});
