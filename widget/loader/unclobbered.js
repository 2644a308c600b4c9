// Reads the page's document and globals past DOM clobbering: `document.x` gives an element of the page whose `name` is x
// before any property of the document's own, and `window.x` one whose `id` or `name` is x where no script has set x.

/** The document, with the properties and methods of its prototype alone. It is no node: those who need one take `document`. */
export const doc = new Proxy(document, {
  get(page, name) {
    const value = Reflect.get(Document.prototype, name, page);
    return value instanceof Function ? value.bind(page) : value;
  },
});

/** A global variable that a script has set. Elements and frames are found by names too, but are no properties of the window's own. */
export const globalOf = (name) => (Object.hasOwn(window, name) ? window[name] : undefined);

/** The result of a node's `method`, `matches` or `querySelector`. A form's fields can have these names and shadow them. */
export function query(node, method, selectors) {
  try {
    return Element.prototype[method].call(node, selectors);
  } catch {
    // A text, a document or the window.
    return null;
  }
}

/** The element around one, through the shadow roots; none around the page's own. */
export function elementAround(element) {
  const parent = Reflect.get(Node.prototype, "parentNode", element);
  const found = parent instanceof ShadowRoot ? parent.host : parent;
  return found instanceof Element ? found : undefined;
}
