// The letters that the worker has sent, as its page for developers shows them. It must not know what they say.

import { expect } from "@playwright/test";
import type { Server } from "./server.ts";

/** What a letter leads to behind `#`, such as `#offer=ID.TOKEN`: the newest of this subject, once it is sent. */
export async function linkOf(server: Server, subject: RegExp): Promise<string> {
  let link: string | undefined;
  const look = async () => {
    const list = await read(server, "/dev/mail");
    const letters = [...list.matchAll(/<a href="(\/dev\/mail\/demo\/\d+)">([^<]*)<\/a>/g)];
    const found = letters.find(([, , title]) => subject.test(title!));
    link = found && /#[a-z]+=[\w.-]+/.exec(await read(server, found[1]!))?.[0];
    return link;
  };
  await expect.poll(look, `a letter whose subject is ${subject}`).toBeTruthy();
  return link!;
}

async function read(server: Server, path: string): Promise<string> {
  const answer = await fetch(server.origin + path);
  if (!answer.ok) throw new Error(`${answer.status} for ${path}`);
  return answer.text();
}
