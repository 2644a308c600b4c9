// Opens a widget from elsewhere on the page: by a press on what matches its selectors, by links, or by the page's
// address.

import { warn } from "./validate-settings.js";
import { modeOf } from "./settings.js";
import { doc, query } from "./unclobbered.js";

const HASH = /#(mol|couvert)-open$/;

const parsed = new Map();

/** The selectors of a list that can be read: one that cannot must not take the others with it. */
function selectorsOf(list) {
  if (parsed.has(list)) return parsed.get(list);
  const canBeRead = (selector) => {
    try {
      return !doc.createDocumentFragment().querySelector(selector);
    } catch {
      return false;
    }
  };
  let selectors = list;
  if (!canBeRead(list)) {
    if (list.trim()) warn(`open-selectors="${list}" cannot be read as selectors`);
    selectors = list.split(",").filter(canBeRead).join();
  }
  parsed.set(list, selectors);
  return selectors;
}

/** The widget that is meant where none is named: one that is opened rather than read, if there is one. */
export function first(widgets) {
  const all = [...widgets];
  return all.find(({ element }) => modeOf(element) !== "inline") ?? all[0];
}

/** The widget that a press opens. The event's path reaches into open shadow roots. */
function meant(event, widgets) {
  if (widgets.size === 0) return undefined;
  for (const node of event.composedPath()) {
    for (const widget of widgets) {
      const selectors = selectorsOf(widget.element.getAttribute("open-selectors") ?? "");
      if (selectors && query(node, "matches", selectors)) return widget;
    }
    if (HASH.test(node.href)) return first(widgets);
  }
  return undefined;
}

/**
 * Listens to the page for as long as it lives. Elements are matched when they are pressed, so they may be added late.
 * Calls `hint` when a press is to be expected, and `open` when an element was pressed.
 */
export function listen(widgets, hint, open) {
  for (const sign of ["pointerover", "focusin", "touchstart"]) {
    const onEvent = (event) => {
      const widget = meant(event, widgets);
      if (widget) hint(widget);
    };
    doc.addEventListener(sign, onEvent, { capture: true, passive: true });
  }
  const press = (event) => {
    // With a key held a link opens elsewhere, as ever.
    if (event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const widget = meant(event, widgets);
    if (!widget) return;
    event.preventDefault();
    open(widget);
  };
  doc.addEventListener("click", press, true);
  const read = () => {
    if (HASH.test(location.hash) && widgets.size > 0) open(first(widgets));
  };
  addEventListener("hashchange", read);
  read();
}
