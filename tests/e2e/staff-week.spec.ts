// A tablet that is left on for a week: the memory of the restaurant's page after ten thousand changes.

import type { Page } from "@playwright/test";
import { memory } from "./memory.ts";
import { book, EXPECTED_ERRORS, signIn } from "./staff-page.ts";
import { expect, test } from "./test.ts";

test.use({ hasClock: false, expectedErrors: EXPECTED_ERRORS });

/** The changes of one message. Each message is about one reservation, which the page reads. */
const A_MESSAGE = 10;

/** Every so many messages a change is about the waitlist, after which the page reads the day. */
const A_DAY = 50;

for (const [where, path] of [
  ["in the list", ""],
  ["by table", "/tables"],
  ["on the floor plan", "/plan"],
]) {
  test(`ten thousand changes leave no more in memory than one thousand, ${where} @long`, async ({ page, server, venue }) => {
    void venue;
    test.setTimeout(240_000);
    await book(server);
    await page.addInitScript(standIn);
    await signIn(page, server);
    await page.goto(`/staff/demo${path}`);
    await expect(page.getByText("Live", { exact: true })).toBeVisible();
    const cdp = await page.context().newCDPSession(page);
    const measured = async () => {
      const { heap, nodes } = await memory(cdp);
      const module: number = await page.evaluate(() => (window as any).couvertWeek.bytes());
      expect(module, "bytes of the program's memory").toBeGreaterThan(0);
      return { bytes: heap + module, nodes };
    };
    await change(page, 1_000);
    const before = await measured();
    await change(page, 9_000);
    const after = await measured();
    await expect(page.getByText("Live", { exact: true })).toBeVisible();
    expect(after.bytes, "bytes").toBeLessThanOrEqual(before.bytes * 1.1);
    expect(after.nodes, "nodes").toBeLessThanOrEqual(before.nodes * 1.1);
  });
}

/** Runs in the page: stands between it and its stream and its reads, once `read` is set, and counts the module's memory. */
function standIn() {
  const memories: WebAssembly.Memory[] = [];
  const bytes = () => memories.reduce((sum, one) => sum + one.buffer.byteLength, 0);
  const state: any = ((window as any).couvertWeek = { sockets: [], bytes });
  const noted = (made: any) => {
    const memory = (made.instance ?? made).exports.memory;
    if (memory) memories.push(memory);
    return made;
  };
  for (const name of ["instantiate", "instantiateStreaming"]) {
    const real = (WebAssembly as any)[name];
    (WebAssembly as any)[name] = async (...all: any[]) => noted(await real.apply(WebAssembly, all));
  }
  const Socket = window.WebSocket;
  window.WebSocket = class extends Socket {
    constructor(address: string | URL, protocols?: string | string[]) {
      super(address, protocols);
      state.sockets.push(this);
    }
    // The venue knows nothing of the changes that are acknowledged.
    override send(data: any) {
      if (!state.read) super.send(data);
    }
  };
  const ask = window.fetch;
  window.fetch = async (input, init) => {
    const address = input instanceof Request ? input.url : String(input);
    const body = state.read?.(new URL(address, location.href).pathname);
    if (!body) return ask(input, init);
    return new Response(JSON.stringify(body), { headers: { "content-type": "application/json" } });
  };
}

/** Tells the page of so many changes, each message once the page has read what the one before was about. */
async function change(page: Page, count: number): Promise<void> {
  await page.evaluate(
    async ([count, aMessage, aDay]) => {
      const state = (window as any).couvertWeek;
      state.day ??= await (await fetch("/v1/staff/demo/day")).json();
      state.read ??= (path: string) => {
        const id = /\/reservations\/([^/]+)$/.exec(path)?.[1];
        const found = id ? state.day.reservations.find((one: any) => one.id === id) : undefined;
        const body = path.endsWith("/day") ? state.day : found;
        if (body) state.hasRead?.();
        return body;
      };
      const expected = ["booked", "reconfirmed", "arrived"];
      state.parties ??= state.day.reservations.filter(({ status }: any) => expected.includes(status));
      for (let message = 0; message < count! / aMessage!; message++) {
        const party = state.parties[message % state.parties.length];
        party.status = party.status === "arrived" ? "booked" : "arrived";
        const changes = Array.from({ length: aMessage! }, () => ({
          cursor: ++state.day.cursor,
          at: state.day.now,
          kind: "reservation",
          action: "changed",
          id: party.id,
          revision: ++party.sequence,
          fields: ["status"],
        }));
        if (message % aDay! === 0) Object.assign(changes[0]!, { kind: "waitlist_entry", id: "w1" });
        const hasRead = new Promise<void>((done) => (state.hasRead = done));
        const data = JSON.stringify({ type: "changes", changes, cursor: state.day.cursor });
        state.sockets.at(-1).dispatchEvent(new MessageEvent("message", { data }));
        await hasRead;
        await new Promise(requestAnimationFrame);
      }
    },
    [count, A_MESSAGE, A_DAY],
  );
}
