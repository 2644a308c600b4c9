// The generator's page: the tag and the widget follow the choices. The restaurant alone needs the server, which knows it.

const { elements } = document.getElementById("choices");
const snippet = document.getElementById("snippet");
const opener = document.getElementById("opener");
const copied = document.getElementById("copied");
const copy = document.getElementById("copy");
const widget = document.querySelector("couvert-booking");

/** The settings, without those that are as if they were not set. */
function chosen() {
  const color = elements.color.value.trim();
  const { mode, language } = { mode: elements.mode.value, language: elements.language.value };
  return {
    mode: mode === "inline" ? "" : mode,
    color: /^#[\da-f]{6}$/i.test(color) ? color : "",
    language: language === "auto" ? "" : language,
  };
}

/** The tag, as `edge/src/http/embed_page.rs` writes it. */
function tag(settings) {
  const attributes = Object.entries(settings)
    .filter(([, value]) => value)
    .map(([name, value]) => ` data-${name}="${value}"`)
    .join("");
  const restaurant = widget.getAttribute("restaurant");
  const link = `Reserve a table</a>`;
  const opens = settings.mode === "popup" ? `<a href="#couvert-open">${link}\n` : "";
  return `${opens}<script src="${location.origin}/embed.js" data-restaurant="${restaurant}"${attributes} async crossorigin></script>
<noscript><a href="${location.origin}/book/${restaurant}">${link}</noscript>`;
}

function follow() {
  const settings = chosen();
  const made = tag(settings);
  // The widget starts anew where a setting of its own changes, so it is only told what does.
  for (const [name, value] of Object.entries(settings)) {
    if ((widget.getAttribute(name) ?? "") === value) continue;
    if (value) widget.setAttribute(name, value);
    else widget.removeAttribute(name);
  }
  opener.hidden = settings.mode !== "popup";
  snippet.textContent = made;
  copied.textContent = "";
}

for (const name of ["color", "language"]) elements[name].addEventListener("input", follow);
for (const radio of elements.mode) radio.addEventListener("input", follow);

copy.hidden = !navigator.clipboard;
copy.addEventListener("click", async () => {
  try {
    await navigator.clipboard.writeText(snippet.textContent);
    copied.textContent = "Copied.";
  } catch {
    copied.textContent = "The browser did not allow it: select the tag and copy it.";
  }
});
