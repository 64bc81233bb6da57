import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { inWorkFolder, sweepLeftovers } from "./work-folder.ts";

let root: string;
beforeEach(async () => (root = await mkdtemp(join(tmpdir(), "spool-work-"))));
afterEach(() => rm(root, { recursive: true }));

test("the folder is there for the work and gone afterwards, also when the work fails", async () => {
  const seen = await inWorkFolder(async (folder) => {
    await writeFile(join(folder, "half.mp4"), "x");
    return readdir(folder);
  }, root);
  const failed = inWorkFolder(() => Promise.reject(new Error("no")), root);

  expect(seen).toEqual(["half.mp4"]);
  await expect(failed).rejects.toThrow("no");
  expect(await readdir(root)).toEqual([]);
});

test("leftovers of dead processes are swept; those of living ones and of other hosts stay", async () => {
  const deadPid = spawnSync("true").pid;
  const names = {
    dead: `${hostname()}~${deadPid}~abc`,
    living: `${hostname()}~${process.pid}~abc`,
    elsewhere: `other-host~${deadPid}~abc`,
    ancient: `${hostname()}~1~abc`,
  };
  for (const name of Object.values(names)) await mkdir(join(root, name));
  const longAgo = new Date(Date.now() - 25 * 60 * 60 * 1000);
  await utimes(join(root, names.ancient), longAgo, longAgo);

  expect(await sweepLeftovers(root)).toBe(2);

  expect((await readdir(root)).sort()).toEqual([names.elsewhere, names.living].sort());
});

test("a root that was never used is nothing to sweep", async () => {
  expect(await sweepLeftovers(join(root, "never"))).toBe(0);
});
