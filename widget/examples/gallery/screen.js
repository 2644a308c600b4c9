// Sets on one screen what the page's address asks for: `scheme`, `theme`, `dir`, `color`, `density`.

const wanted = new URLSearchParams(location.search);
const element = document.querySelector("couvert-booking");
const root = element.shadowRoot.querySelector(".couvert");
const scheme = wanted.get("scheme") ?? "light";
document.documentElement.style.colorScheme = scheme === "auto" ? "light dark" : scheme;
element.setAttribute("theme", scheme);
if (wanted.get("dir")) root.dir = document.documentElement.dir = wanted.get("dir");
for (const name of ["accent", "density"]) {
  if (wanted.get(name)) element.style.setProperty(`--couvert-${name}`, wanted.get(name));
}
if (wanted.get("theme")) {
  const sheet = document.createElement("link");
  sheet.rel = "stylesheet";
  sheet.href = `/gallery/themes/${encodeURIComponent(wanted.get("theme"))}.css`;
  document.head.append(sheet);
}
