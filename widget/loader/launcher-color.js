// The launcher's accent colour until the widget has loaded, which then sets it everywhere.

/** Takes the element's `color` for its frame, unless the widget has already. */
export function colorLauncher(element, accent) {
  if (accent.cssRules[0]?.selectorText.includes(".couvert")) return;
  const digits = /^#([\da-f]{3}|[\da-f]{6})$/i.exec(element.getAttribute("color")?.trim() ?? "")?.[1];
  if (!digits) return accent.replaceSync("");
  const size = digits.length / 3;
  const channels = [0, 1, 2].map((index) => {
    const share = parseInt(digits.slice(index * size, (index + 1) * size).repeat(3 - size), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  const luminance = 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2];
  // White as long as it can be read (WCAG 2.2, 1.4.3).
  const text = 1.05 / (luminance + 0.05) >= 4.5 ? "#fff" : "#000";
  accent.replaceSync(`.frame{--theme:#${digits};--theme-on:${text}}`);
}
