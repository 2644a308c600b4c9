// How the first paint is measured: one browser, one page at a time, nothing beside it. `cargo xtask
// bench --only paint` builds what it needs and says where it is.

import { defineConfig } from "@playwright/test";
import { environment } from "../../e2e/environment.ts";

export default defineConfig({
  testDir: ".",
  outputDir: "../../e2e/.results",
  reporter: "line",
  workers: 1,
  retries: 0,
  timeout: 600_000,
  use: {
    launchOptions: {
      executablePath: environment("COUVERT_CHROMIUM"),
      args: ["--disable-background-networking", "--disable-component-update", "--disable-gpu", "--no-sandbox"],
    },
  },
});
