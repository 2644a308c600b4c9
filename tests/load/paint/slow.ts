// A slow phone: slow 4G, as it is usually emulated, and a quarter of this machine's speed.

import type { CDPSession, Page } from "@playwright/test";

const NETWORK = { offline: false, latency: 150, downloadThroughput: 1.6e6 / 8, uploadThroughput: 0.75e6 / 8 };
const SLOWDOWN = 4;

/** Whether it only has to be shown that this runs: then there are no goals. */
export const IS_ONCE = process.env.COUVERT_ONCE === "yes";

/** Makes the page that slow. */
export async function slowDown(page: Page): Promise<CDPSession> {
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Network.emulateNetworkConditions", NETWORK);
  await session.send("Emulation.setCPUThrottlingRate", { rate: SLOWDOWN });
  return session;
}

/** The value in the middle. */
export function median(values: number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)]!;
}
