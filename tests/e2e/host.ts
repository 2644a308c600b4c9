// Web pages of restaurants, made up for one test.

import type { Page } from "@playwright/test";

/** The tag as the README shows it. */
export const TAG = `<script src="/embed.js" data-restaurant="demo" async crossorigin></script>`;

/** The script alone, for pages that use the element. */
export const SCRIPT = `<script src="/embed.js" async></script>`;

/** The tag with more attributes. */
export function tag(attributes: string): string {
  return TAG.replace("async", `${attributes} async`);
}

/** Serves a restaurant's page at `/host`. */
export async function serve(page: Page, body: string, headers: Record<string, string> = {}, language = "en"): Promise<void> {
  const meta = `<meta charset="utf-8"><meta name="viewport" content="width=device-width">`;
  const html = `<!doctype html><html lang="${language}">${meta}<title>Host</title><body>${body}`;
  await page.route("**/host", (route) => route.fulfill({ contentType: "text/html", headers, body: html }));
}

/** How often a file of the widget's was asked for, by the end of its path. */
export function watch(page: Page): (end: string) => number {
  const asked: string[] = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  return (end) => asked.filter((path) => path.endsWith(end)).length;
}
