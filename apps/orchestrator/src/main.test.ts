import { fileURLToPath } from "node:url";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execaNode } from "execa";
import { expect, test } from "vitest";
import { commandsWith } from "./test-support/child-processes.ts";

const MAIN = fileURLToPath(new URL("./main.ts", import.meta.url));
const ENV = { SUPABASE_URL: "http://127.0.0.1:9", SUPABASE_SECRET_KEY: "sb_secret_x", LOG_LEVEL: "silent" };

const start = (env: Record<string, string>) =>
  execaNode(MAIN, { env, ipc: true, reject: false, timeout: 30_000 });

test("it says where it listens, and ends with 0 on SIGTERM", async () => {
  const child = start({ ...ENV, ORCHESTRATOR_PORT: "0" });

  const ready = (await child.getOneMessage()) as { type: string; url: string }; // as main.ts sends it
  const health = await fetch(`${ready.url}/healthz`);
  child.kill("SIGTERM");

  expect(ready.type).toBe("ready");
  expect(health.status).toBe(200);
  expect(await child).toMatchObject({ exitCode: 0 });
});

test("it ends by itself when its launcher is gone", async () => {
  const child = start({ ...ENV, ORCHESTRATOR_PORT: "0" });
  await child.getOneMessage();

  child.disconnect();

  expect(await child).toMatchObject({ exitCode: 0 });
});

test("a variable that is missing is named, with exit code 2", async () => {
  const result = await start({ ...ENV, SUPABASE_URL: "" });

  expect(result).toMatchObject({
    exitCode: 2,
    stderr: "The orchestrator cannot start: SUPABASE_URL is not set.",
  });
});

test("a port that is taken is named with the variable that changes it, with exit code 2", async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo; // a TCP server that listens has one

  const result = await start({ ...ENV, ORCHESTRATOR_PORT: String(port) });

  server.close();
  expect(result.exitCode).toBe(2);
  expect(result.stderr).toContain(`127.0.0.1:${port} is taken. Set ORCHESTRATOR_PORT`);
});

test("killed outright it leaves no ffmpeg, and the next start removes its folder", async () => {
  const folder = await mkdtemp(join(tmpdir(), "spool-killed-"));
  const env = { ...ENV, ORCHESTRATOR_PORT: "0", TMPDIR: folder };
  const work = join(folder, "spool-orchestrator");
  const encoders = () => commandsWith(folder).filter((command) => command.includes("ffmpeg"));
  const killed = start(env);
  const { url } = (await killed.getOneMessage()) as { url: string }; // as main.ts sends it
  const job = { job_id: crypto.randomUUID(), job_type: "doubt", input: { question: "Why?" } };
  const answer = fetch(`${url}/render`, { method: "POST", body: JSON.stringify(job) }).catch(() => "hung up");
  await expect.poll(encoders, { timeout: 30_000 }).not.toEqual([]);

  killed.kill("SIGKILL");
  await killed;

  expect(await answer).toBe("hung up");
  await expect.poll(encoders, { timeout: 10_000 }).toEqual([]);
  expect(await readdir(work)).toHaveLength(1);
  const next = start(env);
  await next.getOneMessage();
  expect(await readdir(work)).toEqual([]);
  next.kill("SIGTERM");
  await next;
  await rm(folder, { recursive: true });
});
