// Loads a widget's launcher and dialog when there is a launcher to show or a dialog is about to open.

import { modeOf } from "./settings.js";
import { doc } from "./unclobbered.js";

/** Gives `follow`, `hint`, `open` and `close` of widgets, with `module` to ask for code. */
export function lazyDialogs({ module, hostedPage }) {
  const frameOf = (widget) => {
    if (!widget.frame) {
      const frame = module("dialog").then((code) => widget.frame === frame && code.frameOf(widget));
      widget.frame = frame;
      frame.catch(() => (widget.frame = undefined));
      widget.end = () => {
        widget.frame = widget.end = undefined;
        frame.then((it) => it && it.end(), () => {});
      };
    }
    return widget.frame;
  };
  const leaveFor = ({ element }) => location.assign(hostedPage(element.getAttribute("restaurant")));

  return {
    /** Shows the element in its mode; the loader has done so already where it is `inline`. */
    follow(widget) {
      const mode = modeOf(widget.element);
      if (mode === "inline") return widget.end?.();
      if (mode === "popup" && !widget.frame) return undefined;
      const show = (frame) => frame && frame.show(modeOf(widget.element) === "button");
      return frameOf(widget).then(show, () => widget.stage.showLink());
    },

    /** Preloads what opening it needs. */
    hint(widget) {
      widget.load();
      if (modeOf(widget.element) !== "inline") frameOf(widget).catch(() => {});
    },

    /** Opens the dialog, or scrolls to an inline widget; goes to the hosted page where neither is possible. */
    open(widget) {
      const { element, stage } = widget;
      widget.load();
      if (modeOf(element) === "inline") {
        element.scrollIntoView();
        stage.root.querySelector("h2")?.focus({ preventScroll: true });
        return;
      }
      // The focus is where the press was; it may have moved when the code is there.
      const opener = doc.activeElement;
      frameOf(widget).then(
        (frame) => frame && (frame.open(opener) || leaveFor(widget)),
        () => leaveFor(widget),
      );
    },

    close(widget) {
      widget.frame?.then((frame) => frame && frame.close(), () => {});
    },
  };
}
