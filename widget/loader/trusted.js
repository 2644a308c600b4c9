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

/** Makes values that the page's sinks take: `createHTML`, `createScriptURL`. */
export const trusted = policy() ?? rules;
