// The built worker under wrangler, with a state folder of its own.

import { spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { offsetOf, START } from "./clock.ts";
import { freePort } from "./port.ts";
import { environment } from "./environment.ts";

export interface Server {
  /** Where it answers, such as `http://127.0.0.1:41234`. */
  origin: string;
  stop(): Promise<void>;
}

export interface Options {
  /** Where the venue `demo-molzait` books; at the venue `demo` over HTTP where it is left out. */
  upstream?: string;
  /** Where the venue `demo-stripe` takes payments. */
  stripe?: string;
  /** When the worker's clock begins; RFC 3339. */
  startsAt?: string;
  /** Whether an operator has a key. */
  hasOperator?: boolean;
}

/** Starts a worker that has never run before, and waits until it says that it is ready. */
export async function start({ upstream, stripe, startsAt = START, hasOperator }: Options = {}): Promise<Server> {
  const home = await mkdtemp(join(tmpdir(), "couvert-e2e-"));
  const port = await freePort();
  const variables = join(home, "variables.env");
  const staffKey = `${environment("COUVERT_CANARY")}-staff`;
  const lines = [
    `DEMO_STAFF_KEY=${staffKey}`,
    `DEMO_MOLZAIT_KEY=${staffKey}`,
    `DEMO_MOLZAIT_URL=${upstream ?? `http://127.0.0.1:${port}`}`,
    // The venues here are made up, and their letters are shown at /dev/mail.
    "COUVERT_DEMO=yes",
    `COUVERT_CLOCK_OFFSET=${offsetOf(startsAt)}`,
  ];
  if (hasOperator) lines.push(`OPERATOR_KEY=${environment("COUVERT_CANARY")}-operator`);
  if (stripe) {
    lines.push(
      `DEMO_STRIPE_KEY=sk_test_${environment("COUVERT_CANARY")}`,
      `DEMO_STRIPE_WEBHOOK_SECRET=${webhookSecret()}`,
      `DEMO_STRIPE_API=${stripe}`,
      `DEMO_STRIPE_SCRIPT=${stripe}/js.stripe.com/v3/`,
    );
  }
  await writeFile(variables, lines.join("\n"));
  const program = [environment("COUVERT_WRANGLER"), "dev", "--config", environment("COUVERT_WRANGLER_CONFIG")];
  const place = ["--ip", "127.0.0.1", "--port", String(port), "--inspector-port", "0"];
  place.push("--persist-to", join(home, "state"), "--env-file", variables);
  const child = spawn("node", [...program, ...place, "--show-interactive-dev-session=false"], {
    // A group of its own, so that all of its processes can be ended.
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, NO_COLOR: "1", FORCE_COLOR: undefined },
  });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const log = createWriteStream(join(environment("COUVERT_LOGS"), `e2e-${port}.log`));
  child.stderr.on("data", (chunk) => {
    log.write(chunk);
    process.stderr.write(chunk);
  });
  const printed = createInterface({ input: child.stdout });
  const origin = await new Promise<string>((resolve, reject) => {
    // A process stops when the pipe that it writes to is not read, so this reads to the end.
    printed.on("line", (line) => {
      log.write(`${line}\n`);
      const found = line.split("Ready on ")[1];
      if (found) resolve(found.trim());
    });
    void ended.then(() => reject(new Error(`the worker did not start: ${child.exitCode ?? child.signalCode}`)));
  });
  // Wrangler's proxy keeps connections to the runtime, which closes them after five idle seconds. A
  // request that meets such a moment is put aside and taken up again with the next one, so there
  // always is a next one.
  const pulse = setInterval(() => void fetch(`${origin}/healthz`).catch(() => {}), 500);
  return {
    origin,
    async stop() {
      clearInterval(pulse);
      process.kill(-child.pid!, "SIGKILL");
      await ended;
      await new Promise<void>((resolve) => log.end(resolve));
      await rm(home, { recursive: true, force: true });
    },
  };
}

/** The secret with which Stripe signs its webhooks. */
export function webhookSecret(): string {
  return `whsec_${environment("COUVERT_CANARY")}`;
}
