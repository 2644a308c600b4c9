// The built worker under wrangler, with a state folder of its own. It must not know the API.

import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { told } from "./told.ts";

export interface Server {
  /** Where it answers, such as `http://127.0.0.1:41234`. */
  origin: string;
  stop(): Promise<void>;
}

/** Starts a worker that has never run before, and waits until it says that it is ready. */
export async function start(): Promise<Server> {
  const home = await mkdtemp(join(tmpdir(), "couvert-e2e-"));
  const program = [told("COUVERT_WRANGLER"), "dev", "--config", told("COUVERT_WRANGLER_CONFIG")];
  const place = ["--ip", "127.0.0.1", "--port", "0", "--inspector-port", "0", "--persist-to", join(home, "state")];
  const child = spawn("node", [...program, ...place, "--show-interactive-dev-session=false"], {
    // A group of its own, so that all of its processes can be ended.
    detached: true,
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, NO_COLOR: "1", FORCE_COLOR: undefined },
  });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const lines = createInterface({ input: child.stdout });
  const origin = await new Promise<string>((resolve, reject) => {
    // Whoever writes to a pipe that nobody reads stops, so this listens to the end.
    lines.on("line", (line) => {
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
      await rm(home, { recursive: true, force: true });
    },
  };
}
