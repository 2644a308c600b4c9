// embed.js: finds the tags that ask for a booking widget and puts an element beside or into each.

import { NAME, define, widgets } from "./element.js";
import { settings } from "./settings.js";
import { begin, goOn, link } from "./start.js";
import { doc } from "./unclobbered.js";

const own = doc.currentScript;
const isOurs = (tag) => tag === own || tag.localName !== "script" || /\/embed\.js($|\?)/.test(tag.src);

let tags = `script[data-restaurant],div.${NAME}[data-restaurant]`;
let isPlain;

// A second copy of this script finds the element defined and only looks for tags.
const isFirst = !window.customElements?.get(NAME);

// A screen that has come with the document is to be seen first: it works without this script.
const isDrawn = doc.querySelector(NAME)?.shadowRoot?.querySelector(".couvert");
if (isFirst && isDrawn && !doc.hidden) requestAnimationFrame(() => setTimeout(run));
else run();

function run() {
  if (isFirst) {
    const { src } = [own, ...doc.scripts].find((tag) => tag?.src && isOurs(tag)) ?? { src: location };
    try {
      begin(new URL(src).origin, { widgets, place, tags });
      define();
    } catch {
      // A browser without custom elements, or without style sheets of one's own.
      isPlain = true;
      tags += `,${NAME}[restaurant]`;
    }
  }
  place();
  addEventListener("DOMContentLoaded", place);
  // The elements that are there ask for their screens first.
  queueMicrotask(goOn);
}

/** Puts an element after every script tag of ours, and into every `div`, that has none yet. */
function place() {
  for (const tag of doc.querySelectorAll(tags)) {
    const isInHead = doc.head.contains(tag);
    if (tag.couvertPlaced || !isOurs(tag) || (isInHead && doc.readyState === "loading")) continue;
    tag.couvertPlaced = true;
    // A tag in the head stands nowhere: it is for a page that has no widget in it, and opens from a corner.
    if (isInHead && doc.querySelector(NAME)) continue;
    const element = isPlain ? link(tag.dataset.restaurant ?? tag.getAttribute("restaurant"), tag) : mirror(tag, isInHead);
    if (isInHead) doc.body.append(element);
    else if (tag.localName === "script") tag.after(element);
    else tag.replaceChildren(element);
  }
}

/** An element with the settings of a tag, and with what becomes of them. */
function mirror(tag, isInHead) {
  const element = doc.createElement(NAME);
  const isButton = isInHead || tag.hasAttribute("molzait");
  const copy = () => {
    for (const name of settings) {
      const value =
        tag.getAttribute(name.startsWith("data-") ? name : `data-${name}`) ??
        (isButton && name === "mode" ? "button" : null);
      if (value === null) element.removeAttribute(name);
      else element.setAttribute(name, value);
    }
  };
  copy();
  new MutationObserver(copy).observe(tag, { attributes: true });
  return element;
}
