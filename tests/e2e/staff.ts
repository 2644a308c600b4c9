// The demo restaurant's staff, by their key, and the operator of the worker.

import { environment } from "./environment.ts";
import { ownAddress } from "./venue.ts";

export class Staff {
  constructor(
    private readonly origin: string,
    private readonly id = "demo",
    private readonly role: "staff" | "operator" = "staff",
  ) {}

  /** Sends a request to `/v1/staff/{venue}`, and reads its answer, which must be a success. */
  async ask(
    method: string,
    path: string,
    body?: object | Uint8Array,
    more: Record<string, string> = {},
  ): Promise<any> {
    const isFile = body instanceof Uint8Array;
    const headers = {
      authorization: `Bearer ${environment("COUVERT_CANARY")}-${this.role}`,
      "idempotency-key": crypto.randomUUID(),
      ...(isFile || !body ? {} : { "content-type": "application/json" }),
      ...ownAddress(),
      ...more,
    };
    const sent = isFile ? Buffer.from(body) : body && JSON.stringify(body);
    const answer = await fetch(`${this.origin}/v1/staff/${this.id}${path}`, { method, headers, body: sent });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${answer.status}: ${text}`);
    return text ? JSON.parse(text) : undefined;
  }

  /** Changes the settings in force, and gives those that were. */
  async change(change: (settings: any) => void): Promise<any> {
    const { version, settings } = await this.ask("GET", "/settings");
    const changed = structuredClone(settings);
    change(changed);
    await this.ask("PUT", "/settings", { settings: changed }, { "if-match": `"${version}"` });
    return settings;
  }
}
