// Localstripe on a port of this machine: a server of another project that plays Stripe.

import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { offsetOf, START } from "./clock.ts";
import { freePort } from "./port.ts";
import { environment } from "./environment.ts";

/** Its functions for tests. */
export interface Stripe {
  /** Where it answers, such as `http://localhost:41234`. */
  origin: string;
  /** Tells `url` of everything that happens from now on, signed with `secret`. */
  tell(url: string, secret: string): Promise<void>;
  /** Puts a card of this number into the payment that this secret opens, as the payer's bank sees it. */
  present(clientSecret: string, number: string): Promise<number>;
  /** Says yes for the payer's bank, from another page than the payer's. */
  approve(clientSecret: string): Promise<number>;
  stop(): Promise<void>;
}

export async function startStripe(): Promise<Stripe> {
  const home = await mkdtemp(join(tmpdir(), "couvert-stripe-"));
  const port = await freePort();
  const program = fileURLToPath(new URL("../stripe/localstripe_at.py", import.meta.url));
  const child = spawn(environment("COUVERT_LOCALSTRIPE"), [program, "--from-scratch", "--port", String(port)], {
    cwd: home,
    stdio: ["ignore", "pipe", "ignore"],
    env: { ...process.env, PYTHONUNBUFFERED: "1", TMPDIR: home, COUVERT_CLOCK_OFFSET: String(offsetOf(START)) },
  });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const printed = createInterface({ input: child.stdout });
  await new Promise<void>((resolve, reject) => {
    // A process stops when the pipe that it writes to is not read, so this reads to the end.
    printed.on("line", (line) => line.includes("Running on") && resolve());
    void ended.then(() => reject(new Error("localstripe did not start")));
  });
  const origin = `http://localhost:${port}`;
  const post = async (path: string, form: Record<string, string>): Promise<[number, any]> => {
    const headers = { authorization: "Bearer sk_test_payer" };
    const answer = await fetch(origin + path, { method: "POST", headers, body: new URLSearchParams(form) });
    return [answer.status, await answer.json().catch(() => undefined)];
  };
  return {
    origin,
    async tell(url, secret) {
      const [status] = await post("/_config/webhooks/edge", { url, secret });
      if (status !== 200) throw new Error(`localstripe takes no webhooks: ${status}`);
    },
    async present(clientSecret, number) {
      const [intent] = clientSecret.split("_secret_");
      const card = { number, exp_month: "12", exp_year: "2040", cvc: "123" };
      const form = Object.fromEntries(Object.entries(card).map(([name, value]) => [`card[${name}]`, value]));
      const [, { id }] = await post("/v1/payment_methods", { type: "card", ...form });
      const path = `/v1/payment_intents/${intent}`;
      await post(path, { payment_method: id });
      const [status] = await post(`${path}/confirm`, {});
      return status;
    },
    async approve(clientSecret) {
      const [intent] = clientSecret.split("_secret_");
      const form = { client_secret: clientSecret, success: "true" };
      const [status] = await post(`/v1/payment_intents/${intent}/_authenticate`, form);
      return status;
    },
    async stop() {
      child.kill("SIGKILL");
      await ended;
      await rm(home, { recursive: true, force: true });
    },
  };
}
