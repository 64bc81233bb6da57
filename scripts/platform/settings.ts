import { existsSync } from "node:fs";
import path from "node:path";
import { z } from "zod";

export const PROJECT_ROOT = path.resolve(import.meta.dirname, "../..");

const port = (fallback: number) => z.coerce.number().int().min(0).max(65_535).default(fallback);

const environmentSchema = z.object({
  SUPABASE_URL: z.url().optional(),
  SUPABASE_PUBLISHABLE_KEY: z.string().optional(),
  SUPABASE_SECRET_KEY: z.string().optional(),
  DATABASE_URL: z.string().optional(),
  SPOOL_DATA_DIR: z.string().default(".spool"),
  SPOOL_HOST: z.string().default("127.0.0.1"),
  SPOOL_API_PORT: port(54_321),
  SPOOL_DATABASE_PORT: port(54_322),
  CONSOLE_PORT: port(3_000),
  ORCHESTRATOR_PORT: port(8_103),
  WORKER_PORT: port(9_091),
});

/** Where a Supabase project that we did not start is, and how to get in. */
export interface ExternalSupabase {
  apiUrl: string;
  publishableKey: string;
  secretKey: string;
  workerDatabaseUrl: string;
}

/** What `npm start` and its relatives need to know. A port of 0 means: any free one. */
export interface PlatformSettings {
  /** Absolute path. Holds the local database, files, keys, logs and credentials. */
  dataDir: string;
  host: string;
  apiPort: number;
  databasePort: number;
  consolePort: number;
  orchestratorPort: number;
  workerPort: number;
  /** Null: run the local stack. */
  external: ExternalSupabase | null;
}

/** A message for the person at the terminal; printed without a stack. */
export class SetupError extends Error {
  override readonly name = "SetupError";
}

/**
 * Reads `.env` and the environment, once.
 *
 * Throws a SetupError that names the variable which is wrong or missing.
 */
export function readSettings(): PlatformSettings {
  const file = path.join(PROJECT_ROOT, ".env");
  if (existsSync(file)) process.loadEnvFile(file);

  // An empty variable is one that somebody commented in without a value.
  const given = Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== ""));
  const parsed = environmentSchema.safeParse(given);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new SetupError(
      `The environment variable ${issue?.path.join(".") ?? "?"} is wrong: ${issue?.message ?? "?"}.`,
    );
  }
  const environment = parsed.data;
  return {
    dataDir: path.resolve(PROJECT_ROOT, environment.SPOOL_DATA_DIR),
    host: environment.SPOOL_HOST,
    apiPort: environment.SPOOL_API_PORT,
    databasePort: environment.SPOOL_DATABASE_PORT,
    consolePort: environment.CONSOLE_PORT,
    orchestratorPort: environment.ORCHESTRATOR_PORT,
    workerPort: environment.WORKER_PORT,
    external: externalSupabase(environment),
  };
}

function externalSupabase(environment: z.infer<typeof environmentSchema>): ExternalSupabase | null {
  if (environment.SUPABASE_URL === undefined) return null;
  const required = (name: "SUPABASE_PUBLISHABLE_KEY" | "SUPABASE_SECRET_KEY" | "DATABASE_URL"): string => {
    const value = environment[name];
    if (value === undefined) {
      throw new SetupError(
        `SUPABASE_URL is set, so Spool uses that project instead of its local stack, but ${name} is missing. ` +
          "Set it in .env, or remove SUPABASE_URL. See .env.example.",
      );
    }
    return value;
  };
  return {
    apiUrl: environment.SUPABASE_URL,
    publishableKey: required("SUPABASE_PUBLISHABLE_KEY"),
    secretKey: required("SUPABASE_SECRET_KEY"),
    workerDatabaseUrl: required("DATABASE_URL"),
  };
}
