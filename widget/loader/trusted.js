// Trusted Types: on a page that requires them, HTML and addresses of scripts need a policy, ours by the name `couvert`.

import { globalOf } from "./unclobbered.js";

/** All HTML is drawn by the edge or made safe by it, and addresses are the loader's own or the edge's. */
const rules = { createHTML: (html) => html, createScriptURL: (address) => address };

function policy() {
  try {
    return globalOf("trustedTypes")?.createPolicy("couvert", rules);
  } catch {
    // The page allows policies of other names alone. Where it requires one, what follows fails, and the link is shown.
    return undefined;
  }
}

let made;

/** The rules, by the policy where there is one. It is made when it is needed: a page may allow one of its name alone. */
const ours = () => (made ??= policy() ?? rules);

/** Makes values that the page's sinks take. */
export const trusted = {
  createHTML: (html) => ours().createHTML(html),
  createScriptURL: (address) => ours().createScriptURL(address),
};
