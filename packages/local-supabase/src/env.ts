import { z } from "zod";
import { isLoopback } from "./auth/rate-limits.ts";
import { readAuthSettings } from "./auth/settings.ts";
import type { StackOptions } from "./stack.ts";

const port = z.coerce.number().int().min(0).max(65_535);

const environmentSchema = z.object({
  SPOOL_DATA_DIR: z.string().min(1),
  SPOOL_MIGRATIONS_DIR: z.string().min(1),
  SPOOL_SEED_FILE: z.string().min(1).optional(),
  SPOOL_HOST: z.string().min(1).default("127.0.0.1"),
  SPOOL_API_PORT: port.default(54_321),
  SPOOL_DATABASE_PORT: port.default(54_322),
});

/** What the stack's process is told. Throws a sentence naming the variable that is wrong. */
export function readStackOptions(): StackOptions {
  const given = Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== ""));
  try {
    return stackOptions(given);
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    const [issue] = error.issues;
    throw new Error(
      `The environment variable ${issue?.path.join(".") ?? "?"} is wrong: ${issue?.message ?? "?"}.`,
      { cause: error },
    );
  }
}

function stackOptions(given: Record<string, string | undefined>): StackOptions {
  const environment = environmentSchema.parse(given);
  return {
    dataDir: environment.SPOOL_DATA_DIR,
    migrationsDir: environment.SPOOL_MIGRATIONS_DIR,
    seedFile: environment.SPOOL_SEED_FILE,
    host: environment.SPOOL_HOST,
    apiPort: environment.SPOOL_API_PORT,
    dbPort: environment.SPOOL_DATABASE_PORT,
    auth: readAuthSettings(given, isLoopback(environment.SPOOL_HOST)),
  };
}
