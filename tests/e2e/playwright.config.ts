// How the browser tests run: the built worker under the real runtime, real Chromium, a phone, a
// tablet and a desktop. `cargo xtask test --only e2e` builds what they need and says where it is.

import { defineConfig } from "@playwright/test";
import { ALONE } from "./browser.ts";
import { environment } from "./environment.ts";
import { ALL } from "./long.ts";

/** Tests that do not depend on the size of the screen run once. */
const AT_ONE_SIZE = [
  "**/after-midnight.spec.ts",
  "**/another-system.spec.ts",
  "**/challenge.spec.ts",
  "**/draft.spec.ts",
  "**/languages.spec.ts",
  "**/letters.spec.ts",
  "**/first-load.spec.ts",
  "**/first-screen.spec.ts",
  "**/first-paint.spec.ts",
  "**/keyboard.spec.ts",
  "**/host-page.spec.ts",
  "**/hosted-page.spec.ts",
  "**/fields.spec.ts",
  "**/embed-life.spec.ts",
  "**/embed-opening.spec.ts",
  "**/embed-page.spec.ts",
  "**/embed-recipes.spec.ts",
  "**/embed-refused.spec.ts",
  "**/embed-types.spec.ts",
  "**/accessibility-screens.spec.ts",
  "**/accessibility-tree.spec.ts",
  "**/hostile-markup.spec.ts",
  "**/hostile-page.spec.ts",
  "**/narrow.spec.ts",
  "**/network.spec.ts",
  "**/no-show.spec.ts",
  "**/page-look.spec.ts",
  "**/page-shortcuts.spec.ts",
  "**/payment-return.spec.ts",
  "**/reload.spec.ts",
  "**/staff-devices.spec.ts",
  "**/staff-evening.spec.ts",
  "**/staff-path.spec.ts",
  "**/staff-steady.spec.ts",
  "**/staff-week.spec.ts",
  "**/step-history.spec.ts",
  "**/stripe.spec.ts",
  "**/translations.spec.ts",
  "**/trusted-types.spec.ts",
];

/** Flows whose screens are seen at every size by other tests run where most guests are. */
const ON_A_PHONE = [
  ...(ALL ? [] : ["**/booking.spec.ts", "**/embed-dialog.spec.ts"]),
  "**/change-of-mind.spec.ts",
  "**/experiences.spec.ts",
  "**/extras.spec.ts",
  "**/gift-card.spec.ts",
  "**/gift-card-deposit.spec.ts",
  "**/lost.spec.ts",
  "**/manage.spec.ts",
  "**/payment.spec.ts",
  "**/request-answer.spec.ts",
  "**/settings.spec.ts",
  "**/sign-in.spec.ts",
  "**/waitlist.spec.ts",
  "**/without-script.spec.ts",
];

/** Where the layout changes between a phone and a desktop: every step of a booking once; and the staff's page. */
const AT_A_TABLETS_SIZE = [
  "**/accessibility.spec.ts",
  "**/staff-page.spec.ts",
  "**/staff-screens.spec.ts",
];

/** The staff's page is a tablet's; its screens are looked at on a phone too. */
const ON_A_TABLET = ["**/staff-page.spec.ts"];

/** A few tests of days, once more at the instants at which calendars go wrong. The demo restaurant is in Vienna. */
const DATES = {
  "the last Sunday of a month": "2026-11-29T08:00:00Z",
  "two minutes past midnight": "2026-12-05T23:02:00Z",
  "New Year's Eve": "2026-12-31T20:00:00Z",
  "the day on which clocks go forward": "2027-03-28T00:30:00Z",
  "the day on which clocks go back": "2027-10-31T00:30:00Z",
  "29 February": "2028-02-29T09:00:00Z",
};
const OF_DATES = {
  testMatch: ["**/dates.spec.ts", "**/first-load.spec.ts", "**/keyboard.spec.ts"],
  grep: /dates\.spec|the first data is asked for|a day that is not free/,
};

export default defineConfig<object, { startsAt: string }>({
  testDir: ".",
  outputDir: ".results",
  reporter: "list",
  workers: 2,
  retries: 0,
  forbidOnly: true,
  grepInvert: ALL ? /^$/ : /@long$/,
  timeout: 90_000,
  // A screen looks and reads alike everywhere: nothing in the names says on which machine.
  snapshotPathTemplate: "{testDir}/snapshots/{arg}-{projectName}{ext}",
  expect: { timeout: 20_000 },
  use: {
    launchOptions: { executablePath: environment("COUVERT_CHROMIUM"), args: ALONE },
    // Guests are seldom where the restaurant is: nothing may depend on the device's time zone.
    timezoneId: "Pacific/Auckland",
    locale: "en-GB",
    actionTimeout: 20_000,
    screenshot: "only-on-failure",
    // A third of the time of every test, so only of those that are run by hand.
    trace: process.env.COUVERT_TRACE === "yes" ? "retain-on-failure" : "off",
  },
  projects: [
    {
      name: "phone",
      testIgnore: [...AT_ONE_SIZE, ...ON_A_TABLET, "**/dates.spec.ts"],
      use: { viewport: { width: 360, height: 780 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true },
    },
    {
      name: "tablet",
      testMatch: AT_A_TABLETS_SIZE,
      use: { viewport: { width: 768, height: 1024 }, hasTouch: true },
    },
    { name: "desktop", testIgnore: [...ON_A_PHONE, ...ON_A_TABLET, "**/staff-screens.spec.ts", "**/dates.spec.ts"], use: { viewport: { width: 1280, height: 900 } } },
    ...Object.entries(DATES).map(([name, startsAt]) => ({
      name,
      ...OF_DATES,
      use: { viewport: { width: 1280, height: 900 }, startsAt },
    })),
  ],
});
