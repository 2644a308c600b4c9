// The e-mails that the worker has sent, as `/dev/mail` shows them.

import { expect } from "@playwright/test";
import type { Server } from "./server.ts";

/**
 * The fragment of an e-mail's link, such as `#offer=ID.TOKEN`: of the newest with this subject that contains this text,
 * once it is sent.
 */
export async function linkOf(server: Server, subject: RegExp, text = ""): Promise<string> {
  return find(server, subject, text, /#[a-z]+=[\w.-]+/);
}

/** Waits for an e-mail with this subject that contains this text. */
export async function expectLetter(server: Server, subject: RegExp, text: string): Promise<void> {
  await find(server, subject, text, /^/);
}

async function find(server: Server, subject: RegExp, text: string, part: RegExp): Promise<string> {
  let found: string | undefined;
  const look = async () => {
    const list = await read(server, "/dev/mail");
    for (const [, path, title] of list.matchAll(/<a href="(\/dev\/mail\/demo\/\d+)">([^<]*)<\/a>/g)) {
      if (!subject.test(title!)) continue;
      const letter = await read(server, path!);
      if (letter.includes(text)) return (found = part.exec(letter)?.[0]) !== undefined;
    }
    return false;
  };
  await expect.poll(look, `a letter whose subject is ${subject}, with "${text}"`).toBe(true);
  return found!;
}

async function read(server: Server, path: string): Promise<string> {
  const answer = await fetch(server.origin + path);
  if (!answer.ok) throw new Error(`${answer.status} for ${path}`);
  return answer.text();
}
