// How much memory a page takes.

import type { CDPSession } from "@playwright/test";

/** Bytes of the heap and nodes of all documents, once what can be thrown away is. */
export async function memory(cdp: CDPSession): Promise<{ heap: number; nodes: number }> {
  for (let count = 0; count < 3; count++) await cdp.send("HeapProfiler.collectGarbage");
  const { usedSize } = await cdp.send("Runtime.getHeapUsage");
  const { nodes } = await cdp.send("Memory.getDOMCounters");
  return { heap: usedSize, nodes };
}
