// A proxy between the worker and its booking system: passes everything on, and drops what a test asks it to drop.

import { createServer, request, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export class Faulty {
  /** Where it answers. */
  origin = "";
  /** Where it passes everything on to. */
  behind = "";
  /** Whether the answer to a booking is lost, once it has been made. */
  losesAnswers = false;
  /** Whether nothing can be found among the reservations. */
  findsNothing = false;
  /** How many bookings were passed on. */
  bookings = 0;
  readonly #server = createServer((asked, answer) => this.#pass(asked, answer));

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    this.origin = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
    return this;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => void this.#server.close(() => resolve()));
  }

  #pass(asked: IncomingMessage, answer: ServerResponse): void {
    const isAboutReservations = asked.url!.startsWith("/external/reservations");
    if (this.findsNothing && isAboutReservations && asked.method === "GET") {
      answer.writeHead(200, { "content-type": "application/json" }).end("[]");
      return;
    }
    const isBooking = isAboutReservations && asked.method === "POST";
    if (isBooking) this.bookings += 1;
    const target = new URL(asked.url!, this.behind);
    const headers = { ...asked.headers, host: target.host };
    const passed = request(target, { method: asked.method, headers }, (made) => {
      if (isBooking && this.losesAnswers) {
        made.resume();
        made.on("end", () => asked.socket.destroy());
        return;
      }
      answer.writeHead(made.statusCode!, made.headers);
      made.pipe(answer);
    });
    passed.on("error", () => asked.socket.destroy());
    asked.pipe(passed);
  }
}
