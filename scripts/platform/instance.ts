import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import { processStat } from "./process-stat.ts";
import { SetupError } from "./settings.ts";

const WAIT_FOR_ORPHANS_MS = 8_000;

const processSchema = z.object({ name: z.string(), pid: z.number(), startedAt: z.string() });

const instanceSchema = z.object({
  launcher: processSchema,
  children: z.array(processSchema),
  /** Present once everything is up. */
  running: z
    .object({
      apiUrl: z.string(),
      publishableKey: z.string(),
      secretKey: z.string(),
      consoleUrl: z.string().nullable(),
      databaseUrl: z.string().nullable(),
    })
    .nullable(),
});
export type Instance = z.infer<typeof instanceSchema>;
export type RunningInstance = NonNullable<Instance["running"]>;

const fileIn = (dataDir: string): string => path.join(dataDir, "instance.json");

/** The instance that runs on this data folder now, or null. */
export function findRunningInstance(dataDir: string): Instance | null {
  const instance = readInstance(dataDir);
  return instance !== null && isAlive(instance.launcher) ? instance : null;
}

/**
 * Takes the data folder for this process, and clears away what a killed launcher left running.
 *
 * Throws a SetupError when another instance runs on it.
 */
export async function takeDataDir(dataDir: string): Promise<void> {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const previous = readInstance(dataDir);
  if (previous !== null) {
    if (isAlive(previous.launcher)) {
      const where = previous.running?.consoleUrl ?? previous.running?.apiUrl ?? "it is still starting";
      throw new SetupError(
        `Spool already runs on ${dataDir} (process ${previous.launcher.pid}, ${where}). ` +
          "Stop it with Ctrl-C in its terminal (or npm run stack -- stop, if that started it), " +
          "or set SPOOL_DATA_DIR and the ports to run a second one.",
      );
    }
    await endOrphans(previous);
    releaseDataDir(dataDir);
  }
  writeInstance(
    dataDir,
    { launcher: describeProcess("launcher", process.pid), children: [], running: null },
    "wx",
  );
}

export function recordInstance(
  dataDir: string,
  children: readonly { name: string; pid: number }[],
  running: RunningInstance | null,
): void {
  writeInstance(dataDir, {
    launcher: describeProcess("launcher", process.pid),
    children: children.map(({ name, pid }) => describeProcess(name, pid)),
    running,
  });
}

export function releaseDataDir(dataDir: string): void {
  rmSync(fileIn(dataDir), { force: true });
}

function readInstance(dataDir: string): Instance | null {
  try {
    return instanceSchema.parse(JSON.parse(readFileSync(fileIn(dataDir), "utf8")));
  } catch {
    // No file, or one that a full disk or a power cut left half-written: nothing runs that we could know of.
    return null;
  }
}

function writeInstance(dataDir: string, instance: Instance, flag: "w" | "wx" = "w"): void {
  try {
    writeFileSync(fileIn(dataDir), JSON.stringify(instance, null, 2), { mode: 0o600, flag });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    throw new SetupError(`Another start is under way on ${dataDir}.`);
  }
}

/** Children stop by themselves when their launcher is gone; those that do not within a few seconds are ended. */
async function endOrphans(previous: Instance): Promise<void> {
  const deadline = Date.now() + WAIT_FOR_ORPHANS_MS;
  const alive = () => previous.children.filter(isAlive);
  for (const { pid } of alive()) signal(pid, "SIGTERM");
  while (alive().length > 0 && Date.now() < deadline) await delay(100);
  for (const { pid } of alive()) signal(-pid, "SIGKILL");
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

function describeProcess(name: string, pid: number): z.infer<typeof processSchema> {
  return { name, pid, startedAt: processStat(pid)?.startedAt ?? "" };
}

/** A pid alone may have been given to another program since, and a zombie only waits to be reaped. */
function isAlive({ pid, startedAt }: z.infer<typeof processSchema>): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const stat = processStat(pid);
  if (stat === null) return true;
  return stat.state !== "Z" && (startedAt === "" || stat.startedAt === startedAt);
}
