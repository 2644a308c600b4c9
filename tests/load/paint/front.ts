// The server in front of the worker in the measurement, in Cloudflare's place: the same files and answers,
// compressed.

import { createServer, request as ask, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { promisify } from "node:util";
import { brotliCompress, constants } from "node:zlib";

const compress = promisify(brotliCompress);

export interface Front {
  origin: string;
  close(): void;
}

/** Serves `pages` by their path, each with its type and text, and all else from `origin`, which is asked with the cookie. */
export async function front(origin: string, pages: Map<string, [string, string]>, cookie?: string): Promise<Front> {
  const stored = new Map<string, Buffer>();
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const path = request.url ?? "/";
    const page = pages.get(path);
    let headers: Record<string, string> = {};
    let body: Buffer;
    if (page) {
      headers = { "content-type": page[0] };
      body = Buffer.from(page[1]);
    } else {
      const inner = await pass(origin + path, request.headers.host ?? "", cookie);
      response.statusCode = inner.statusCode ?? 502;
      for (const name of ["content-type", "cache-control"]) headers[name] = String(inner.headers[name] ?? "");
      body = await buffer(inner);
    }
    // What has a hash in its address is compressed once and well, the rest as it goes.
    const isFile = path.startsWith("/assets/") || path === "/embed.js";
    const small = (isFile && stored.get(path)) || (await compress(body, quality(isFile ? 11 : 5)));
    if (isFile) stored.set(path, small);
    response.writeHead(response.statusCode, { ...headers, "content-encoding": "br", "content-length": small.length });
    response.end(small);
  };
  const server = createServer((request, response) => {
    answer(request, response).catch((error) => response.destroy(error));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { origin: `http://127.0.0.1:${port}`, close: () => server.close() };
}

/** The worker is asked under the name that the browser asked for: its answers hold addresses of its own. */
function pass(address: string, host: string, cookie?: string): Promise<IncomingMessage> {
  const headers = { host, "accept-language": "en", ...(cookie ? { cookie } : {}) };
  return new Promise((resolve, reject) => {
    ask(address, { headers }, resolve).on("error", reject).end();
  });
}

function quality(level: number) {
  return { params: { [constants.BROTLI_PARAM_QUALITY]: level } };
}
