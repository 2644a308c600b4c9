// embed.js: finds the script tags that ask for a booking widget and puts an element beside each.
// It must not know how the element works.

import { define, refresh } from "./element.js";
import { settings } from "./settings.js";

const own = document.currentScript;
const isOurs = (script) => /\/embed\.js($|\?)/.test(script.src);
const source = own ?? [...document.scripts].find(isOurs);

define(new URL(source.src).origin);
place();
serveQueue();

/** Puts an element after every script tag of ours that has none yet, at the end of the page for one in the head. */
function place() {
  for (const script of document.querySelectorAll("script[data-restaurant]")) {
    if (script.couvertPlaced || (script !== own && !isOurs(script))) continue;
    script.couvertPlaced = true;
    const element = document.createElement("couvert-booking");
    for (const name of settings) {
      if (name in script.dataset) element.setAttribute(name, script.dataset[name]);
    }
    if (!document.head.contains(script)) script.after(element);
    else if (document.body) document.body.append(element);
    else addEventListener("DOMContentLoaded", () => document.body.append(element), { once: true });
  }
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
