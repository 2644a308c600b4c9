// How the first paint is measured: one browser, one page at a time, nothing beside it. `cargo xtask
// bench --only paint` builds what it needs and says where it is.

import { defineConfig } from "@playwright/test";
import { told } from "../../e2e/told.ts";

export default defineConfig({
  testDir: ".",
  outputDir: "../../e2e/.results",
  reporter: "line",
  workers: 1,
  retries: 0,
  timeout: 600_000,
  use: {
    launchOptions: {
      executablePath: told("COUVERT_CHROMIUM"),
      args: ["--disable-background-networking", "--disable-component-update", "--disable-gpu", "--no-sandbox"],
    },
  },
});
