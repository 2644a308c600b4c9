// The restaurant accepts or declines a request from its letter.

import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expectLetter, linkOf } from "./mail.ts";
import { expect, overflow, test } from "./test.ts";
import { ownAddress, type Answer, type Venue } from "./venue.ts";

/** The screen is accessible, and fits. */
async function expectUsable(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).options({ preload: false }).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ target }) => target)])).toEqual([]);
  expect(await overflow(page)).toBe(0);
}

/** A request, and the link of the restaurant's letter, whose subject has the number. */
async function request(venue: Venue): Promise<{ request: Answer; number: RegExp }> {
  const request = await venue.book(await venue.openTime("chefs-table", 4));
  expect(request.body.status).toBe("requested");
  return { request, number: new RegExp(request.body.number) };
}

test("a request is accepted by one tap and one confirmation", async ({ page, venue, server }, info) => {
  const { request: made, number } = await request(venue);
  const link = await linkOf(server, number);
  expect(link).toMatch(/^#request=/);
  await page.goto(`/staff/demo/reservation${link}`);
  await expect(page.getByRole("status")).toHaveText("The guest is waiting for your answer.");
  expect(page.url()).not.toContain("#");
  for (const fact of [made.body.number, "4 guests", "Chef’s table", "faster@example.com"]) {
    await expect(page.getByRole("main")).toContainText(fact);
  }
  await page.screenshot({ path: info.outputPath("1-request.png"), fullPage: true });
  await expectUsable(page);
  await page.getByRole("button", { name: "Accept" }).click();
  await expect(page.getByRole("status")).toHaveText("The reservation is confirmed.");
  await expect(page.getByRole("button")).toHaveCount(0);
  await page.screenshot({ path: info.outputPath("2-accepted.png"), fullPage: true });
  await expectUsable(page);
  await expectLetter(server, /^Your table at/, made.body.number);
  // The link only shows how it stands now.
  await page.goto("about:blank");
  await page.goto(`/staff/demo/reservation${link}`);
  await expect(page.getByRole("status")).toHaveText("The reservation is confirmed.");
  await expect(page.getByRole("button")).toHaveCount(0);
  await venue.cancel(made);
});

test("a request is declined with a message to its guest", async ({ page, venue, server }, info) => {
  const { number } = await request(venue);
  const link = await linkOf(server, number);
  await page.goto(`/staff/demo/reservation${link}`);
  await page.getByRole("button", { name: "Decline" }).click();
  await expect(page.getByRole("status")).toHaveText("Decline this request? This cannot be undone.");
  await page.screenshot({ path: info.outputPath("1-decline.png"), fullPage: true });
  await expectUsable(page);
  await page.getByRole("button", { name: "No, go back" }).click();
  await expect(page.getByRole("status")).toHaveText("The guest is waiting for your answer.");
  await page.getByRole("button", { name: "Decline" }).click();
  await page.getByLabel(/^Message to the guest/).fill("Tomas is ill.\nPlease come on another evening.");
  await page.getByRole("button", { name: "Yes, decline" }).click();
  await expect(page.getByRole("status")).toHaveText("The request is declined.");
  await expectUsable(page);
  await expectLetter(server, /^Your request at/, "Tomas is ill.\nPlease come on another evening.");
});

test("after a guest's change only the newer letter answers", async ({ page, venue, server }) => {
  const { request: made, number } = await request(venue);
  const link = await linkOf(server, number);
  const changed = await fetch(`${venue.address}/reservations/${made.body.id}`, {
    method: "PATCH",
    headers: {
      "content-type": "application/json",
      authorization: `Bearer ${made.body.manageToken}`,
      ...ownAddress(),
    },
    body: JSON.stringify({ notes: "No fish, please" }),
  });
  expect(changed.status).toBe(200);
  await page.goto(`/staff/demo/reservation${link}`);
  await expect(page.getByRole("status")).toContainText("The request has changed since this e-mail");
  await expect(page.getByRole("button")).toHaveCount(0);
  await expectUsable(page);
  await venue.cancel(made);
});

test.describe("without scripts", () => {
  test.use({ javaScriptEnabled: false });

  test("the code of the link is pasted", async ({ page, venue, server }) => {
    const { number } = await request(venue);
    const link = await linkOf(server, number);
    await page.goto("/staff/demo/reservation");
    await page.getByRole("textbox").fill(link.slice(1));
    await page.getByRole("button", { name: "Open" }).click();
    await page.getByRole("button", { name: "Decline" }).click();
    await page.getByRole("button", { name: "Yes, decline" }).click();
    await expect(page.getByRole("status")).toHaveText("The request is declined.");
  });
});
