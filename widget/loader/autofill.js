// Autofill without `input` events: some browsers and password managers dispatch `change` alone, or nothing, where the
// widget listens to `input`.

const FIELDS = "textarea, input:not([type=radio], [type=checkbox], [type=hidden])";

/** Dispatches the missing `input` events within `place`, as soon as they are known to be missing. */
export function readAutofill(place) {
  /** The last text of each field that the widget was sent an event for; of the others it has the text that it drew. */
  const reported = new WeakMap();
  const read = (field) => {
    if (field.value !== (reported.get(field) ?? "")) field.dispatchEvent(new Event("input", { bubbles: true }));
  };
  place.addEventListener("input", ({ target }) => reported.set(target, target.value), true);
  place.addEventListener("change", ({ target }) => target.matches(FIELDS) && read(target), true);
  // Before the widget's own listeners of the same event.
  for (const kind of ["click", "submit"]) {
    place.addEventListener(kind, () => place.querySelectorAll(FIELDS).forEach(read), true);
  }
}
