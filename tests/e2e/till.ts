// The page of a demonstration's payment, as whoever pays uses it. It must not know what is paid for.

import type { Page } from "@playwright/test";

/** Makes a choice on the page that `open` opens beside this one. */
export async function play(page: Page, open: () => Promise<void>, choice: string): Promise<void> {
  const opened = page.waitForEvent("popup");
  await open();
  const till = await opened;
  const button = till.getByRole("button", { name: choice, exact: true });
  await button.waitFor();
  await till.waitForLoadState();
  // A page that is closed while the next one arrives may stay open.
  const loaded = till.waitForEvent("load");
  await button.click();
  await loaded;
  await till.close();
}
