// <couvert-booking>: follows its attributes and its place on the page, and starts its widget when it is near the
// window.

import { modeOf, remaking, settings } from "./settings.js";
import { page, stageOf } from "./start.js";

/** The element's name. */
export const NAME = "couvert-booking";

/** The live widgets: `element`, `stage`, `load`, and `end` where `page.js` has something to end. */
export const widgets = new Set();

/** Defines the element. */
export function define() {
  customElements.define(
    NAME,
    class extends HTMLElement {
      static get observedAttributes() {
        return settings;
      }

      constructor() {
        super();
        this.plan = planOf(this);
      }

      connectedCallback() {
        this.plan();
      }

      disconnectedCallback() {
        this.plan();
      }

      attributeChangedCallback(name) {
        this.plan(name);
      }
    },
  );
}

/** Whether a node is near the window. */
function isNear(node) {
  const { top, bottom, width } = node.getBoundingClientRect();
  return width && bottom > -innerHeight && top < 2 * innerHeight;
}

/**
 * Gives the function to call when something has changed. Several changes in one task make one new widget,
 * and an element that is only moved keeps its own.
 */
function planOf(element) {
  let isPlanned, isRecolored, stage, observer, wanted;

  const widget = {
    element,
    load() {
      observer?.disconnect();
      stage.start();
    },
  };

  /** Loads the widget once it is near the window; if it is now, without waiting for a frame. */
  const watch = () => {
    if (isNear(stage.box)) return widget.load();
    observer ??= new IntersectionObserver((seen) => seen.some((it) => it.isIntersecting) && widget.load(), {
      rootMargin: "100%",
    });
    observer.observe(stage.box);
  };

  const show = () => {
    const { root, box } = stage;
    const isInline = modeOf(element) === "inline";
    if (isInline) {
      if (box.parentNode !== root) {
        // The hosted page's style stays: moving a link would load it anew.
        for (const other of [...root.children]) if (!("sheet" in other)) other.remove();
        root.append(box);
      }
      watch();
    } else {
      observer?.disconnect();
      if (box.parentNode === root) box.remove();
    }
    page.then(
      (code) => wanted && code.follow(widget),
      () => isInline || stage.showLink(),
    );
  };

  const follow = () => {
    isPlanned = false;
    const isLive = element.isConnected && element.getAttribute("restaurant");
    const now = isLive && JSON.stringify(remaking.map((name) => element.getAttribute(name)));
    if (now !== wanted) {
      wanted = now;
      if (now) {
        widget.stage = stage ??= stageOf(element);
        widgets.add(widget);
        // Before anything is drawn, which takes a moment.
        if (stage.draw(modeOf(element) === "inline" && isNear(element))) stage.start();
      } else {
        observer?.disconnect();
        widgets.delete(widget);
        widget.end?.();
        stage?.end();
      }
    } else if (isRecolored) stage?.recolor();
    isRecolored = false;
    if (now) show();
  };

  return (name) => {
    isRecolored ||= name === "color";
    if (isPlanned) return;
    isPlanned = true;
    queueMicrotask(follow);
  };
}
