// The server in front of the worker in the measurement, in Cloudflare's place: the same files and answers,
// compressed.

import { createServer, request as ask, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { promisify } from "node:util";
import { brotliCompress, constants } from "node:zlib";

const compress = promisify(brotliCompress);

export interface Front {
  origin: string;
  close(): void;
}

interface Answer {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
}

/** Serves `pages` by their path, each with its type and text, and all else from `origin`, which is asked with the cookie. */
export async function front(origin: string, pages: Map<string, [string, string]>, cookie?: string): Promise<Front> {
  const stored = new Map<string, Answer>();
  const find = async (path: string, asked: IncomingHttpHeaders): Promise<Answer> => {
    const page = pages.get(path);
    if (page) return compressed({ status: 200, headers: { "content-type": page[0] }, body: Buffer.from(page[1]) }, 5);
    // What has a hash in its address is compressed once and well and kept near the guest, the rest as it goes.
    const isFile = path.startsWith("/assets/") || path === "/embed.js";
    const known = stored.get(path);
    if (known) return known;
    const inner = await pass(origin + path, asked, cookie);
    const headers: Record<string, string> = {};
    for (const name of ["content-type", "cache-control", "link"]) {
      if (inner.headers[name]) headers[name] = String(inner.headers[name]);
    }
    const answer = { status: inner.statusCode ?? 502, headers, body: await buffer(inner) };
    const small = await compressed(answer, isFile ? 11 : 5);
    if (isFile) stored.set(path, small);
    return small;
  };
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const { status, headers, body } = await find(request.url ?? "/", request.headers);
    response.writeHead(status, { ...headers, "content-encoding": "br", "content-length": body.length });
    response.end(body);
  };
  const server = createServer((request, response) => {
    answer(request, response).catch((error) => response.destroy(error));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { origin: `http://127.0.0.1:${port}`, close: () => server.close() };
}

async function compressed(answer: Answer, level: number): Promise<Answer> {
  return { ...answer, body: await compress(answer.body, { params: { [constants.BROTLI_PARAM_QUALITY]: level } }) };
}

/** The worker is asked under the name that the browser asked for: its answers hold addresses of its own. */
function pass(address: string, asked: IncomingHttpHeaders, cookie?: string): Promise<IncomingMessage> {
  const { host, "accept-language": language = "en" } = asked;
  const headers = { host, "accept-language": language, ...(cookie ? { cookie } : {}) };
  return new Promise((resolve, reject) => {
    ask(address, { headers }, resolve).on("error", reject).end();
  });
}
