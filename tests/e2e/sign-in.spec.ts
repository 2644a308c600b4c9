// People who work for a restaurant sign in by a link from an e-mail, and sign out.

import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { environment } from "./environment.ts";
import { linkOf } from "./mail.ts";
import type { Server } from "./server.ts";
import { expect, overflow, test } from "./test.ts";
import { ownAddress } from "./venue.ts";

const PAGE = "/staff/demo/sign-in";

/** The screen is accessible, and fits. */
async function expectUsable(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).options({ preload: false }).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ target }) => target)])).toEqual([]);
  expect(await overflow(page)).toBe(0);
}

/** A person of a new name, who was invited. */
async function invite(server: Server): Promise<{ name: string; email: string; link: string }> {
  const name = `Ada ${crypto.randomUUID().slice(0, 8)}`;
  const email = `${name.slice(4)}@example.com`;
  const answer = await fetch(`${server.origin}/v1/staff/demo/people`, {
    method: "POST",
    headers: {
      ...ownAddress(),
      authorization: `Bearer ${environment("COUVERT_CANARY")}-staff`,
      "content-type": "application/json",
    },
    body: JSON.stringify({ name, email, role: "host", locale: "en" }),
  });
  expect(answer.status).toBe(201);
  const invited = (await answer.json()) as Record<string, unknown>;
  // The link reaches the person alone.
  expect([invited.isMailed, invited.signInLink]).toEqual([true, undefined]);
  return { name, email, link: await linkOf(server, /^You are invited/, name) };
}

const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });

test("an invitation signs in once, and by its button alone", async ({ page, context, server }, info) => {
  const { name, link } = await invite(server);
  // What fetches the page, and what runs it, uses nothing up.
  const posts: string[] = [];
  page.on("request", (request) => request.method() === "POST" && posts.push(request.url()));
  expect((await fetch(server.origin + PAGE)).status).toBe(200);
  await page.goto(PAGE + link);
  await expect(button(page, "Sign in")).toBeVisible();
  await page.goto("about:blank");

  await page.goto(PAGE + link);
  await expect(page.getByRole("heading", { name: "Sign in", exact: true })).toBeVisible();
  await expect(page.getByRole("button")).toHaveCount(1);
  await expect(page.getByRole("textbox")).toHaveCount(0);
  expect(page.url()).toBe(server.origin + PAGE);
  expect(posts).toEqual([]);
  await expectUsable(page);
  await page.screenshot({ path: info.outputPath("1-button.png"), fullPage: true });

  await button(page, "Sign in").click();
  await expect(page.getByRole("status")).toHaveText(`You are signed in as ${name}.`);
  await expectUsable(page);
  await page.screenshot({ path: info.outputPath("2-signed-in.png"), fullPage: true });
  const [cookie] = await context.cookies();
  expect(cookie).toMatchObject({
    name: "__Host-couvert-demo",
    domain: new URL(server.origin).hostname,
    path: "/",
    httpOnly: true,
    secure: true,
    sameSite: "Strict",
  });
  expect(await page.evaluate(() => document.cookie)).toBe("");
  expect(await page.content()).not.toContain(cookie!.value);

  const other = await context.newPage();
  const answer = await other.goto("/v1/staff/demo/me");
  expect(await answer!.json()).toMatchObject({ name, role: "host" });
  await other.goto(PAGE + link);
  await button(other, "Sign in").click();
  await expect(other.getByRole("alert")).toContainText("This link has been used already");
  await expectUsable(other);
  await other.screenshot({ path: info.outputPath("3-used.png"), fullPage: true });

  await button(page, "Sign out").click();
  await expect(page.getByRole("status")).toHaveText("You are signed out.");
  expect(await context.cookies()).toEqual([]);
  expect((await other.goto("/v1/staff/demo/me"))!.status()).toBe(401);
  await other.close();
});

test("a link comes to the address of a person, and nobody learns whether it is one", async ({ page, server }, info) => {
  const { name, email } = await invite(server);
  const ask = async (address: string) => {
    await page.goto(PAGE);
    await page.getByRole("textbox", { name: "Your e-mail address" }).fill(address);
    await button(page, "Send me a link").click();
    await expect(page.getByRole("status")).toContainText("If somebody with this address works here");
    return (await page.locator("main").innerText()).trim();
  };
  await page.goto(PAGE);
  await expectUsable(page);
  await page.screenshot({ path: info.outputPath("1-page.png"), fullPage: true });
  expect(await ask(email.toUpperCase())).toBe(await ask("nobody@example.com"));
  await expectUsable(page);
  await page.screenshot({ path: info.outputPath("2-sent.png"), fullPage: true });
  await page.goto(PAGE + (await linkOf(server, /^Your link to sign in/, name)));
  await button(page, "Sign in").click();
  await expect(page.getByRole("status")).toHaveText(`You are signed in as ${name}.`);
});

test.describe("without scripts", () => {
  test.use({ javaScriptEnabled: false });

  test("the code of a link is pasted", async ({ page, server }) => {
    const { name, link } = await invite(server);
    await page.goto(PAGE);
    await page.getByRole("textbox", { name: /^Code/ }).fill("nonsense");
    await button(page, "Sign in").click();
    await expect(page.getByRole("alert")).toContainText("This link is not valid");
    await page.getByRole("textbox", { name: /^Code/ }).fill(link.replace("#token=", ""));
    await button(page, "Sign in").click();
    await expect(page.getByRole("status")).toHaveText(`You are signed in as ${name}.`);
    await button(page, "Sign out").click();
    await expect(page.getByRole("status")).toHaveText("You are signed out.");
  });
});
