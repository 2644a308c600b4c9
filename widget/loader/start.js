// One widget in an element's shadow root: first its skeleton, then what the first screen needs, then the rest and the
// widget itself.

import { answerPress } from "./chosen-time.js";
import { keepKeys } from "./keys.js";
import { recordEvents } from "./event-replay.js";
import { fetchFragment, fragmentAddress } from "./fragment.js";
import { isLed, isSelfService } from "./page-state.js";
import { showScreen } from "./screen.js";
import { skeleton } from "./skeleton.js";
import { trusted } from "./trusted.js";
import { doc } from "./unclobbered.js";
import { loaderTexts, supportedLanguage, preferredLanguages } from "./locale.js";

let origin, folder, base, means;
const requested = {};

/** The screens that are on their way. */
const screens = [];

/** How long other files wait for the first screens, in milliseconds: the rest of the page must not wait for a slow answer. */
const HEAD_START = 500;

let begun, hasGoneOn;

/** The moment from which all is asked for that the first screens need not have: on a narrow line it would hold them up. */
const late = new Promise((resolve) => (begun = resolve));

/** The module `page.js`, which makes widgets part of their page. */
export const page = late.then(() => module("page")).then((code) => code.serve(means));
page.catch(() => {});

/**
 * Says where files and answers come from, and what `page.js` is to work with. Throws where the browser
 * lacks what style needs.
 */
export function begin(from, given) {
  origin = from;
  folder = `${from}/${__COUVERT_ASSETS__}/`;
  base = sheet(skeleton);
  means = { ...given, origin, module, hostedPage, trusted };
}

/** Asks for all that the first screens need not have, once they are there. */
export function goOn() {
  // A second copy of this script has nothing to go on with.
  if (!means) return;
  hasGoneOn = true;
  if (screens.length) setTimeout(begun, HEAD_START);
  Promise.allSettled(screens).then(begun);
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

/** The style sheet of a module. */
async function loadStyle(name) {
  const answer = await fetch(`${folder + name}.css`);
  return sheet(answer.ok ? await answer.text() : "");
}

/** The code of a module. */
function loadCode(name) {
  // A moment later still: the step that follows a time is asked for meanwhile.
  const wasm = page.then(() => fetch(`${folder + name}_bg.wasm`, { priority: "low" }));
  wasm.catch(() => {});
  const code = page.then(() => module(name)).then(async (code) => {
    await code.default({ module_or_path: wasm });
    return code;
  });
  code.catch(() => {});
  return code;
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
  const isStyled = Boolean(root.querySelector("link"));
  const accent = sheet("");
  root.adoptedStyleSheets = [base, accent];
  keepKeys(root);
  let widget, isStarted, asked;
  let round = 0;

  const nameOf = () => (isSelfService(element) ? "self_service" : "couvert");

  const fetchScreen = (choice) => {
    const read = (name) => choice[name] ?? element.getAttribute(name);
    return fetchFragment(origin + fragmentAddress(read, stage.languages), folder);
  };

  /** Asks for the first screen and for its style: for each style once a page, and not where the document has it. */
  const ask = () => {
    const name = nameOf();
    const style = `${name}.css`;
    if (isSelfService(element) || !isStyled) requested[style] ??= loadStyle(name);
    requested[style]?.catch(() => {});
    if (!isSelfService(element)) asked ??= fetchScreen({});
  };

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

    /** Draws the skeleton anew; a screen that is wanted at once is asked for before. Returns whether there was a widget. */
    draw(isWanted) {
      const hadStarted = stage.end();
      stage.languages = preferredLanguages(element);
      stage.language = supportedLanguage(stage.languages);
      if (isWanted || hadStarted) ask();
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
      ask();
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
      const name = nameOf();
      const [style, words] = [`${name}.css`, `${name}-${stage.language}`];
      requested[name] ??= loadCode(name);
      requested[words] ??= page.then(() => loadWords(words));
      // Where another view may be meant, `page.js` says so first.
      const waitsForPage = isLed();
      let release, shown;
      const times = answerPress(place, fetchScreen, (screen) => (shown = screen));
      const record = () => (release ??= recordEvents(place, times.press));
      if (!place.hidden) record();
      const paint = Promise.all([requested[style], asked, waitsForPage && page]).then(([style, screen]) => {
        if (isOver()) return;
        shown ??= screen;
        showScreen(stage, place, reveal, style, screen);
        if (!place.hidden) record();
      });
      if (place.hidden && !waitsForPage && !hasGoneOn) screens.push(paint);
      Promise.all([page, requested[name], requested[words], paint])
        .then(async ([{ mount }, code, words]) => {
          if (isOver()) return;
          times.end();
          widget = await mount(stage, place, show, isOver, [code, words, shown]);
          release?.();
        })
        .catch(async () => {
          times.end();
          requested[style] = requested[name] = requested[words] = undefined;
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
      asked = undefined;
      widget?.free();
      widget = undefined;
      accent.replaceSync("");
      if (!drawn) box.replaceChildren();
      return hadStarted;
    },
  };
  return stage;
}
