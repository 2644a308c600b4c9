// Keeps keystrokes in the widget's fields from the page's shortcuts. Events leave a shadow root with the element as
// their target, so that shortcuts which pass over fields by their tag's name would take them for their own.

const KINDS = ["keydown", "keypress", "keyup"];

/** Escape and Tab stay the page's too: they close dialogs and are what traps of the focus listen to. */
function keep(event) {
  const isShared = event.key === "Escape" || event.key === "Tab";
  if (!isShared && event.target.closest?.("input, textarea, select")) event.stopPropagation();
}

/** Lets the keys of fields within a shadow root end there, after all listeners within it. */
export function keepKeys(root) {
  for (const kind of KINDS) root.addEventListener(kind, keep);
}
