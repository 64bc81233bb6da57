import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { commandsWith } from "../test-support/child-processes.ts";
import { runEngine } from "./run-engine.ts";

let folder: string;
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), "spool-engine-"))));
afterEach(() => rm(folder, { recursive: true }));

/** Runs a shell script of these lines as the engine. */
async function run(lines: string, options: Partial<Parameters<typeof runEngine>[0]> = {}) {
  const command = join(folder, "engine.sh");
  await writeFile(command, `#!/bin/sh\n${lines}\n`);
  await chmod(command, 0o755);
  const output: string[] = [];
  await runEngine({
    name: "The engine",
    command,
    args: [],
    cwd: folder,
    worksIn: folder,
    env: { PATH: "/usr/bin:/bin" },
    timeLimitSeconds: 30,
    signal: new AbortController().signal,
    onOutput: (text) => output.push(text),
    ...options,
  });
  return output.join("");
}

test("a program gets its arguments as they are, and of our environment nothing", async () => {
  const hostile = "$(touch hacked); `id` 'a\" \\ ; rm -rf .";

  const said = await run('printf "%s|" "$@"; env', { args: [hostile, "two words"], env: { ONLY: "this" } });

  expect(said).toContain(`${hostile}|two words|`);
  expect(said).toContain("ONLY=this");
  expect(said).not.toMatch(/SECRET|npm_|VITEST/);
});

test("a failure is told with the program's last words", async () => {
  await expect(
    run("echo begun; printf '\\033[31mno such scene\\033[0m\\n' >&2; exit 3"),
  ).rejects.toMatchObject({
    category: "UNKNOWN",
    message: "The engine ended with exit code 3: begun no such scene",
  });
});

test("a program that is not there is told by its name", async () => {
  await expect(run("", { command: join(folder, "nothing") })).rejects.toThrow(/cannot be started/);
});

test("a program killed from outside is not blamed on the input", async () => {
  await expect(run("kill -KILL $$")).rejects.toMatchObject({
    category: "UNKNOWN",
    message: expect.stringContaining("killed from outside by SIGKILL") as string,
  });
});

test("one that takes too long is stopped, with all that it started", async () => {
  const attempt = run("sleep 81.5 & sleep 81.5", { timeLimitSeconds: 0.3 });

  await expect(attempt).rejects.toMatchObject({ category: "TIMEOUT" });
  expect(commandsWith("sleep 81.5")).toEqual([]);
});

test("an abort ends a program that does not listen, and is a cancel", async () => {
  const stopper = new AbortController();
  const attempt = run("trap '' TERM; sleep 82.5 & echo up; while :; do sleep 82.5; done", {
    signal: stopper.signal,
    onOutput: () => stopper.abort(),
  });

  await expect(attempt).rejects.toMatchObject({ category: "CANCELLED" });
  await expect.poll(() => commandsWith("sleep 82.5")).toEqual([]);
});

test("what a program leaves running when it ends well is ended too", async () => {
  await run("sleep 83.5 >/dev/null 2>&1 &");

  await expect.poll(() => commandsWith("sleep 83.5")).toEqual([]);
});
