// Every step of a booking under axe, in the page that embeds it. Every screen in both colour schemes at each width is
// looked at in `accessibility-screens.spec.ts`, so each size has one scheme here.

import { AxeBuilder } from "@axe-core/playwright";
import { expect, test } from "./test.ts";
import { walk } from "./walk.ts";

const SCHEMES: Record<string, "light" | "dark"> = { phone: "dark", tablet: "light", desktop: "light" };

test.use({
  colorScheme: ({}, use, { project }) => use(SCHEMES[project.name]),
  contextOptions: { reducedMotion: "reduce" },
});

test("axe finds nothing on any step", async ({ page, widget, venue, picture }) => {
  await walk(widget, venue, async (step) => {
    const axe = new AxeBuilder({ page });
    // The whole page once, since some rules are about how its parts fit together.
    const { violations } = await (step === "1-find" ? axe : axe.include("couvert-booking")).analyze();
    const found = violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html }) => html) }));
    expect.soft(found, step).toEqual([]);
    await picture(step);
  });
});
