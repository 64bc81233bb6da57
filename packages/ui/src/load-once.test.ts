import { expect, test } from "vitest";
import { loadOnce } from "./load-once.ts";

test("what is there is loaded once, also for those who ask while it is on its way", async () => {
  let loads = 0;
  const load = loadOnce(() => Promise.resolve((loads += 1)));

  expect(await Promise.all([load(), load()])).toEqual([1, 1]);
  expect(await load()).toBe(1);
});

test("what could not be had is asked for anew", async () => {
  const answers = [Promise.reject(new Error("No network")), Promise.resolve("a menu")];
  const load = loadOnce(async () => answers.shift());

  await expect(load()).rejects.toThrow("No network");
  expect(await load()).toBe("a menu");
});
