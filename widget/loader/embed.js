// embed.js: finds the script tags that ask for a booking widget and puts an element beside each.
// It must not know how the element works.

import { NAME, define, refresh } from "./element.js";
import { settings } from "./settings.js";

const own = document.currentScript;
const isOurs = (script) => script === own || /\/embed\.js($|\?)/.test(script.src);

// A second copy of this script finds the element defined and only looks for tags.
const isFirst = define(new URL((own ?? [...document.scripts].find(isOurs)).src).origin);
place();
if (isFirst) serveQueue();

/** Puts an element after every script tag of ours that has none yet. */
function place() {
  for (const script of document.querySelectorAll("script[data-restaurant]")) {
    if (script.couvertPlaced || !isOurs(script)) continue;
    script.couvertPlaced = true;
    const element = document.createElement(NAME);
    for (const name of settings) {
      if (name in script.dataset) element.setAttribute(name, script.dataset[name]);
    }
    if (!document.head.contains(script)) script.after(element);
    else if (document.readyState !== "loading") append(element);
    else addEventListener("DOMContentLoaded", () => append(element), { once: true });
  }
}

/** A tag in the head stands nowhere: its widget goes to the end of a page that has none in it. */
function append(element) {
  if (!document.querySelector(NAME)) document.body.append(element);
}

/** `window.couvert` is an array of calls, such as ["refresh"], until this script has run. */
function serveQueue() {
  const waiting = window.couvert;
  const calls = {
    refresh() {
      place();
      refresh();
    },
    push(...entries) {
      for (const [name] of entries) calls[name]?.();
    },
  };
  window.couvert = calls;
  if (Array.isArray(waiting)) calls.push(...waiting);
}
