// One widget in an element's shadow root: first its skeleton, then what the first screen needs, then the rest and the
// widget itself.

import { fetchFragment } from "./fragment.js";
import { skeleton } from "./skeleton.js";
import { doc } from "./unclobbered.js";
import { loaderTexts, supportedLanguage, preferredLanguages } from "./locale.js";

let origin, folder, base;
const requested = {};

/** The module `page.js`, which makes widgets part of their page; requested from the beginning. */
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

/** A link to the hosted page, for browsers in which the widget cannot run. */
export function link(restaurant, element) {
  const [, reserve] = loaderTexts(supportedLanguage(preferredLanguages(element)));
  return make("a", { href: hostedPage(restaurant), className: "link", part: "link", textContent: reserve });
}

function make(name, properties) {
  return Object.assign(doc.createElement(name), properties);
}

function sheet(css) {
  const made = new CSSStyleSheet();
  made.replaceSync(css);
  return made;
}

/** Words by the name of their file. */
function loadWords(name) {
  return fetch(`${folder}words/${name}.txt`).then((answer) => answer.text());
}

/** Code and style of a module. */
function load(name) {
  // A moment later than what the first screen needs: on a narrow line they would hold it up.
  const wasm = page.then(() => fetch(`${folder + name}_bg.wasm`));
  wasm.catch(() => {});
  const code = page.then(() => module(name)).then(async (code) => {
    await code.default({ module_or_path: wasm });
    return code;
  });
  const style = fetch(`${folder + name}.css`).then(async (answer) => sheet(answer.ok ? await answer.text() : ""));
  // A caller awaits both, and so sees the failure of either.
  code.catch(() => {});
  return { code, style };
}

/**
 * The place of an element's widgets. `box` is to be put somewhere into `root`. `draw` begins anew with
 * a skeleton and returns whether there was a widget, `start` makes one, `end` takes it away.
 */
export function stageOf(element) {
  const root = element.shadowRoot ?? element.attachShadow({ mode: "open" });
  // The place that the hosted page's screen is drawn in, which stays where it is: what is moved loses the focus.
  let drawn = root.querySelector(".couvert")?.parentNode;
  const box = drawn?.parentNode ?? make("div");
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

    /** Shows a link to the hosted page in place of the widget. */
    showLink: () => root.replaceChildren(link(element.getAttribute("restaurant"), element)),
    refresh: () => widget?.refresh(),
    recolor: () => widget?.recolor(),

    draw() {
      const hadStarted = stage.end();
      stage.languages = preferredLanguages(element);
      stage.language = supportedLanguage(stage.languages);
      stage.words = loaderTexts(stage.language);
      const bones = make("div", { className: "bones", role: "status", ariaLabel: stage.words[0] });
      bones.append(make("i"), make("i"), make("i"), make("i"));
      // The slot is where Cloudflare's check draws, in the page's own tree.
      const slot = make("slot", { name: "couvert-challenge" });
      const place = drawn ?? make("div", { hidden: true });
      bones.hidden = drawn;
      if (!drawn) box.append(place);
      place.before(bones);
      place.after(slot);
      drawn = undefined;
      return hadStarted;
    },

    start() {
      if (isStarted) return;
      isStarted = true;
      const own = round;
      const isOver = () => own !== round;
      const [bones, place] = box.children;
      const reveal = () => {
        bones.remove();
        place.hidden = false;
      };
      const show = (name, detail) => {
        reveal();
        stage.tell(name, detail);
      };
      // The self-service views have a module of their own, and no screen drawn by the edge.
      const isSelfService = /^(ex|gi|ma|wa)/.test(element.getAttribute("view"));
      const name = isSelfService ? "self_service" : "couvert";
      const words = `${name}-${stage.language}`;
      const fragment = !isSelfService && fetchFragment(origin, folder, stage);
      // Both are requested once per page.
      const { code, style } = (requested[name] ??= load(name));
      const texts = (requested[words] ??= page.then(() => loadWords(words)));
      let release;
      const paint = Promise.all([page, style, fragment]).then(([{ showScreen }, style, screen]) => {
        if (isOver()) return;
        release = showScreen(stage, place, reveal, style, screen);
        return screen;
      });
      Promise.all([page, code, texts, paint])
        .then(async ([{ mount }, ...arrived]) => {
          if (isOver()) return;
          widget = await mount(stage, place, show, isOver, arrived);
          release?.();
        })
        .catch(async () => {
          requested[name] = requested[words] = undefined;
          await paint.catch(() => {});
          if (isOver()) return;
          // The drawn screen works without code: its forms lead to the hosted page. A policy may forbid even
          // them, but no link; the hosted page itself needs none.
          const restaurant = element.getAttribute("restaurant");
          if (place.hidden || !location.href.startsWith(hostedPage(restaurant))) box.append(link(restaurant, element));
          release?.();
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
      if (!drawn) box.replaceChildren();
      return hadStarted;
    },
  };
  return stage;
}
