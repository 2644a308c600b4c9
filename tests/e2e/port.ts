// Ports of this machine. It must not know what they are for.

import { createServer, type AddressInfo } from "node:net";

/** A port that was free a moment ago: who has to be told of it beforehand cannot let the system choose. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve) => void server.close(() => resolve()));
  return port;
}
