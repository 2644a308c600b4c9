// What an evening leaves behind once it is worked off: the book, the money, the log of changes and the letters.

import { environment } from "./environment.ts";
import { expectLetter } from "./mail.ts";
import type { Server } from "./server.ts";
import type { Staff } from "./staff.ts";
import { expect } from "./test.ts";
import { ownAddress } from "./venue.ts";

/** A party as the test knows it. */
export interface Party {
  id: string;
  covers: number;
  /** The number that the guest gives; none of a party without a reservation. */
  number?: string;
  /** The statuses that the page has given it, one after the other. */
  path: string[];
  /** The table to which the page has moved it. */
  table?: string;
  /** The status, if another device than the page gave it. */
  elsewhere?: string;
}

/** The book holds each party once, as it was left, and every other reservation as it was: requests end by themselves. */
export function expectBook(before: any, after: any, parties: Party[]): void {
  const own = new Map(parties.map((party) => [party.id, party]));
  const settled = before.reservations.filter(({ status }: any) => status !== "requested");
  const ids = new Set(settled.map(({ id }: any) => id));
  expect(after.reservations.filter(({ id }: any) => ids.has(id))).toEqual(settled);
  expect(after.reservations.length).toBe(before.reservations.length + parties.length);
  const found = after.reservations.filter(({ id }: any) => own.has(id));
  expect(found.length).toBe(parties.length);
  for (const { id, status, tables } of found) {
    const { path, table, elsewhere } = own.get(id)!;
    expect(status, id).toBe(elsewhere ?? path.at(-1) ?? "booked");
    if (table) expect(tables.map((one: any) => one.id)).toEqual([table]);
  }
}

/** Other systems of the restaurant read the same. */
export async function expectSameBookOutside(server: Server, after: any): Promise<void> {
  const query = new URLSearchParams({ from: after.day, to: after.day, includeWalkIns: "true" });
  const answer = await fetch(`${server.origin}/external/reservations?${query}`, {
    headers: { authorization: `Bearer ${environment("COUVERT_CANARY")}-staff`, ...ownAddress() },
  });
  const pairs = (all: any[]) => all.map(({ id, status }) => `${id} ${status}`).sort();
  expect(pairs(await answer.json())).toEqual(pairs(after.reservations));
}

/** The log has each step that was tapped, once and in order, and no other of these parties. */
export async function expectLog(staff: Staff, parties: Party[]): Promise<void> {
  const entries: any[] = [];
  for (let next: number | undefined, isLast = false; !isLast; ) {
    const page = await staff.ask("GET", `/audit${next === undefined ? "" : `?before=${next}`}`);
    entries.unshift(...[...page.entries].reverse());
    next = page.next;
    isLast = next === undefined;
  }
  for (const { id, path, table, elsewhere } of parties) {
    const own = entries.filter(({ subject, actor }) => subject === id && actor.startsWith("person:"));
    const steps = own.filter(({ action }) => action === "reservation.status").map(({ after }) => after);
    const isWalkIn = path[0] === "seated";
    expect(steps, id).toEqual(isWalkIn ? path.slice(1) : path);
    const moves = own.filter(({ action }) => action === "reservation.change");
    expect(moves.length, id).toBe(table ? 1 : 0);
    const others = entries.filter(({ subject, actor }) => subject === id && !actor.startsWith("person:"));
    expect(others.map(({ after }) => after)).toEqual(elsewhere ? [elsewhere] : []);
  }
  const charges = entries.filter(({ action }) => action === "payment.charge");
  expect(charges.map(({ after }) => after), "charged cards").toEqual([{ amount: 2_000, currency: "EUR" }]);
}

/** The guest whose card was kept knows of the table, and the one whose table was cancelled of that, and no other. */
export async function expectLetters(server: Server, parties: Party[]): Promise<void> {
  await expectLetter(server, /^Your table at Quitte/, parties[0]!.number!);
  const cancelled = parties.filter(({ elsewhere }) => elsewhere === "cancelled");
  for (const { number } of cancelled) await expectLetter(server, /^Cancelled: your table at Quitte/, number!);
  const list = await (await fetch(`${server.origin}/dev/mail`)).text();
  const subjects = [...list.matchAll(/<a href="\/dev\/mail\/demo\/\d+">([^<]*)<\/a>/g)].map(([, subject]) => subject!);
  // It keeps a hundred letters.
  const cancellations = subjects.filter((subject) => subject.startsWith("Cancelled: your table"));
  if (parties.length <= 60) expect(cancellations.length).toBe(cancelled.length);
}
