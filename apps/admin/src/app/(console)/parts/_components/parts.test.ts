import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";

const UI = path.resolve(import.meta.dirname, "../../../../../../../packages/ui/src");

const sources = (folder: string, ending: string): string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith(ending))
    .map((name) => readFileSync(path.join(folder, name), "utf8"));

test("every component of packages/ui is on the page of parts", () => {
  const components = sources(UI, ".tsx").flatMap((source) =>
    [...source.matchAll(/^export (?:function|const) ([A-Z]\w*)/gm)].map(([, name = ""]) => name),
  );
  const page = sources(import.meta.dirname, ".tsx").join("\n");

  expect(components.length).toBeGreaterThan(25);
  expect(components.filter((name) => !new RegExp(`<${name}[\\s/>]`).test(page))).toEqual([]);
});
