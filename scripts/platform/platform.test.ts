import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startPlatform } from "./platform.ts";
import { processStat } from "./process-stat.ts";
import { readSettings } from "./settings.ts";
import { submitJob } from "./watch-job.ts";

interface Up {
  apiUrl: string;
  secretKey: string;
  processes: { name: string; pid: number }[];
}

let dataDir: string;
let launchers: ChildProcess[];

beforeEach(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), "spool-platform-test-"));
  launchers = [];
});

afterEach(async () => {
  for (const launcher of launchers) {
    if (launcher.exitCode !== null || launcher.signalCode !== null) continue;
    launcher.kill("SIGTERM");
    await once(launcher, "exit");
  }
  await rm(dataDir, { recursive: true, force: true });
});

async function launch(): Promise<{ launcher: ChildProcess; up: Up }> {
  const launcher = fork(path.join(import.meta.dirname, "fixtures/run-platform.ts"), [dataDir], {
    stdio: "pipe",
  });
  launchers.push(launcher);
  let stderr = "";
  launcher.stderr?.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  const [up] = await Promise.race([
    once(launcher, "message") as Promise<[Up]>, // the fixture's one message
    once(launcher, "exit").then(() => Promise.reject(new Error(`The launcher ended: ${stderr}`))),
  ]);
  return { launcher, up };
}

const isRunning = (pid: number): boolean => {
  const stat = processStat(pid);
  return stat !== null && stat.state !== "Z";
};

test("a port in use is named with the process that holds it and the variable that changes it", async () => {
  const holder = createServer();
  await new Promise<void>((resolve) => holder.listen(0, "127.0.0.1", resolve));
  const { port } = holder.address() as AddressInfo; // a TCP server has no other kind of address
  const settings = {
    ...readSettings(),
    external: null,
    dataDir,
    apiPort: 0,
    databasePort: 0,
    orchestratorPort: port,
  };

  const start = startPlatform(settings, { withConsole: false, onStep: () => undefined });

  await expect(start).rejects.toThrow(
    new RegExp(`Port ${port} is in use by process ${process.pid} .*set ORCHESTRATOR_PORT`),
  );
  expect(existsSync(path.join(dataDir, "instance.json"))).toBe(false);
  holder.close();
});

test("stopping leaves no process and no lock behind", { timeout: 90_000 }, async () => {
  const { launcher, up } = await launch();

  launcher.kill("SIGINT");
  await once(launcher, "exit");

  expect(up.processes.map(({ name }) => name)).toEqual(["supabase", "orchestrator", "worker"]);
  expect(up.processes.filter(({ pid }) => isRunning(pid))).toEqual([]);
  expect(existsSync(path.join(dataDir, "instance.json"))).toBe(false);
});

test("a second start on the same data folder says who runs there", { timeout: 90_000 }, async () => {
  const { launcher } = await launch();

  await expect(launch()).rejects.toThrow(new RegExp(`already runs on .*process ${launcher.pid ?? 0}`));
});

test(
  "after kill -9 of the launcher the next start recovers, with every job still there",
  { timeout: 120_000 },
  async () => {
    const first = await launch();
    const job = await submitJob(first.up, { job_type: "doubt", payload: { question: "Still there?" } });
    first.launcher.kill("SIGKILL");
    await once(first.launcher, "exit");

    const second = await launch();

    expect(first.up.processes.filter(({ pid }) => isRunning(pid))).toEqual([]);
    const response = await fetch(`${second.up.apiUrl}/rest/v1/jobs?id=eq.${job.id}&select=id`, {
      headers: { apikey: second.up.secretKey },
    });
    expect(await response.json()).toEqual([{ id: job.id }]);
  },
);

test("after kill -9 of every process at once the next start recovers", { timeout: 120_000 }, async () => {
  const first = await launch();
  first.launcher.kill("SIGKILL");
  for (const { pid } of first.up.processes) process.kill(pid, "SIGKILL");
  await once(first.launcher, "exit");

  const second = await launch();

  const response = await fetch(`${second.up.apiUrl}/rest/v1/job_types?select=name`, {
    headers: { apikey: second.up.secretKey },
  });
  expect(response.status).toBe(200);
});
