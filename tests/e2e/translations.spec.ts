// Every screen in every language on a narrow phone: no word is too long for its place. It must not know what
// is said.

import { expect, screens, test } from "./gallery.ts";

test.setTimeout(240_000);

for (const language of ["en", "de", "fr", "it", "es", "nl"] as const) {
  test(`all words fit: ${language}`, async ({ page, show }) => {
    await page.setViewportSize({ width: 320, height: 780 });
    for (const screen of await screens()) {
      const widget = await show(screen, { language });
      const tooLong = await widget.evaluate((element) => {
        const { scrollWidth, clientWidth } = document.documentElement;
        const marked = [...element.shadowRoot!.querySelectorAll<HTMLElement>(".button, h2, h3, label, legend, dt, dd, p")];
        const wide = marked.filter((part) => part.clientWidth > 1 && part.scrollWidth > part.clientWidth + 1);
        return [...wide.map((part) => part.textContent), ...(scrollWidth > clientWidth ? ["the page"] : [])];
      });
      expect.soft(tooLong, screen).toEqual([]);
    }
  });
}
