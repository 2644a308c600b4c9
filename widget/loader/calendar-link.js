// The link on a booking's last screen that saves the reservation as a file for the guest's calendar. Without this, and where
// the file cannot be had, it leads to the guest's reservation, which offers the file too.

import { ask, venueOf } from "./api.js";
import { offerFile } from "./file.js";

/** How long the file may take, in milliseconds: the edge may wait for the restaurant's system. */
const FILE_LIMIT = 30_000;

const LINK = /#manage=(.+)\.([^.]+)$/;

const followed = new WeakSet();

/** Follows the link in a widget, wherever it is drawn. */
export function followCalendarLink(origin, { element, stage }) {
  const { root } = stage;
  if (followed.has(root)) return;
  followed.add(root);
  const save = async (link, [, id, token]) => {
    try {
      const address = `${origin}${venueOf(element.getAttribute("restaurant"))}/reservations/${id}/calendar.ics`;
      const headers = { authorization: `Bearer ${token}` };
      const [status, text] = await ask(address, FILE_LIMIT, { headers });
      if (status !== 200) throw status;
      offerFile("reservation.ics", new Blob([text], { type: "text/calendar" }));
    } catch {
      link.removeAttribute("data-calendar");
      link.click();
    }
  };
  // Before the listener that follows the links to other views.
  const press = (event) => {
    const link = event.target.closest("a[data-calendar]");
    const parts = link && LINK.exec(link.href);
    if (!parts || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    save(link, parts);
  };
  root.addEventListener("click", press, true);
}
