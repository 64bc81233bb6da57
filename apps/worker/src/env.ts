import { hostname } from "node:os";
import { z } from "zod";

const wholeNumber = (least: number, most: number) =>
  z.coerce
    .number({ error: "must be a number" })
    .int("must be a whole number")
    .min(least, `must be at least ${least}`)
    .max(most, `must be at most ${most}`);

const urlOf = (protocols: RegExp, example: string) =>
  z.url({ protocol: protocols, error: `must be an address such as ${example}` });

const environmentSchema = z.object({
  DATABASE_URL: urlOf(/^postgres(ql)?$/, "postgresql://spool_worker:password@127.0.0.1:54322/postgres"),
  ORCHESTRATOR_URL: urlOf(/^https?$/, "http://127.0.0.1:8103").default("http://127.0.0.1:8103"),
  SUPABASE_URL: urlOf(/^https?$/, "http://127.0.0.1:54321").optional(),
  SUPABASE_SECRET_KEY: z.string().optional(),
  WORKER_NAME: z
    .string()
    .min(1, "must not be empty")
    .max(200, "must be at most 200 characters")
    .default(`${hostname()}-${process.pid}`),
  WORKER_SLOTS: wholeNumber(1, 256).default(2),
  WORKER_SITE: z.string().max(100, "must be at most 100 characters").optional(),
  WORKER_HOST: z.string().min(1, "must not be empty").default("127.0.0.1"),
  WORKER_PORT: wholeNumber(0, 65_535).default(9091),
  WORKER_GRACE_SECONDS: wholeNumber(0, 86_400).default(20),
  LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).default("info"),
});

export interface WorkerEnv {
  databaseUrl: string;
  orchestratorUrl: string;
  /** For tasks that work on Storage. Null when either variable is not set: those tasks then fail, saying so. */
  supabase: { url: string; secretKey: string } | null;
  /** Unique among nodes. A worker that starts under the name of an earlier one takes its row over. */
  name: string;
  /** How many jobs run here at the same time. */
  slots: number;
  /** Slug of the site that it stands at, which must be there. Null: as the database has it. */
  site: string | null;
  healthHost: string;
  /** The first port that is tried; the next free one is taken. 0 is any. */
  healthPort: number;
  /** How long running jobs may go on after a stop is asked for, before they are handed back. */
  graceSeconds: number;
  logLevel: string;
}

/** Where the environment is read. Throws an Error whose message has one line for each variable that is wrong. */
export function parseEnv(variables: NodeJS.ProcessEnv = process.env): WorkerEnv {
  // A variable that is set to nothing (`WORKER_PORT=`) is one that is not set.
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ""));
  const parsed = environmentSchema.safeParse(given);
  if (!parsed.success) {
    const lines = parsed.error.issues.map(({ path, message }) => {
      const name = path.join(".");
      return given[name] === undefined ? `${name} is not set: it ${message}.` : `${name} ${message}.`;
    });
    throw new Error(lines.join("\n"));
  }
  const env = parsed.data;
  return {
    databaseUrl: env.DATABASE_URL,
    orchestratorUrl: env.ORCHESTRATOR_URL,
    supabase:
      env.SUPABASE_URL && env.SUPABASE_SECRET_KEY
        ? { url: env.SUPABASE_URL, secretKey: env.SUPABASE_SECRET_KEY }
        : null,
    name: env.WORKER_NAME,
    slots: env.WORKER_SLOTS,
    site: env.WORKER_SITE ?? null,
    healthHost: env.WORKER_HOST,
    healthPort: env.WORKER_PORT,
    graceSeconds: env.WORKER_GRACE_SECONDS,
    logLevel: env.LOG_LEVEL,
  };
}
