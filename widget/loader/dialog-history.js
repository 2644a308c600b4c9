// A history entry for an open dialog, so that the browser's back button closes it. The entry repeats the page's own
// state and address, so that a router that sees it stays where it was.

const MARK = "couvertDialog";

/**
 * An entry in the history while a dialog is open. `enter` adds it, `leave` takes it away once the dialog
 * is closed, `forget` leaves it to a page that has moved on. Going back calls `close`.
 */
export function dialogHistory(close) {
  let isIn, isLeaving;
  const isOurs = () => Boolean(history.state?.[MARK]);

  const seen = () => {
    if (isOurs()) return;
    stop();
    if (!isLeaving) close();
    isLeaving = false;
  };
  const stop = () => {
    isIn = false;
    removeEventListener("popstate", seen);
  };

  return {
    enter() {
      try {
        // A page that was loaded anew in an open dialog has its entry already.
        if (!isOurs()) history.pushState({ ...history.state, [MARK]: true }, "");
      } catch {
        // A document without a history of its own.
        return;
      }
      if (!isIn) addEventListener("popstate", seen);
      isIn = true;
      isLeaving = false;
    },
    leave() {
      if (!isIn) return;
      // If the page has gone on meanwhile, going back would take it away from where it is.
      if (!isOurs()) return stop();
      isLeaving = true;
      history.back();
    },
    forget() {
      if (!isIn) return;
      stop();
      if (!isOurs()) return;
      const { [MARK]: _, ...state } = history.state;
      history.replaceState(state, "");
    },
  };
}
