// The declaration file says what the element and its script really take and give.

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import ts from "typescript";
import { expect, test } from "@playwright/test";
import { settings } from "../../widget/loader/settings.js";

const TYPES = join(import.meta.dirname, "../../widget/loader/couvert.d.ts");

const REACT = `export namespace JSX { interface IntrinsicElements { a: object } interface Element {} }`;

/** The compiler's errors about a page's file, written beside a stand-in for React. */
function faults(folder: string, name: string, text: string): string[] {
  const files = { [name]: text, "node_modules/react/index.d.ts": REACT };
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  const program = ts.createProgram([TYPES, join(folder, name)], {
    strict: true,
    noEmit: true,
    types: [],
    jsx: ts.JsxEmit.Preserve,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    target: ts.ScriptTarget.ES2022,
    lib: ["lib.es2022.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts"],
  });
  return ts.getPreEmitDiagnostics(program).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, " "));
}

test("a page's own code is understood", ({}, info) => {
  const page = `
    const element = document.createElement("couvert-booking");
    element.addEventListener("couvert:reserved", ({ detail }) => {
      const [day, attendees, version]: [string, number, 1] = [detail.day, detail.attendees, detail.version];
      console.log(day, attendees, version);
    });
    document.addEventListener("couvert:step", ({ detail }) => detail.step === "review");
    (window.couvert ||= []).push(["open", "#book"], ["refresh"]);
    if (!Array.isArray(window.couvert)) window.couvert.open(element);
    export {};`;
  expect(faults(info.outputPath("page"), "page.ts", page)).toEqual([]);
});

test("the element is known to JSX, in the manner of React 18 and of React 19", ({}, info) => {
  const use = `export const it = <couvert-booking restaurant="demo" mode="popup" attendees={4} open-selectors=".book" />;`;
  expect(faults(info.outputPath("18"), "page.tsx", use)).toEqual([]);
  const augmented = `
    import * as React from "react";
    declare module "react" { namespace JSX { interface IntrinsicElements extends CouvertElements {} } }
    ${use}
    export { React };`;
  expect(faults(info.outputPath("19"), "page.tsx", augmented)).toEqual([]);
});

test("what the element does not take is refused", ({}, info) => {
  const wrong = `
    export const one = <couvert-booking restaurant="demo" mode="sidebar" />;
    export const two = <couvert-booking />;
    document.addEventListener("couvert:reserved", ({ detail }) => detail.email);
    window.couvert.push(["explode"]);`;
  expect(faults(info.outputPath("wrong"), "page.tsx", wrong)).toHaveLength(4);
});

test("every attribute is declared", () => {
  const declared = readFileSync(TYPES, "utf8").split("interface CouvertAttributes")[1].split("\n}")[0];
  const names = [...declared.matchAll(/^ {2}"?([a-z-]+)"?\??:/gm)].map(([, name]) => name);
  expect(new Set(names)).toEqual(new Set(settings));
});
