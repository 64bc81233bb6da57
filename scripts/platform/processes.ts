import path from "node:path";
import { ownVariables, type ManagedChild } from "./child-process.ts";
import { PROJECT_ROOT, type ExternalSupabase, type PlatformSettings } from "./settings.ts";

/** Starts one process in the frame of a platform: its log folder, its record, its place in the order of stopping. */
export type StartProcess = <Ready>(
  name: string,
  entry: string,
  env: Record<string, string>,
  stopTimeoutSeconds?: number,
) => Promise<ManagedChild<Ready>>;

/** What packages/local-supabase/src/main.ts says when it is ready. */
export interface SupabaseReady extends ExternalSupabase {
  /** As role postgres. */
  databaseUrl: string;
  /** Page of the mails that were not sent; null where they go out by SMTP. */
  inboxUrl: string | null;
}

/** What every other process says when it is ready. */
export interface UrlReady {
  url: string;
}

const DEFAULT_GRACE_SECONDS = 20;

export async function startSupabase(start: StartProcess, settings: PlatformSettings): Promise<SupabaseReady> {
  // Links in mails lead back to the console.
  const siteHost = settings.host === "0.0.0.0" ? "127.0.0.1" : settings.host;
  const child = await start<SupabaseReady>("supabase", "packages/local-supabase/src/main.ts", {
    SPOOL_DATA_DIR: path.join(settings.dataDir, "supabase"),
    SPOOL_HOST: settings.host,
    SPOOL_API_PORT: String(settings.apiPort),
    SPOOL_DATABASE_PORT: String(settings.databasePort),
    SPOOL_MIGRATIONS_DIR: path.join(PROJECT_ROOT, "supabase/migrations"),
    // Left to itself, V8 lets the young generation take 100 MB under load: the gateway is as fast without.
    NODE_OPTIONS: "--max-semi-space-size=4",
    SPOOL_SEED_FILE: path.join(PROJECT_ROOT, "supabase/seed.sql"),
    ...(settings.consolePort === 0
      ? {}
      : { SPOOL_AUTH_SITE_URL: `http://${siteHost}:${settings.consolePort}` }),
    ...ownVariables(...Object.keys(process.env).filter((name) => /^(?:SPOOL_AUTH|SMTP)_/.test(name))),
  });
  return child.ready;
}

export async function startOrchestrator(
  start: StartProcess,
  settings: PlatformSettings,
  supabase: ExternalSupabase,
): Promise<UrlReady> {
  const child = await start<UrlReady>("orchestrator", "apps/orchestrator/src/main.ts", {
    SUPABASE_URL: supabase.apiUrl,
    SUPABASE_SECRET_KEY: supabase.secretKey,
    ORCHESTRATOR_HOST: settings.host,
    ORCHESTRATOR_PORT: String(settings.orchestratorPort),
    ...ownVariables("ORCHESTRATOR_MAX_RENDERS", "MANIM_PATH", "CHROMIUM_PATH"),
    ...ownVariables(
      ...Object.keys(process.env).filter((name) => /^(?:RENDERER|SPOOL_SCRIPT|SPOOL_SPEECH)_/.test(name)),
    ),
  });
  return child.ready;
}

export async function startWorker(
  start: StartProcess,
  settings: PlatformSettings,
  { workerDatabaseUrl, apiUrl, secretKey }: ExternalSupabase,
  orchestratorUrl: string,
  overrides: Record<string, string> = {},
): Promise<UrlReady> {
  const env: Record<string, string> = {
    DATABASE_URL: workerDatabaseUrl,
    ORCHESTRATOR_URL: orchestratorUrl,
    SUPABASE_URL: apiUrl,
    SUPABASE_SECRET_KEY: secretKey,
    WORKER_HOST: settings.host,
    WORKER_PORT: String(settings.workerPort),
    ...ownVariables("WORKER_NAME", "WORKER_SLOTS", "WORKER_SITE", "WORKER_GRACE_SECONDS"),
    ...overrides,
  };
  const graceSeconds = Number(env["WORKER_GRACE_SECONDS"] ?? DEFAULT_GRACE_SECONDS);
  const child = await start<UrlReady>("worker", "apps/worker/src/main.ts", env, graceSeconds + 10);
  return child.ready;
}

export async function startConsole(
  start: StartProcess,
  settings: PlatformSettings,
  supabase: ExternalSupabase,
): Promise<UrlReady> {
  const child = await start<UrlReady>("console", "apps/admin/server.ts", {
    SUPABASE_URL: supabase.apiUrl,
    SUPABASE_PUBLISHABLE_KEY: supabase.publishableKey,
    CONSOLE_HOST: settings.host,
    CONSOLE_PORT: String(settings.consolePort),
    NODE_ENV: "production",
  });
  return child.ready;
}
