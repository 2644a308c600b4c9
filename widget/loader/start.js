// One widget in an element's shadow root: its skeleton, then all it needs, asked for at once, then the
// widget itself. It must not know where on the page it is shown, or when.

import { askFirst } from "./api.js";
import { skeleton } from "./skeleton.js";
import { fewWords, languageOf, wantedAt } from "./words.js";

let origin, folder, base, assets;
const texts = {};

/** What makes widgets part of their page, on its way from the beginning: `page.js`. */
export let page;

/**
 * Says where files and answers come from, and what `page.js` is to work with. Throws where the browser
 * lacks what style needs.
 */
export function begin(from, means) {
  origin = from;
  folder = `${from}/${__COUVERT_ASSETS__}/`;
  base = sheet(skeleton);
  page = module("page").then((code) => code.serve({ ...means, origin, module, hostedPage }));
  page.catch(() => {});
}

/** A module that not every widget needs, asked for when it is wanted. */
function module(name) {
  return import(`${folder}${name}.js`);
}

/** The address of the restaurant's own page. */
export function hostedPage(restaurant) {
  return `${origin}/book/${encodeURIComponent(restaurant)}`;
}

/** What stands in where the widget cannot run: its hosted page still can. */
export function link(restaurant, element) {
  const [, reserve] = fewWords(languageOf(wantedAt(element)));
  return make("a", { href: hostedPage(restaurant), className: "link", part: "link", textContent: reserve });
}

function make(name, properties) {
  return Object.assign(document.createElement(name), properties);
}

function sheet(css) {
  const made = new CSSStyleSheet();
  made.replaceSync(css);
  return made;
}

/** A language's words, asked for once a page. */
function loadWords(language) {
  texts[language] ??= fetch(`${folder}words/${language}.txt`).then((answer) => answer.text());
  return texts[language];
}

/** Code and style, asked for all at once and only once a page. */
function load() {
  const wasm = fetch(folder + "couvert_bg.wasm");
  wasm.catch(() => {});
  return Promise.all([
    module("couvert").then(async (code) => {
      await code.default({ module_or_path: wasm });
      return code;
    }),
    fetch(folder + "couvert.css").then(async (answer) => sheet(answer.ok ? await answer.text() : "")),
  ]);
}

/**
 * The place of an element's widgets. `box` is to be put somewhere into `root`. `draw` begins anew with
 * a skeleton and says whether there was a widget, `start` makes one, `end` takes it away.
 */
export function stageOf(element) {
  const root = element.shadowRoot ?? element.attachShadow({ mode: "open" });
  const box = make("div");
  const accent = sheet("");
  root.adoptedStyleSheets = [base, accent];
  let widget, isStarted;
  let round = 0;

  const stage = {
    element,
    root,
    box,
    accent,

    tell(name, detail) {
      element.dispatchEvent(new CustomEvent(`couvert:${name}`, { bubbles: true, composed: true, detail }));
    },

    /** Has a link where nothing else can be. */
    stand: () => root.replaceChildren(link(element.getAttribute("restaurant"), element)),
    refresh: () => widget?.refresh(),
    recolor: () => widget?.recolor(),

    draw() {
      const hadStarted = stage.end();
      stage.languages = wantedAt(element);
      stage.language = languageOf(stage.languages);
      stage.words = fewWords(stage.language);
      const bones = make("div", { className: "bones", role: "status", ariaLabel: stage.words[0] });
      bones.append(...[1, 2, 3, 4].map(() => make("i")));
      // The slot is where Cloudflare's check draws, in the page's own tree.
      const slot = make("slot", { name: "couvert-challenge" });
      box.replaceChildren(bones, make("div", { hidden: true }), slot);
      return hadStarted;
    },

    start() {
      if (isStarted) return;
      isStarted = true;
      const own = round;
      const isOver = () => own !== round;
      const [bones, place] = box.children;
      const show = (name, detail) => {
        bones.remove();
        place.hidden = false;
        stage.tell(name, detail);
      };
      const { language } = stage;
      const early = askFirst(origin, (name) => element.getAttribute(name));
      Promise.all([page, (assets ??= load()), loadWords(language)])
        .then(([{ mount }, [code, style], words]) => {
          if (isOver()) return;
          if (!root.adoptedStyleSheets.includes(style)) root.adoptedStyleSheets.push(style);
          widget = mount(stage, { code, words, early, place, show, isOver });
        })
        .catch(() => {
          assets = undefined;
          delete texts[language];
          if (isOver()) return;
          place.replaceChildren(link(element.getAttribute("restaurant"), element));
          show("error", { version: 1, code: "unsupported" });
        });
    },

    end() {
      const hadStarted = isStarted;
      round += 1;
      isStarted = false;
      widget?.free();
      widget = undefined;
      accent.replaceSync("");
      box.replaceChildren();
      return hadStarted;
    },
  };
  return stage;
}
