// How the browser is started.

/** Without these the browser looks for hosts and updates that no test is about. */
export const ALONE = [
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-gpu",
  "--disable-quic",
  "--disable-sync",
  "--no-first-run",
  "--no-sandbox",
];
