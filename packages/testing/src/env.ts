/** A Supabase that runs already, with the migrations applied: tests over HTTP go to it instead of to one of their own. */
export interface OutsideStack {
  apiUrl: string;
  publishableKey: string;
  secretKey: string;
  /** As role `postgres`. */
  databaseUrl: string;
  /** As `spool_worker`. Null when that role has no login there. */
  workerDatabaseUrl: string | null;
}

/**
 * Asked for by `SUPABASE_DB_URL`, which nothing else reads: whoever only works with `SUPABASE_URL` set must not find test
 * data there. Throws a sentence when the variables name half a stack.
 */
export function readOutsideStack(env: NodeJS.ProcessEnv = process.env): OutsideStack | null {
  const databaseUrl = env["SUPABASE_DB_URL"] ?? "";
  if (databaseUrl === "") return null;
  const required = (name: string): string => {
    const value = env[name] ?? "";
    if (value !== "") return value;
    throw new Error(
      `SUPABASE_DB_URL is set, so the tests go to that Supabase, but ${name} is missing. See docs/official-stack.md.`,
    );
  };
  return {
    apiUrl: required("SUPABASE_URL").replace(/\/$/, ""),
    publishableKey: required("SUPABASE_PUBLISHABLE_KEY"),
    secretKey: required("SUPABASE_SECRET_KEY"),
    databaseUrl,
    workerDatabaseUrl: env["DATABASE_URL"] ?? null,
  };
}
