import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, rename } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { pipeline } from "node:stream/promises";
import pg from "pg";
import { keptPath } from "../storage/file-store.ts";
import { verifyContent } from "./content.ts";
import { copyIn } from "./copy-table.ts";
import { listMigrations, listTables, nameSql, tableSql } from "./database-objects.ts";
import { BackupError, readContentLine, readManifest, type Content, type Manifest } from "./manifest.ts";

export interface RestoreOptions {
  /** As a superuser: triggers and foreign keys rest while rows that went together come back one table at a time. */
  databaseUrl: string;
  storageDir: string;
  folder: string;
  /** Whether data that is there may be replaced. */
  force: boolean;
}

/**
 * Puts a backup into a stack that runs and has had the same migrations. Everything is verified first; the rows come in
 * one transaction, counted, so that the stack afterwards holds the backup or what it held before.
 */
export async function restoreBackup({
  databaseUrl,
  storageDir,
  folder,
  force,
}: RestoreOptions): Promise<Manifest> {
  const manifest = await readManifest(folder);
  const client = new pg.Client({ connectionString: databaseUrl });
  client.on("error", () => undefined); // the query that is under way rejects
  await client.connect();
  try {
    compareMigrations(manifest.migrations, await listMigrations(client));
    if (!force) await refuseWhenFilled(client);
    for (const { content } of manifest.tables) await verifyContent(folder, content);
    await verifyContent(folder, manifest.files.list);
    for await (const content of fileContents(folder, manifest)) await verifyContent(folder, content);

    for await (const content of fileContents(folder, manifest))
      await restoreFile(folder, content, storageDir);
    await client.query("begin");
    await client.query("set local session_replication_role = replica; set local lock_timeout = '20s'");
    await restoreTables(client, folder, manifest);
    for (const { value, isCalled, ...sequence } of manifest.sequences) {
      await client.query("select setval($1::regclass, $2, $3)", [nameSql(sequence), value, isCalled]);
    }
    await client.query("commit");
    await client.query("analyze");
    return manifest;
  } finally {
    await client.end();
  }
}

function compareMigrations(ofBackup: readonly string[], applied: readonly string[]): void {
  const missing = ofBackup.filter((version) => !applied.includes(version));
  if (missing.length > 0) {
    throw new BackupError(
      `The backup was made with migration ${missing.at(-1) ?? ""}, which this stack has not had. ` +
        "Check out the version of Spool that made the backup, or a later one with that migration, and reset the stack.",
    );
  }
  const newer = applied.filter((version) => !ofBackup.includes(version));
  if (newer.length > 0) {
    throw new BackupError(
      `This stack has had migration ${newer[0] ?? ""}, which the backup does not know. Check out the version of Spool ` +
        `whose last migration is ${ofBackup.at(-1) ?? ""}, reset the stack and restore there; then start the newer version, ` +
        "which migrates the data.",
    );
  }
}

/** Migrations and the seed write rows too: data is what is younger than they are. */
async function refuseWhenFilled(client: pg.Client): Promise<void> {
  const setup = ["supabase_migrations.schema_migrations", "supabase_migrations.seed_files"];
  const { rows: existing } = await client.query<{ name: string }>(
    "select name from unnest($1::text[]) as name where to_regclass(name) is not null",
    [setup],
  );
  const union = existing.map(({ name }) => `select xmin from ${name}`).join(" union all ");
  const { rows } = await client.query<{ age: number | null }>(
    `select min(age(xmin)) as age from (${union}) as setup`,
  );
  const setupAge = rows[0]?.age ?? 0;
  const filled: string[] = [];
  for (const table of await listTables(client)) {
    const { rowCount } = await client.query(`select from ${nameSql(table)} where age(xmin) < $1 limit 1`, [
      setupAge,
    ]);
    if (rowCount !== 0) filled.push(`${table.schema}.${table.name}`);
  }
  if (filled.length === 0) return;
  const named = filled.slice(0, 3).join(", ") + (filled.length > 3 ? " and others" : "");
  throw new BackupError(
    `The stack holds data, in ${named}. Reset it first, or restore with --force to replace what it holds.`,
  );
}

async function restoreTables(client: pg.Client, folder: string, { tables }: Manifest): Promise<void> {
  const present = await listTables(client);
  for (const table of tables) {
    const own = present.find(({ schema, name }) => schema === table.schema && name === table.name);
    if (own?.columns.toSorted().join() === table.columns.toSorted().join()) continue;
    throw new BackupError(
      `Table ${table.schema}.${table.name} of the backup ${own ? "has other columns here" : "is not here"}, and no migration ` +
        "says so. Change the stack by hand as the other one was changed, then restore again.",
    );
  }
  await client.query(`truncate ${tables.map(nameSql).join(", ")}`);
  for (const table of tables) {
    const count = await copyIn(
      client,
      `copy ${tableSql(table)} from stdin`,
      createReadStream(join(folder, table.content.path)),
    );
    if (count === table.rows) continue;
    throw new BackupError(
      `${table.schema}.${table.name} took ${count} rows instead of ${table.rows}. Nothing was changed.`,
    );
  }
}

async function* fileContents(folder: string, { files }: Manifest): AsyncGenerator<Content> {
  const lines = createInterface({
    input: createReadStream(join(folder, files.list.path)),
    crlfDelay: Infinity,
  });
  for await (const line of lines) yield readContentLine(line);
}

/** A version's bytes never change, so one that is there already is replaced by the same. */
async function restoreFile(folder: string, { path }: Content, storageDir: string): Promise<void> {
  const target = keptPath(storageDir, basename(path));
  await mkdir(dirname(target), { recursive: true, mode: 0o700 });
  const partial = `${target}.restoring`;
  await pipeline(
    createReadStream(join(folder, path)),
    createWriteStream(partial, { mode: 0o600, flush: true }),
  );
  await rename(partial, target);
}
