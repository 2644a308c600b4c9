// Free ports of this machine.

import { createServer } from "node:net";

/** Below those that systems give to connections that go out, which could take one again at once. */
const LOWEST = 12_000;
const HIGHEST = 32_000;

/** A free port, for programs that need its number beforehand. */
export async function freePort(): Promise<number> {
  const port = LOWEST + Math.floor(Math.random() * (HIGHEST - LOWEST));
  const server = createServer();
  const isFree = await new Promise<boolean>((resolve) => {
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
  return isFree ? port : freePort();
}
