// The clock of the tests: worker, browser and the stand-in for Stripe begin at one instant and run on from
// there, so that the tests give the same answer on every day and at every hour.

import { environment } from "./environment.ts";

/** When the tests begin where they name no other instant; RFC 3339, in UTC. */
export const START = environment("COUVERT_START");

const offsets = new Map<string, number>();

/** By how many whole seconds a clock that began at `start` is ahead of this machine's; the same for the whole run. */
export function offsetOf(start: string): number {
  const known = offsets.get(start);
  if (known !== undefined) return known;
  const offset = Math.round((Date.parse(start) - Date.now()) / 1000);
  if (Number.isNaN(offset)) throw new Error(`not an instant: ${start}`);
  offsets.set(start, offset);
  return offset;
}
