// The launcher in the corner and the modal dialog of one element. The browser's own dialog keeps the focus, answers
// Escape and is drawn above everything.

import { dialogHistory } from "./dialog-history.js";
import css from "./dialog.css";
import { lockScroll } from "./scroll-lock.js";
import { colorLauncher } from "./launcher-color.js";
import { doc } from "./unclobbered.js";
import { keepClearOfFocus } from "./focus-clearance.js";

let style;

function make(name, className, part) {
  const made = doc.createElement(name);
  made.className = className;
  made.part = part;
  return made;
}

/** Within something transformed, fixed means fixed to that: then the launcher goes above everything. */
function rise(launcher) {
  const { right, bottom, width } = launcher.getBoundingClientRect();
  const isInCorner = right <= innerWidth && bottom <= innerHeight && bottom > innerHeight - 3 * launcher.offsetHeight;
  if (width === 0 || isInCorner || launcher.popover) return;
  launcher.popover = "manual";
  launcher.showPopover();
}

/**
 * The frame around `stage.box`: `show(hasLauncher)` puts it where it belongs, `open(opener)` returns whether
 * the dialog could be shown, `close` and `end` undo that. The focus returns to `opener`.
 */
export function frameOf({ element, stage }) {
  const { root, box, tell } = stage;
  if (!style) {
    style = new CSSStyleSheet();
    style.replaceSync(css);
  }
  root.adoptedStyleSheets.push(style);

  const launcher = make("button", "frame launcher", "launcher");
  launcher.type = "button";
  launcher.setAttribute("aria-haspopup", "dialog");
  const dialog = make("dialog", "frame dialog", "dialog");
  dialog.tabIndex = -1;
  dialog.autofocus = true;
  const bar = make("div", "dialog-bar", "bar");
  const venue = doc.createElement("span");
  venue.className = "dialog-venue";
  const cross = make("button", "close", "close");
  cross.type = "button";
  cross.textContent = "×";
  const room = make("div", "room", "room");
  bar.append(venue, cross);
  room.append(box);
  dialog.append(bar, room);
  root.replaceChildren(launcher, dialog);

  let origin, unlock, isPressedOutside;
  const entry = dialogHistory(() => dialog.close());
  const clearance = keepClearOfFocus(launcher, element);

  const name = () => {
    const { language, words } = stage;
    const [, reserve, close] = words;
    for (const part of [launcher, dialog]) part.lang = language;
    launcher.textContent = reserve;
    dialog.setAttribute("aria-label", reserve);
    cross.setAttribute("aria-label", close);
    // The element may have become another restaurant's.
    const isKnown = stage.venue?.id === element.getAttribute("restaurant");
    venue.textContent = isKnown ? stage.venue.name : "";
  };
  // The widget brings the restaurant's name along.
  stage.name = name;

  cross.addEventListener("click", () => dialog.close());
  launcher.addEventListener("click", () => frame.open(launcher));
  for (const hint of ["pointerenter", "focus", "touchstart"]) {
    launcher.addEventListener(hint, () => stage.start(), { passive: true });
  }
  // A press outside closes, but not one that began inside, such as a text being marked.
  const isOutside = ({ target, clientX, clientY }) => {
    const { left, right, top, bottom } = dialog.getBoundingClientRect();
    const isWithin = left <= clientX && clientX <= right && top <= clientY && clientY <= bottom;
    return target === dialog && !isWithin;
  };
  dialog.addEventListener("pointerdown", (event) => (isPressedOutside = isOutside(event)));
  dialog.addEventListener("click", (event) => isPressedOutside && isOutside(event) && dialog.close());
  dialog.addEventListener("close", () => {
    settle();
    entry.leave();
    // Where the browser had nothing to return to: Safari gives no focus to what is clicked.
    const isNowhere = !doc.activeElement || doc.activeElement === doc.body;
    if (isNowhere && origin?.isConnected) origin.focus({ preventScroll: true });
    tell("closed", { version: 1 });
  });

  const settle = () => {
    unlock?.();
    unlock = undefined;
    launcher.setAttribute("aria-expanded", "false");
  };

  const frame = {
    show(hasLauncher) {
      name();
      colorLauncher(element, stage.accent);
      launcher.hidden = !hasLauncher;
      rise(launcher);
      clearance.look();
    },
    open(opener) {
      if (dialog.open) return true;
      name();
      origin = opener;
      stage.start();
      dialog.showModal();
      // Within what is not displayed it is not either, and the page would be blocked by nothing.
      if (!dialog.getClientRects().length) {
        dialog.close();
        return false;
      }
      unlock = lockScroll();
      entry.enter();
      launcher.setAttribute("aria-expanded", "true");
      return true;
    },
    close: () => dialog.close(),
    end() {
      clearance.end();
      entry.forget();
      settle();
      if (dialog.open) dialog.close();
      launcher.remove();
      dialog.remove();
      root.adoptedStyleSheets = root.adoptedStyleSheets.filter((sheet) => sheet !== style);
    },
  };
  settle();
  return frame;
}
