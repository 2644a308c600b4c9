// Shows every screen in a frame of the chosen width and of the screen's height. The choices stay in the
// address, so that it can be handed on.

const form = document.querySelector("form");
const main = document.querySelector("main");
const screens = await (await fetch("/gallery/screens.json")).json();

for (const [name, value] of new URLSearchParams(location.search)) {
  if (form.elements[name]) form.elements[name].value = value;
}

const growing = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    target.ownerDocument.defaultView.frameElement.style.height = `${target.scrollHeight}px`;
  }
});

const frames = screens.map((name) => {
  const figure = document.createElement("figure");
  figure.id = name;
  const caption = document.createElement("figcaption");
  const link = document.createElement("a");
  link.textContent = name;
  link.target = "_blank";
  caption.append(link);
  const frame = document.createElement("iframe");
  frame.loading = "lazy";
  frame.title = name;
  frame.addEventListener("load", () => growing.observe(frame.contentDocument.body));
  figure.append(caption, frame);
  main.append(figure);
  return { name, link, frame };
});

function show() {
  const { language, width, ...set } = Object.fromEntries(new FormData(form));
  const query = new URLSearchParams(Object.entries(set).filter(([, value]) => value));
  for (const { name, link, frame } of frames) {
    frame.style.width = `${width}px`;
    link.href = frame.src = `/gallery/${language}/${name}.html?${query}`;
  }
}

form.addEventListener("change", () => {
  history.replaceState(null, "", `?${new URLSearchParams(new FormData(form))}`);
  show();
});
show();
