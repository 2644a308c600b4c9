// Makes widgets part of their page: dialogs, the elements that open them, the calls of `window.couvert`, and tags that
// come later. None of it is needed to show a widget in the page's text, so it is loaded after its first screen.

import { validateSettings } from "./validate-settings.js";
import { lazyDialogs } from "./lazy-dialog.js";
import { mounting } from "./mount.js";
import { first, listen } from "./open.js";
import { hasDraft } from "./page-state.js";
import { isOn } from "./settings.js";
import { doc, globalOf, query } from "./unclobbered.js";
import { isReturn, lead } from "./views.js";

const EVENTS = ["ready", "step", "reserved", "gift-card-ordered", "closed", "error"];

/** Begins; called once a page. `place` looks for tags, those that match `tags`. */
export function serve({ widgets, place, tags, ...means }) {
  const { follow, hint, open, close } = lazyDialogs(means);
  const refresh = () => widgets.forEach(({ stage }) => stage.refresh());
  const calls = {
    open(target) {
      const element = typeof target === "string" ? doc.querySelector(target) : target;
      const widget = element ? [...widgets].find((each) => each.element === element) : first(widgets);
      if (widget) open(widget);
    },
    close: () => widgets.forEach(close),
    refresh,
  };

  // Pages that change without being loaded again.
  const isTag = (node) => ["matches", "querySelector"].some((method) => query(node, method, tags));
  new MutationObserver((changes) => {
    if (changes.some(({ addedNodes }) => [...addedNodes].some(isTag))) place();
  }).observe(document, { childList: true, subtree: true });
  // A page that comes back from the browser's memory shows what was open back then.
  addEventListener("pageshow", (event) => event.persisted && refresh());

  // A second letter's link, followed on the page that the first has opened.
  addEventListener("hashchange", () => {
    const { element, stage } = first(widgets) ?? {};
    if (element && lead(element) && stage.draw()) stage.start();
  });

  // Parts that are loaded when they are needed: the reason why there is no widget, and the history of steps with the draft.
  const loadModule = (name, ...given) => means.module(name).then((it) => it.follow({ ...means, widgets }, ...given)).catch(() => {});
  for (const [event, name] of [["error", "refusal"], ["step", "steps"]]) {
    const onEvent = ({ target, detail }) => widgets.forEach((widget) => widget.element === target && loadModule(name, widget, detail));
    addEventListener(`couvert:${event}`, onEvent, true);
  }

  const begin = () => {
    place();
    // The elements that were placed just now are alive when this is.
    queueMicrotask(() => {
      listen(widgets, hint, open);
      const widget = [...widgets].find(({ element }) => isReturn(element));
      // The view first, so that no other is loaded before it.
      if (widget && lead(widget.element)) open(widget);
      answer(calls);
      if (!widgets.size) loadModule("refusal");
      if (hasDraft()) loadModule("steps");
    });
  };
  if (doc.readyState === "loading") addEventListener("DOMContentLoaded", begin);
  else begin();

  return {
    mount: mounting(means),
    follow(widget) {
      lead(widget.element);
      validateSettings(widget.element);
      report(widget, means.module);
      follow(widget);
    },
  };
}

/** Tells the page's tag manager of a widget's events, if the page wants it to know. */
function report(widget, module) {
  if (widget.isReported || !isOn(widget.element, "data-layer")) return;
  widget.isReported = true;
  for (const name of EVENTS) {
    widget.element.addEventListener(`couvert:${name}`, ({ detail }) => {
      if (!isOn(widget.element, "data-layer")) return;
      module("data-layer").then((bridge) => bridge.push(name, detail), () => {});
    });
  }
}

/**
 * `window.couvert` is an array of calls, such as ["open"], or a function that keeps its calls in `q`,
 * until this script has run. Then it calls at once.
 */
function answer(calls) {
  const waiting = globalOf("couvert");
  const couvert = (name, ...rest) => calls[name]?.(...rest);
  const push = (...entries) => entries.forEach((entry) => couvert(...entry));
  window.couvert = Object.assign(couvert, calls, { push });
  push(...((Array.isArray(waiting) ? waiting : waiting?.q) ?? []));
}
