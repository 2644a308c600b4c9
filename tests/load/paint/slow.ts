// A slow phone: slow 4G, as it is usually emulated, and a quarter of this machine's speed.

import type { CDPSession } from "@playwright/test";

const NETWORK = { offline: false, latency: 150, downloadThroughput: 1.6e6 / 8, uploadThroughput: 0.75e6 / 8 };
const SLOWDOWN = 4;

/** Line and machine that a page is opened with. */
export type Line = "slow" | "unthrottled";

/** Whether it only has to be shown that this runs: then there are no goals. */
export const IS_ONCE = process.env.COUVERT_ONCE === "yes";

/** Makes a session's page that slow. */
export async function slowDown(session: CDPSession): Promise<void> {
  await session.send("Network.enable");
  await session.send("Network.emulateNetworkConditions", NETWORK);
  await session.send("Emulation.setCPUThrottlingRate", { rate: SLOWDOWN });
}

/** The value in the middle. */
export function median(values: number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)]!;
}
