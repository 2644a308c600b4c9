// The draft of a booking, the chosen time and what the guest has typed, or that of a gift card which is put together. It is
// written into the tab's `sessionStorage` when the page is left in the middle of it, and taken up when the same page is loaded
// anew or gone back to. Gift cards' codes, codes of rates and tokens are no part of it.

import { DRAFT } from "./page-state.js";
import { doc } from "./unclobbered.js";

/** The first step of a gift card. */
const DESIGN = "gift-card-design";

/** The steps of a booking that is not made yet, and those of a gift card that is not ordered yet. */
const STEPS = ["find", "extras", "details", "review", DESIGN, "gift-card-delivery", "gift-card-review"];

/** The steps at which it is. */
const MADE = ["done", "gift-card-order", "gift-card-payment"];

const isOfCard = (step) => /^gift-card-/.test(step);

/** Whether an element shows gift cards. */
const showsCards = (element) => /^gi/.test(element.getAttribute("view"));

/** The parts of the choice, as attributes of the element and as fields of each form that follows it. */
const CHOICE = ["experience", "attendees", "date", "time"];

/** The fields that are kept. */
const KEPT = /^(firstName|lastName|email|phone|notes|area|consent|answers\..+|template|amount|message|to|when|recipient(Name|Email)|deliverOn|name)$/;

/** The key of a field in the draft: an amount of one's own has the name of the choice beside it. */
const keyOf = ({ name, type }) => (type === "radio" ? `${name}:` : name);

/** The drafts of this page, by element: the step, and what was typed, by name. */
const drafts = new WeakMap();

/** What was typed before the page was loaded anew, by element, until its fields are there. */
const waiting = new WeakMap();

/** The elements whose gift card was past its first step before the page was loaded anew. */
const advanced = new WeakSet();

/** Follows what is put together in a widget at each of its steps. */
export function keepDraft({ element, stage }, { step }) {
  if (MADE.includes(step)) {
    drafts.delete(element);
    return forget();
  }
  if (!STEPS.includes(step)) return;
  const draft = drafts.get(element) ?? begin(element, stage.root);
  draft.step = step;
  const { root } = stage;
  // Once its form is drawn, and again once the fields are that belong to a choice in it.
  setTimeout(() => {
    fill(root, waiting.get(element));
    setTimeout(() => {
      fill(root, waiting.get(element));
      for (const control of root.querySelectorAll("form [name]")) note(draft.fields, control);
      if (step === DESIGN && advanced.delete(element)) root.querySelector(`[data-step="${DESIGN}"] .primary`)?.click();
    });
  });
}

/** The elements that are listened to. */
const listened = new WeakSet();

function begin(element, root) {
  const draft = { fields: {} };
  drafts.set(element, draft);
  if (!listened.has(element)) listen(element, root);
  listened.add(element);
  return draft;
}

function listen(element, root) {
  const typed = ({ target }) => drafts.has(element) && note(drafts.get(element).fields, target);
  for (const kind of ["input", "change"]) root.addEventListener(kind, typed);
  // A phone may end a page that is out of sight without another event.
  doc.addEventListener("visibilitychange", () => doc.hidden && write(element, root));
  addEventListener("pagehide", () => write(element, root));
}

/** Notes the state of a field, where it is one that is kept. */
function note(fields, control) {
  const { name, type, value, checked } = control;
  if (!KEPT.test(name) || type === "hidden") return;
  const key = keyOf(control);
  if (type === "checkbox" || type === "radio") {
    if (checked) fields[key] = value;
    else if (type === "checkbox") delete fields[key];
  } else if (value) fields[key] = value;
  else delete fields[key];
}

function write(element, root) {
  const { step, fields } = drafts.get(element) ?? {};
  const form = root.querySelector("form");
  if (!step || !form || !element.isConnected) return;
  // The guest has gone on to another view.
  if (isOfCard(step) !== showsCards(element)) return;
  const sent = new FormData(form);
  // The form of the extras has no choice in it: the element has.
  const choice = CHOICE.map((name) => [name, sent.get(name) ?? element.getAttribute(name)]);
  const isChosen = step !== "find" && !isOfCard(step) && choice.every(([, value]) => value);
  const draft = {
    restaurant: element.getAttribute("restaurant"),
    step,
    choice: isChosen ? Object.fromEntries(choice) : {},
    fields: { ...waiting.get(element), ...fields },
  };
  try {
    sessionStorage.setItem(DRAFT, JSON.stringify(draft));
  } catch {
    // A page without storage: a reload begins anew.
  }
}

function forget() {
  try {
    sessionStorage.removeItem(DRAFT);
  } catch {}
}

/** Whether the page was reloaded or reached by the browser's back button, and not by a link. */
function isReload() {
  const [visit] = performance.getEntriesByType("navigation");
  return ["reload", "back_forward"].includes(visit?.type) || history.state?.couvertStep > 0 || history.state?.couvertDialog;
}

/** Takes up the draft, if it is that of a widget here. One that a guest who comes by a link finds is deleted. */
export function takeUpDraft(widgets) {
  let draft;
  try {
    draft = JSON.parse(sessionStorage.getItem(DRAFT));
  } catch {}
  forget();
  if (!draft || !isReload()) return;
  const isCard = isOfCard(draft.step);
  const elements = [...widgets].map(({ element }) => element);
  const ofRestaurant = elements.filter((element) => element.getAttribute("restaurant") === draft.restaurant);
  const element =
    (isCard && ofRestaurant.find(showsCards)) || ofRestaurant.find((each) => !/^(gi|ma|wa)/.test(each.getAttribute("view")));
  if (!element) return;
  waiting.set(element, draft.fields);
  if (isCard && draft.step !== DESIGN) advanced.add(element);
  if (isCard && !showsCards(element)) element.setAttribute("view", "gift-card");
  for (const [name, value] of Object.entries(draft.choice)) element.setAttribute(name, value);
}

/** Puts texts and choices into the fields of a form that are as they were drawn, as a guest would. */
function fill(root, fields) {
  for (const [key, value] of Object.entries(fields ?? {})) {
    for (const control of root.querySelectorAll(`form [name="${CSS.escape(key.replace(/:$/, ""))}"]`)) {
      if (keyOf(control) !== key) continue;
      if (control.type === "checkbox" || control.type === "radio") {
        if (control.value === value && !control.checked) control.click();
      } else if (control.type !== "hidden" && !control.value) {
        control.value = value;
        for (const kind of ["input", "change"]) control.dispatchEvent(new Event(kind, { bubbles: true }));
      }
      delete fields[key];
    }
  }
}
