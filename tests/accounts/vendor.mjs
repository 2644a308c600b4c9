// The token endpoint of a vendor whose refresh tokens are valid once: oauth2-mock-server, which refuses one that it has seen
// before or has not given. It prints its port, and says under /counts how often it was asked for what.

import { OAuth2Server } from "oauth2-mock-server";

const LIFE_SECONDS = 3600;

const server = new OAuth2Server();
await server.issuer.keys.generate("ES256");
const [given, seen] = [new Set(), new Set()];
const counts = { codes: 0, refreshes: 0, repeated: 0 };

server.service.on("beforeResponse", (answer, { body }) => {
  if (body.grant_type === "refresh_token") {
    counts.refreshes += 1;
    counts.repeated += seen.has(body.refresh_token) ? 1 : 0;
    if (seen.has(body.refresh_token) || !given.has(body.refresh_token)) {
      answer.statusCode = 400;
      answer.body = { error: "invalid_grant" };
      return;
    }
    seen.add(body.refresh_token);
  } else {
    counts.codes += 1;
  }
  answer.body.expires_in = LIFE_SECONDS;
  given.add(answer.body.refresh_token);
});
server.service.addRoute("GET", "/counts", (_, answer) => {
  answer.end(JSON.stringify(counts));
});
await server.start(0, "127.0.0.1");
console.log(server.address().port);
