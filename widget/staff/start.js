// Starts the restaurant's page: loads the program, which draws it.

import init, { open_page } from "./staff.js";

// Leptos makes the elements of its templates of markup that is compiled into the program. A policy named `default` lets it
// do so under Trusted Types; no text becomes a script.
globalThis.trustedTypes?.createPolicy("default", { createHTML: (markup) => markup });

void init({ module_or_path: new URL("staff_bg.wasm", import.meta.url) }).then(open_page);
