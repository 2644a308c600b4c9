// The e-mails that the worker has sent, as `/dev/mail` shows them.

import { expect } from "@playwright/test";
import type { Server } from "./server.ts";

/** The fragment of an e-mail's link, such as `#offer=ID.TOKEN`: of the newest with this subject, once it is sent. */
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
