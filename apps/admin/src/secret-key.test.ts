import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";

const ADMIN = path.resolve(import.meta.dirname, "..");
/** What only a server that bypasses row level security would name. */
const SECRET = /SUPABASE_SECRET_KEY|SERVICE_ROLE_KEY|createServiceClient|service-client|sb_secret_\w/;

async function filesUnder(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
}

async function naming(pattern: RegExp, files: readonly string[]): Promise<string[]> {
  const named = await Promise.all(
    files.map(async (file) => (pattern.test(await readFile(file, "utf8")) ? [file] : [])),
  );
  return named.flat();
}

test("no source of the console knows the secret key, so no page of it can hand it out", async () => {
  const sources = [...(await filesUnder(path.join(ADMIN, "src"))), path.join(ADMIN, "server.ts")];

  expect(await naming(SECRET, sources.filter((file) => !file.endsWith(".test.ts")))).toEqual([]);
}); // prettier-ignore

const built = path.join(ADMIN, ".next", "static");
test.runIf(existsSync(built))("nor does the built console carry it to browsers", async () => {
  expect(await naming(SECRET, await filesUnder(built))).toEqual([]);
});
