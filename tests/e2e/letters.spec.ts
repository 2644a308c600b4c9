// Every letter as a mail program shows it: on a phone, a tablet and a desktop, light and dark.

import { AxeBuilder } from "@axe-core/playwright";
import { expect, overflow, test } from "./test.ts";

/** The letters as HTML, by their subject. */
interface Letter {
  subject: string;
  html: string;
}

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(() => {
    test.use({ colorScheme });

    test(`letters fit and can be read where it is ${colorScheme}`, async ({ page, server }) => {
      test.slow();
      const samples = await fetch(`${server.origin}/dev/samples/demo/de`);
      const letters: Letter[] = await page.evaluate((html) => {
        const frames = new DOMParser().parseFromString(html, "text/html").querySelectorAll("iframe");
        return [...frames].map((frame) => ({ subject: frame.title, html: frame.srcdoc }));
      }, await samples.text());
      expect(letters.length).toBeGreaterThan(5);
      for (const { subject, html } of letters) {
        await page.setContent(html);
        for (const width of [360, 768, 1280]) {
          await page.setViewportSize({ width, height: 800 });
          expect(await overflow(page), `${subject} at ${width}`).toBe(0);
        }
        const axe = await new AxeBuilder({ page }).withRules(["color-contrast", "image-alt", "link-name"]).analyze();
        expect(axe.violations, subject).toEqual([]);
      }
    });
  });
}
