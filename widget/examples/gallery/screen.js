// Applies the address's settings to the page's screens: `scheme`, `theme`, `dir`, `accent`, `density`.

const wanted = new URLSearchParams(location.search);
const scheme = wanted.get("scheme") ?? "light";
document.documentElement.style.colorScheme = scheme === "auto" ? "light dark" : scheme;
if (wanted.get("dir")) document.documentElement.dir = wanted.get("dir");
for (const element of document.querySelectorAll("couvert-booking")) {
  element.setAttribute("theme", scheme);
  if (wanted.get("dir")) element.shadowRoot.querySelector(".couvert").dir = wanted.get("dir");
  for (const name of ["accent", "density"]) {
    if (wanted.get(name)) element.style.setProperty(`--couvert-${name}`, wanted.get(name));
  }
}
if (wanted.get("theme")) {
  const sheet = document.createElement("link");
  sheet.rel = "stylesheet";
  sheet.href = `/gallery/themes/${encodeURIComponent(wanted.get("theme"))}.css`;
  document.head.append(sheet);
}
