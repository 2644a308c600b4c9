// Every screen in every language on a narrow phone: no word is too long for its place.

import { readdirSync } from "node:fs";
import { expect, screens, test } from "./gallery.ts";

const words = readdirSync(new URL("../../widget/src/i18n/words", import.meta.url));

for (const language of words.map((file) => file.replace(".txt", ""))) {
  test(`all words fit: ${language}`, async ({ page, show }) => {
    await page.setViewportSize({ width: 320, height: 780 });
    const all = await show("all", { language });
    await expect(all).toHaveCount((await screens()).length);
    const tooLong = await all.evaluateAll((elements) =>
      elements.map((element) => {
        const marked = [...element.shadowRoot!.querySelectorAll<HTMLElement>(".button, h2, h3, label, legend, dt, dd, p")];
        const wide = marked.filter((part) => part.clientWidth > 1 && part.scrollWidth > part.clientWidth + 1);
        const { dataset, scrollWidth, clientWidth } = element.parentElement!;
        const words = [...wide.map((part) => part.textContent), ...(scrollWidth > clientWidth ? ["the page"] : [])];
        return [dataset.screen, words] as const;
      }),
    );
    for (const [screen, words] of tooLong) expect.soft(words, screen).toEqual([]);
  });
}
