// A page of a restaurant on a host of its own: another origin than the worker's.

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface Stranger {
  /** The page's origin, over plain HTTP. */
  origin: string;
  stop(): Promise<void>;
}

/** Serves a page at a port that is free, and another one at each path of `more`. */
export async function serveElsewhere(body: string, more: Record<string, string> = {}): Promise<Stranger> {
  const server = createServer((request, answer) => {
    const path = new URL(request.url ?? "/", "http://localhost").pathname;
    const html = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Host</title><body>${more[path] ?? body}`;
    answer.setHeader("content-type", "text/html").end(html);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
