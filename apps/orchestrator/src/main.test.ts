import { fileURLToPath } from "node:url";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { execaNode } from "execa";
import { expect, test } from "vitest";

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
