// The steps of a booking or a gift card in the tab: an entry in its history for each, a draft that a reload takes up, and at a
// booking's last one the file for the guest's calendar. Loaded with the first step that follows the choice of a time, with a
// gift card's first, or where a draft waits.

import { followCalendarLink } from "./calendar-link.js";
import { keepDraft, takeUpDraft } from "./draft.js";
import { followStep } from "./step-history.js";

/** Takes the step that a widget has come to; without a step, the draft of the page as it was before it was loaded anew. */
export function follow({ origin, widgets }, widget, detail) {
  if (!widget) return takeUpDraft(widgets);
  if (detail.step === "done") followCalendarLink(origin, widget);
  keepDraft(widget, detail);
  followStep(widget, detail);
}
