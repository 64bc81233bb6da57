import { execFile } from "node:child_process";
import { promisify } from "node:util";

const SUPABASE_CLI = "supabase@3.1.0";
const LIMIT_MS = 180_000;

const run = promisify(execFile);

/**
 * Runs the real Supabase CLI, fetched by npx on the first call. Returns what it printed.
 *
 * Throws with what it said on standard error when it fails or cannot be fetched.
 */
export async function supabaseCli(
  args: readonly string[],
  workdir: string,
): Promise<{ stdout: string; stderr: string }> {
  return run("npx", ["--yes", SUPABASE_CLI, ...args], {
    cwd: workdir,
    timeout: LIMIT_MS,
    maxBuffer: 16 * 1024 * 1024,
    shell: process.platform === "win32",
  });
}

/** Whether npx can get the CLI on this machine: there may be no network. */
export async function hasSupabaseCli(workdir: string): Promise<boolean> {
  return supabaseCli(["--version"], workdir).then(
    () => true,
    () => false,
  );
}

/** Without TLS, which the embedded Postgres does not speak; the CLI would say so on standard output. */
export const cliUrl = (databaseUrl: string): string => `${databaseUrl}?sslmode=disable`;

/** The TypeScript types of schema `public`, byte for byte as the CLI prints them. */
export async function generateDatabaseTypes(databaseUrl: string, workdir: string): Promise<string> {
  const args = ["gen", "types", "typescript", "--db-url", cliUrl(databaseUrl), "--schema", "public"];
  return (await supabaseCli(args, workdir)).stdout;
}
