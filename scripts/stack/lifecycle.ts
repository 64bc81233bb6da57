import { spawn } from "node:child_process";
import { mkdirSync, openSync } from "node:fs";
import { rm } from "node:fs/promises";
import path from "node:path";
import { createInterface } from "node:readline/promises";
import { setTimeout as delay } from "node:timers/promises";
import { removeDataFolder } from "@spool/local-supabase/postgres/data-folder";
import { endOfLog } from "../platform/child-process.ts";
import { findRunningInstance, recordInstance } from "../platform/instance.ts";
import { createProcessGroup, type ProcessGroup } from "../platform/platform.ts";
import { startSupabase } from "../platform/processes.ts";
import { PROJECT_ROOT, SetupError, type PlatformSettings } from "../platform/settings.ts";
import { interruption, say, untilAborted } from "../platform/terminal.ts";
import { isStackAlone } from "./running-stack.ts";

const START_LIMIT_MS = 90_000;
const STOP_LIMIT_MS = 30_000;

export async function start(settings: PlatformSettings, isDetached: boolean): Promise<void> {
  if (isDetached) return startDetached(settings);
  const interrupted = interruption();
  const group = await createProcessGroup(settings, say, interrupted);
  try {
    const { apiUrl, databaseUrl } = await startStack(group, settings);
    interrupted.throwIfAborted();
    say(`\n  API       ${apiUrl}\n  Database  ${databaseUrl.replace(/:[^:@/]+@/, ":…@")}\n`);
    say("Keys: npm run stack -- keys. Ctrl-C, or npm run stack -- stop, stops it.\n");
    const failed = await Promise.race([untilAborted(interrupted), group.failed]);
    if (typeof failed === "string") throw new SetupError(failed);
  } finally {
    await group.stop();
    say("Stopped. Nothing is left running.");
  }
}

async function startStack(group: ProcessGroup, settings: PlatformSettings) {
  const supabase = await startSupabase(group.start, settings);
  const { apiUrl, publishableKey, secretKey, databaseUrl } = supabase;
  const running = { apiUrl, publishableKey, secretKey, databaseUrl, consoleUrl: null };
  recordInstance(settings.dataDir, group.processes(), running);
  return supabase;
}

/** A process of its own session runs the same command; this one waits until it is ready, and shows why if it is not. */
async function startDetached({ dataDir }: PlatformSettings): Promise<void> {
  const logFile = path.join(dataDir, "logs", "stack.log");
  mkdirSync(path.dirname(logFile), { recursive: true, mode: 0o700 });
  const log = openSync(logFile, "w", 0o600);
  const child = spawn(process.execPath, [path.join(PROJECT_ROOT, "scripts/stack.ts"), "start"], {
    cwd: PROJECT_ROOT,
    detached: true,
    stdio: ["ignore", log, log],
  });
  const deadline = Date.now() + START_LIMIT_MS;
  while (Date.now() < deadline) {
    const instance = findRunningInstance(dataDir);
    if (instance?.launcher.pid === child.pid && instance?.running) {
      say(
        `The stack runs at ${instance.running.apiUrl} (process ${child.pid ?? "?"}). npm run stack -- stop ends it.`,
      );
      child.unref();
      return;
    }
    if (child.exitCode !== null || child.signalCode !== null) break;
    await delay(100);
  }
  child.kill();
  throw new SetupError(`The stack did not start:\n${endOfLog(logFile)}`);
}

export async function stop({ dataDir }: PlatformSettings): Promise<void> {
  const instance = findRunningInstance(dataDir);
  if (instance === null) {
    say(`No stack runs on ${dataDir}.`);
    return;
  }
  const { pid } = instance.launcher;
  if (!isStackAlone(instance)) {
    throw new SetupError(
      `npm start runs on ${dataDir}, with the stack in it. Press Ctrl-C in its terminal, or end process ${pid}.`,
    );
  }
  process.kill(pid, "SIGTERM");
  const deadline = Date.now() + STOP_LIMIT_MS;
  while (findRunningInstance(dataDir) !== null) {
    if (Date.now() > deadline)
      throw new SetupError(`Process ${pid} has not ended after ${STOP_LIMIT_MS / 1_000} s.`);
    await delay(100);
  }
  say("Stopped. Nothing is left running.");
}

/** The keys stay, so that whoever holds them goes on; nobody's account does. */
export async function reset(settings: PlatformSettings, isConfirmed: boolean): Promise<void> {
  const { dataDir } = settings;
  const instance = findRunningInstance(dataDir);
  if (instance !== null) {
    const how = isStackAlone(instance) ? "npm run stack -- stop" : "Ctrl-C in the terminal of npm start";
    throw new SetupError(`The stack runs (process ${instance.launcher.pid}). Stop it first: ${how}.`);
  }
  if (
    !isConfirmed &&
    !(await confirm(`All jobs, accounts and files in ${dataDir} will be gone. Reset? [y/N] `))
  ) {
    throw new SetupError("Nothing was reset. Answer y, or say --yes.");
  }
  const interrupted = interruption();
  const group = await createProcessGroup(settings, say, interrupted);
  try {
    await removeDataFolder(path.join(dataDir, "supabase", "database"));
    await rm(path.join(dataDir, "supabase", "storage"), { recursive: true, force: true });
    // The account is gone, so its note would lie; the next npm start makes a new one.
    await rm(path.join(dataDir, "administrator.json"), { force: true });
    await startStack(group, settings);
  } finally {
    await group.stop();
  }
  say("The stack is empty, and its migrations are applied.");
}

async function confirm(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) return false;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await terminal.question(question)).trim());
  } finally {
    terminal.close();
  }
}
