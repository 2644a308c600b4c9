// Cloudflare Turnstile, for venues that ask for it. Its script does not work within a shadow root, so it draws into a
// child of the element, in the page's own tree, which a slot shows.

import { doc, globalOf } from "./unclobbered.js";

const SCRIPT = "https://challenges.cloudflare.com/turnstile/v0/api.js?render=explicit";

/** The name of the slot in the element's shadow root. */
const SLOT = "couvert-challenge";

let script;

/** The script, asked for once a page and only where it is needed. */
function load(trusted) {
  script ??= new Promise((done, fail) => {
    if (globalOf("turnstile")) return done();
    const tag = doc.createElement("script");
    tag.src = trusted.createScriptURL(SCRIPT);
    tag.onload = done;
    tag.onerror = () => {
      script = undefined;
      tag.remove();
      fail();
    };
    doc.head.append(tag);
  });
  return script;
}

/**
 * The check beside an element. `prepare(siteKey)` begins it; `take(siteKey)` promises a token, which is
 * good once, or an empty text where none can be had: the edge then refuses, and the guest sees why.
 */
export function challenge(element, trusted) {
  let box, id, token, give;
  const prepare = (siteKey) => {
    if (token) return;
    token = new Promise((resolve) => (give = resolve));
    load(trusted)
      .then(() => {
        if (box) return globalOf("turnstile").reset(id);
        box = doc.createElement("div");
        box.slot = SLOT;
        element.append(box);
        id = globalOf("turnstile").render(box, {
          sitekey: siteKey,
          action: "reserve",
          appearance: "interaction-only",
          callback: (text) => give(text),
          "error-callback": () => {
            give("");
            return true;
          },
          "expired-callback": () => {
            token = undefined;
            prepare(siteKey);
          },
        });
      })
      .catch(() => give(""));
  };
  return {
    prepare,
    async take(siteKey) {
      prepare(siteKey);
      const text = await token;
      token = undefined;
      return text;
    },
    end() {
      if (box) globalOf("turnstile").remove(id);
      box?.remove();
    },
  };
}
