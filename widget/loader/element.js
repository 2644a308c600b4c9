// <couvert-booking>: a shadow root with a skeleton at once, and the widget in it as soon as its code,
// its style and its first data are there. It must not know what the widget shows.

import { askFirst } from "./api.js";
import { SLOT, challenge } from "./challenge.js";
import { observed } from "./settings.js";
import { skeleton } from "./skeleton.js";
import { fewWords, languageOf, wantedAt } from "./words.js";

/** The element's name. */
export const NAME = "couvert-booking";

const mounted = new Set();
const texts = {};
let origin, assets, base;

/** Defines the element, unless another copy of this script has; whether it did. */
export function define(from) {
  if (customElements.get(NAME)) return false;
  origin = from;
  customElements.define(NAME, Booking);
  return true;
}

/** Asks for fresh availability in every widget on the page. */
export function refresh() {
  for (const widget of mounted) widget.refresh();
}

function sheet(css) {
  const made = new CSSStyleSheet();
  made.replaceSync(css);
  return made;
}

const folder = () => `${origin}/${__COUVERT_ASSETS__}/`;

/** A language's words, asked for once a page. */
function loadWords(language) {
  texts[language] ??= fetch(folder() + `words/${language}.txt`).then((answer) => answer.text());
  return texts[language];
}

/** Code and style, asked for all at once and only once a page. */
function load() {
  const wasm = fetch(folder() + "couvert_bg.wasm");
  wasm.catch(() => {});
  return Promise.all([
    import(folder() + "couvert.js").then(async (code) => {
      await code.default({ module_or_path: wasm });
      return code;
    }),
    fetch(folder() + "couvert.css").then(async (answer) => sheet(answer.ok ? await answer.text() : "")),
  ]);
}

class Booking extends HTMLElement {
  static observedAttributes = observed;

  connectedCallback() {
    this.plan();
  }

  disconnectedCallback() {
    this.plan();
  }

  attributeChangedCallback() {
    this.plan();
  }

  // Several changes in one task make one new widget, and an element that is only moved keeps its own.
  plan() {
    this.planned ??= Promise.resolve().then(() => {
      this.planned = undefined;
      const wanted = this.isConnected ? JSON.stringify(observed.map((name) => this.getAttribute(name))) : "";
      if (wanted === (this.wanted ?? "")) return;
      this.wanted = wanted;
      this.stop?.();
      this.stop = wanted && this.getAttribute("restaurant") ? this.start() : undefined;
    });
  }

  start() {
    const root = this.shadowRoot ?? this.attachShadow({ mode: "open" });
    const wanted = wantedAt(this);
    const language = languageOf(wanted);
    const [loading, reserve] = fewWords(language);
    const restaurant = this.getAttribute("restaurant");
    const hosted = `${origin}/book/${encodeURIComponent(restaurant)}`;

    const bones = document.createElement("div");
    bones.className = "bones";
    bones.setAttribute("role", "status");
    bones.setAttribute("aria-label", loading);
    for (let count = 0; count < 4; count++) bones.append(document.createElement("i"));
    const stage = document.createElement("div");
    stage.hidden = true;
    base ??= sheet(skeleton);
    root.adoptedStyleSheets = [base];
    const slot = document.createElement("slot");
    slot.name = SLOT;
    root.replaceChildren(bones, stage, slot);

    let widget;
    let isOver = false;
    const check = challenge(this);
    const tell = (name, detail) => {
      if (detail.step === "review") transport.prepare();
      bones.remove();
      stage.hidden = false;
      this.dispatchEvent(new CustomEvent(`couvert:${name}`, { bubbles: true, composed: true, detail }));
    };
    const settings = { languages: wanted, hosted: location.href.startsWith(hosted) ? "" : hosted };
    const host = {
      get: (name) => settings[name] ?? this.getAttribute(name) ?? "",
      tell: (name, detail) => isOver || tell(name, JSON.parse(detail)),
      adopt: (css) => isOver || root.adoptedStyleSheets.push(sheet(css)),
    };
    const transport = askFirst(origin, host.get, check);
    Promise.all([(assets ??= load()), loadWords(language)])
      .then(([[code, style], words]) => {
        if (isOver) return;
        settings.words = words;
        root.adoptedStyleSheets.push(style);
        widget = code.mount(stage, host, transport);
        mounted.add(widget);
      })
      .catch(() => {
        assets = undefined;
        delete texts[language];
        if (isOver) return;
        // Where the widget cannot run, its hosted page still can.
        const link = document.createElement("a");
        link.href = hosted;
        link.className = "link";
        link.part = "link";
        link.textContent = reserve;
        stage.replaceChildren(link);
        tell("error", { version: 1, code: "unsupported" });
      });
    return () => {
      isOver = true;
      check.end();
      mounted.delete(widget);
      widget?.free();
    };
  }
}
