// Offers a file of the API to be kept, such as one for a calendar.

import { doc } from "./unclobbered.js";

/** Offers a file under a name. */
export function offerFile(name, file) {
  const href = URL.createObjectURL(file);
  const link = Object.assign(doc.createElement("a"), { href, download: name });
  link.click();
  // Not before the browser has begun to read it.
  setTimeout(() => URL.revokeObjectURL(href), 60_000);
}
