import { createBareDatabase } from "@spool/testing/database";
import { cliUrl, generateDatabaseTypes, hasSupabaseCli, supabaseCli } from "@spool/testing/supabase-cli";
import { useTestDatabase } from "@spool/testing/use-database";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { expect, test } from "vitest";

const db = useTestDatabase();
const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const LIMIT_MS = 300_000;

const isThere = await hasSupabaseCli(ROOT);
const push = (databaseUrl: string) =>
  supabaseCli(["db", "push", "--yes", "--include-seed", "--db-url", cliUrl(databaseUrl)], ROOT);

async function recorded(databaseUrl: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const { rows } = await client.query<{ version: string }>(
    "select version from supabase_migrations.schema_migrations order by version",
  );
  await client.end();
  return rows.map(({ version }) => version);
}

test.skipIf(!isThere)("the Supabase CLI finds nothing to push where the local stack has migrated", { timeout: LIMIT_MS }, async () => {
  const before = await recorded(db.database.postgresUrl);

  const { stdout, stderr } = await supabaseCli(["db", "push", "--yes", "--db-url", cliUrl(db.database.postgresUrl)], ROOT);

  expect(stdout + stderr).toContain("up to date");
  expect(await recorded(db.database.postgresUrl)).toEqual(before);
}); // prettier-ignore

test.skipIf(!isThere)("the Supabase CLI brings a new hosted database to the same state", { timeout: LIMIT_MS }, async () => {
  const bare = await createBareDatabase();
  try {
    await push(bare.postgresUrl);

    expect(await recorded(bare.postgresUrl)).toEqual(await recorded(db.database.postgresUrl));
  } finally {
    await bare.drop();
  }
}); // prettier-ignore

test.skipIf(!isThere)("the types in packages/db are those that the CLI prints", { timeout: LIMIT_MS }, async () => {
  const stored = await readFile(new URL("../../packages/db/src/database.types.ts", import.meta.url), "utf8");

  expect(await generateDatabaseTypes(db.database.postgresUrl, ROOT)).toBe(stored);
}); // prettier-ignore
