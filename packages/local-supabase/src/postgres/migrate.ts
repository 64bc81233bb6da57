import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import pg from "pg";

const LOCK_KEY = 0x5b008;

interface Migration {
  version: string;
  name: string;
  sql: string;
}

/**
 * Applies the migrations of a folder that the database does not have yet, oldest first, one transaction each, and
 * records them where the Supabase CLI does. Returns the file names applied now.
 *
 * Safe to call twice at once. Throws with file and line when a migration fails; the ones before it stay applied.
 */
export async function applyMigrations(postgresUrl: string, migrationsDir: string): Promise<string[]> {
  const migrations = await readMigrations(migrationsDir);
  const client = new pg.Client({ connectionString: postgresUrl });
  await client.connect();
  try {
    await client.query("select pg_advisory_lock($1)", [LOCK_KEY]);
    await client.query(`
      set client_min_messages = warning;
      create schema if not exists supabase_migrations;
      create table if not exists supabase_migrations.schema_migrations (
        version text primary key, statements text[], name text
      );`);
    const { rows } = await client.query<{ version: string }>(
      "select version from supabase_migrations.schema_migrations",
    );
    const done = new Set(rows.map((row) => row.version));
    const pending = migrations.filter(({ version }) => !done.has(version));
    for (const migration of pending) await applyOne(client, migration);
    return pending.map(({ version, name }) => `${version}_${name}.sql`);
  } finally {
    await client.end();
  }
}

async function readMigrations(migrationsDir: string): Promise<Migration[]> {
  const migrations: Migration[] = [];
  for (const file of (await readdir(migrationsDir)).sort()) {
    const [, version, name] = /^(\d+)_(.*)\.sql$/.exec(file) ?? [];
    if (version === undefined || name === undefined) continue;
    if (migrations.some((other) => other.version === version)) {
      throw new Error(`Two migrations in ${migrationsDir} have the version ${version}.`);
    }
    migrations.push({ version, name, sql: await readFile(join(migrationsDir, file), "utf8") });
  }
  return migrations;
}

async function applyOne(client: pg.Client, { version, name, sql }: Migration): Promise<void> {
  await client.query("begin");
  try {
    await client.query(sql);
    await client.query(
      "insert into supabase_migrations.schema_migrations (version, statements, name) values ($1, $2, $3)",
      [version, [sql], name],
    );
    await client.query("commit");
  } catch (error) {
    await client.query("rollback");
    const position = error instanceof pg.DatabaseError ? Number(error.position) : Number.NaN;
    const line = Number.isNaN(position) ? "" : `:${sql.slice(0, position).split("\n").length}`;
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`Migration ${version}_${name}.sql${line} failed: ${reason}`, { cause: error });
  } finally {
    // A migration may change session settings; the next one starts from the defaults as it does with the CLI.
    await client.query("reset all");
  }
}
