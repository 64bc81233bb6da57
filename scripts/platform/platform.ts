import path from "node:path";
import { assertPortFree } from "@spool/local-supabase/ports";
import { startChild, type ManagedChild } from "./child-process.ts";
import { ensureConsoleBuilt } from "./console-build.ts";
import { recordInstance, releaseDataDir, takeDataDir, type RunningInstance } from "./instance.ts";
import {
  startConsole,
  startOrchestrator,
  startSupabase,
  startWorker,
  type StartProcess,
  type SupabaseReady,
} from "./processes.ts";
import { PROJECT_ROOT, SetupError, type ExternalSupabase, type PlatformSettings } from "./settings.ts";

const READY_TIMEOUT_SECONDS = 60;
const STOP_TIMEOUT_SECONDS = 10;

/** The processes of one instance: started one by one, watched, stopped in the reverse order. */
export interface ProcessGroup {
  start: StartProcess;
  processes: () => { name: string; pid: number }[];
  /** Settles when one of the processes ends by itself, with the sentence to show. */
  failed: Promise<string>;
  /** The worker, started last, hands its jobs back while the database is still there. Safe to call twice. */
  stop: () => Promise<void>;
}

/** Takes the data folder and starts nothing yet. Throws a SetupError when another instance runs on it. */
export async function createProcessGroup(
  { dataDir }: Pick<PlatformSettings, "dataDir">,
  onStep: (step: string) => void,
  signal?: AbortSignal,
): Promise<ProcessGroup> {
  await takeDataDir(dataDir);
  const children: ManagedChild<unknown>[] = [];
  let isStopping = false;
  let reportFailure: (sentence: string) => void;
  const failed = new Promise<string>((resolve) => {
    reportFailure = resolve;
  });

  return {
    async start<Ready>(
      name: string,
      entry: string,
      env: Record<string, string>,
      stopTimeoutSeconds = STOP_TIMEOUT_SECONDS,
    ): Promise<ManagedChild<Ready>> {
      signal?.throwIfAborted();
      onStep(`Starting ${name}`);
      const child = await startChild<Ready>({
        name,
        entry: path.join(PROJECT_ROOT, entry),
        env,
        logDir: logDirOf(dataDir),
        readyTimeoutSeconds: READY_TIMEOUT_SECONDS,
        stopTimeoutSeconds,
      });
      children.push(child);
      recordInstance(dataDir, children, null);
      void child.exited.then((how) => {
        if (!isStopping) reportFailure(`${name} ${how}. Its log: ${child.logFile}`);
      });
      return child;
    },
    processes: () => children.map(({ name, pid }) => ({ name, pid })),
    failed,
    async stop() {
      isStopping = true;
      for (const child of children.splice(0).reverse()) await child.stop();
      releaseDataDir(dataDir);
    },
  };
}

export interface Platform extends RunningInstance {
  logDir: string;
  /** Where the local stack's mails are read; null with another Supabase, or when mails go out by SMTP. */
  inboxUrl: string | null;
  workerDatabaseUrl: string;
  processes: ProcessGroup["processes"];
  failed: ProcessGroup["failed"];
  stop: ProcessGroup["stop"];
}

interface PlatformOptions {
  withConsole: boolean;
  onStep: (step: string) => void;
  /** Ends a start that is under way; `stop` ends one that is done. */
  signal?: AbortSignal;
}

/**
 * Starts Supabase's stand-in (unless another Supabase is configured), the orchestrator, a worker and the console.
 *
 * Each process gets only the secrets it needs. Throws a SetupError when one of them does not come up;
 * what had been started is stopped first.
 */
export async function startPlatform(
  settings: PlatformSettings,
  { withConsole, onStep, signal }: PlatformOptions,
): Promise<Platform> {
  const group = await createProcessGroup(settings, onStep, signal);
  try {
    await assertPortsFree(settings, withConsole);
    const built = withConsole ? ensureConsoleBuilt(onStep, signal) : Promise.resolve();
    // Awaited below: a build that fails while the others start must not be an unhandled rejection.
    built.catch(() => undefined);
    const supabase: ExternalSupabase & Partial<SupabaseReady> =
      settings.external ?? (await startSupabase(group.start, settings));
    const orchestrator = await startOrchestrator(group.start, settings, supabase);
    await built;
    signal?.throwIfAborted();
    const console_ = withConsole ? await startConsole(group.start, settings, supabase) : null;
    await startWorker(group.start, settings, supabase, orchestrator.url);

    const running: RunningInstance = {
      apiUrl: supabase.apiUrl,
      publishableKey: supabase.publishableKey,
      secretKey: supabase.secretKey,
      consoleUrl: console_?.url ?? null,
      databaseUrl: supabase.databaseUrl ?? null,
    };
    recordInstance(settings.dataDir, group.processes(), running);
    return {
      ...running,
      logDir: logDirOf(settings.dataDir),
      inboxUrl: supabase.inboxUrl ?? null,
      workerDatabaseUrl: supabase.workerDatabaseUrl,
      processes: group.processes,
      failed: group.failed,
      stop: group.stop,
    };
  } catch (error) {
    await group.stop();
    throw error;
  }
}

/** Before anything is built or started, because the sentence names the process in the way. A worker takes the next free port by itself. */
async function assertPortsFree(settings: PlatformSettings, withConsole: boolean): Promise<void> {
  const wanted = [
    ...(settings.external === null
      ? ([
          [settings.apiPort, "SPOOL_API_PORT"],
          [settings.databasePort, "SPOOL_DATABASE_PORT"],
        ] as const)
      : []),
    [settings.orchestratorPort, "ORCHESTRATOR_PORT"] as const,
    ...(withConsole ? ([[settings.consolePort, "CONSOLE_PORT"]] as const) : []),
  ];
  for (const [port, variable] of wanted) {
    try {
      await assertPortFree(port, settings.host, variable);
    } catch (error) {
      throw new SetupError((error as Error).message, { cause: error });
    }
  }
}

const logDirOf = (dataDir: string): string => path.join(dataDir, "logs");
