// The hosted page's title: what its widget shows, and the restaurant. Screens come and go in the widget's shadow root.

const root = document.querySelector("couvert-booking").shadowRoot;
const name = document.querySelector("header h1").textContent;

function follow() {
  const heading = root.querySelector("h2")?.textContent;
  document.title = heading ? `${heading} · ${name}` : name;
}

if (root) new MutationObserver(follow).observe(root, { childList: true, characterData: true, subtree: true });
