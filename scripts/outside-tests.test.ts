import { existsSync, globSync } from "node:fs";
import { expect, test } from "vitest";
import { INSIDE_TESTS, OUTSIDE_TESTS } from "./outside-tests.ts";

test("every test of the local stack is said to run against another Supabase, or why not", () => {
  const files = globSync("packages/local-supabase/src/**/*.test.ts").map((file) =>
    file.replaceAll("\\", "/"),
  );
  const inside = Object.keys(INSIDE_TESTS);
  const said = (file: string) =>
    Number(OUTSIDE_TESTS.includes(file)) +
    inside.filter((path) => file === path || file.startsWith(`${path}/`)).length;

  expect(files.length).toBeGreaterThan(20);
  expect(files.filter((file) => said(file) !== 1)).toEqual([]);
  expect([...OUTSIDE_TESTS, ...inside].filter((path) => !existsSync(path))).toEqual([]);
});
