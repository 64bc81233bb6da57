import path from "node:path";
import { startChild, type ManagedChild } from "./child-process.ts";
import { ensureConsoleBuilt } from "./console-build.ts";
import { recordInstance, releaseDataDir, takeDataDir, type RunningInstance } from "./instance.ts";
import { PROJECT_ROOT, type ExternalSupabase, type PlatformSettings } from "./settings.ts";

/** What packages/local-supabase/src/main.ts says when it is ready. */
interface StackReady extends ExternalSupabase {
  databaseUrl: string;
}
interface UrlReady {
  url: string;
}

export interface Platform extends RunningInstance {
  orchestratorUrl: string;
  workerUrl: string;
  workerDatabaseUrl: string;
  logDir: string;
  processes: readonly { name: string; pid: number }[];
  /** Settles when one of the processes ends by itself, with the sentence to show. */
  failed: Promise<string>;
  /** Stops everything in order. Safe to call twice. */
  stop(): Promise<void>;
}

export interface PlatformOptions {
  withConsole: boolean;
  onStep?: (step: string) => void;
}

/**
 * Starts Supabase's stand-in (unless another Supabase is configured), the orchestrator, a worker and the console.
 *
 * Each process gets only the secrets it needs. Throws a SetupError when one of them does not come up;
 * what had been started is stopped first.
 */
export async function startPlatform(
  settings: PlatformSettings,
  { withConsole, onStep = () => undefined }: PlatformOptions,
): Promise<Platform> {
  await takeDataDir(settings.dataDir);
  const logDir = path.join(settings.dataDir, "logs");
  const children: ManagedChild<unknown>[] = [];
  let isStopping = false;

  const start = async <Ready>(
    name: string,
    entry: string,
    env: Record<string, string>,
    stopTimeoutSeconds = 10,
  ): Promise<ManagedChild<Ready>> => {
    onStep(`Starting ${name}`);
    const child = await startChild<Ready>({
      name,
      entry: path.join(PROJECT_ROOT, entry),
      env,
      logDir,
      readyTimeoutSeconds: 60,
      stopTimeoutSeconds,
    });
    children.push(child);
    recordInstance(settings.dataDir, children, null);
    return child;
  };
  const stop = async (): Promise<void> => {
    isStopping = true;
    // In the reverse order of their start: the worker hands its jobs back while the database is still there.
    for (const child of children.splice(0).reverse()) await child.stop();
    releaseDataDir(settings.dataDir);
  };

  try {
    const built = withConsole ? ensureConsoleBuilt(onStep) : Promise.resolve();
    // Awaited below; a failed build must not be an unhandled rejection while the others start.
    built.catch(() => undefined);
    const supabase = settings.external ?? (await startStack(settings, start));
    const orchestrator = await start<UrlReady>("orchestrator", "apps/orchestrator/src/main.ts", {
      SUPABASE_URL: supabase.apiUrl,
      SUPABASE_SECRET_KEY: supabase.secretKey,
      ORCHESTRATOR_HOST: settings.host,
      ORCHESTRATOR_PORT: String(settings.orchestratorPort),
      ...passedOn("ORCHESTRATOR_MAX_RENDERS"),
    });
    const worker = await start<UrlReady>(
      "worker",
      "apps/worker/src/main.ts",
      {
        DATABASE_URL: supabase.workerDatabaseUrl,
        ORCHESTRATOR_URL: orchestrator.ready.url,
        WORKER_HOST: settings.host,
        WORKER_PORT: String(settings.workerPort),
        ...passedOn("WORKER_NAME", "WORKER_SLOTS", "WORKER_GRACE_SECONDS"),
      },
      // Its own grace period comes first.
      Number(process.env["WORKER_GRACE_SECONDS"] ?? 20) + 10,
    );
    await built;
    const console_ = withConsole
      ? await start<UrlReady>("console", "apps/admin/server.ts", {
          SUPABASE_URL: supabase.apiUrl,
          SUPABASE_PUBLISHABLE_KEY: supabase.publishableKey,
          CONSOLE_HOST: settings.host,
          CONSOLE_PORT: String(settings.consolePort),
          NODE_ENV: "production",
        })
      : null;

    const running: RunningInstance = {
      apiUrl: supabase.apiUrl,
      publishableKey: supabase.publishableKey,
      secretKey: supabase.secretKey,
      consoleUrl: console_?.ready.url ?? null,
      databaseUrl: "databaseUrl" in supabase ? String(supabase.databaseUrl) : null,
    };
    recordInstance(settings.dataDir, children, running);
    const failed = Promise.race(
      children.map(async ({ name, exited, logFile }) => {
        const how = await exited;
        // Never settles during our own stop: the race has no loser to report then.
        return isStopping ? await new Promise<never>(() => undefined) : `${name} ${how}. Its log: ${logFile}`;
      }),
    );
    return {
      ...running,
      orchestratorUrl: orchestrator.ready.url,
      workerUrl: worker.ready.url,
      workerDatabaseUrl: supabase.workerDatabaseUrl,
      logDir,
      processes: children.map(({ name, pid }) => ({ name, pid })),
      failed,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

type StartStackChild = (
  name: string,
  entry: string,
  env: Record<string, string>,
) => Promise<ManagedChild<StackReady>>;

async function startStack(settings: PlatformSettings, start: StartStackChild): Promise<StackReady> {
  const child = await start("supabase", "packages/local-supabase/src/main.ts", {
    SPOOL_DATA_DIR: path.join(settings.dataDir, "supabase"),
    SPOOL_HOST: settings.host,
    SPOOL_API_PORT: String(settings.apiPort),
    SPOOL_DATABASE_PORT: String(settings.databasePort),
    SPOOL_MIGRATIONS_DIR: path.join(PROJECT_ROOT, "supabase/migrations"),
    SPOOL_SEED_FILE: path.join(PROJECT_ROOT, "supabase/seed.sql"),
  });
  return child.ready;
}

function passedOn(...names: string[]): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = process.env[name];
      return value === undefined || value === "" ? [] : [[name, value]];
    }),
  );
}
