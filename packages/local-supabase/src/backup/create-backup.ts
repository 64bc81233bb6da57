import { mkdir, open, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import pg from "pg";
import { keptPath, UUID } from "../storage/file-store.ts";
import { writeContent } from "./content.ts";
import { copyOut } from "./copy-table.ts";
import {
  listMigrations,
  listSequences,
  listTables,
  nameSql,
  tableSql,
  type Table,
} from "./database-objects.ts";
import { BackupError, writeManifest, type Content, type Manifest } from "./manifest.ts";

const VERSIONS_AT_ONCE = 500;
const ATTEMPTS = 3;

export interface BackupOptions {
  /** As a superuser: row level security would leave rows out. */
  databaseUrl: string;
  storageDir: string;
  /** Where the backup goes; must not be there yet. */
  folder: string;
}

/**
 * Writes all that a stack holds, its keys apart, into one folder while the stack goes on working: every table from one
 * snapshot, and the stored files of that snapshot. The folder appears when it is whole and on disk, or not at all.
 */
export async function createBackup(options: BackupOptions): Promise<Manifest> {
  const { folder } = options;
  if ((await stat(folder).catch(() => null)) !== null) {
    throw new BackupError(`${folder} is there already. Choose another name, or remove it first.`);
  }
  const partial = `${folder}.partial-${process.pid}`;
  for (let attempt = 1; ; attempt += 1) {
    try {
      await mkdir(partial, { recursive: true, mode: 0o700 });
      const manifest = await writeBackup(options, partial);
      await rename(partial, folder);
      await syncFolder(dirname(folder));
      return manifest;
    } catch (error) {
      await rm(partial, { recursive: true, force: true });
      if (!(error instanceof FileRemovedError) || attempt === ATTEMPTS) throw error;
    }
  }
}

/** An object was removed after the snapshot and before its bytes were copied: a new snapshot knows about it. */
class FileRemovedError extends BackupError {}

async function writeBackup({ databaseUrl, storageDir }: BackupOptions, partial: string): Promise<Manifest> {
  const client = new pg.Client({ connectionString: databaseUrl });
  client.on("error", () => undefined); // the query that is under way rejects
  await client.connect();
  try {
    await client.query("begin isolation level repeatable read read only");
    const { rows } = await client.query<{ server_version: string }>("show server_version");
    const migrations = await listMigrations(client);
    const tables: Manifest["tables"] = [];
    for (const table of await listTables(client)) tables.push(await writeTable(client, table, partial));
    const sequences: Manifest["sequences"] = [];
    for (const sequence of await listSequences(client)) {
      const { rows: values } = await client.query<{ value: string; isCalled: boolean }>(
        `select last_value::text as value, is_called as "isCalled" from ${nameSql(sequence)}`,
      );
      for (const value of values) sequences.push({ ...sequence, ...value });
    }
    const missingFiles: string[] = [];
    let count = 0;
    let bytes = 0;
    async function* fileLines(): AsyncGenerator<Buffer> {
      for await (const version of storedVersions(client)) {
        const content = await copyFile(databaseUrl, storageDir, version, partial);
        if (!content) {
          missingFiles.push(version);
          continue;
        }
        count += 1;
        bytes += content.bytes;
        yield Buffer.from(`${JSON.stringify(content)}\n`);
      }
    }
    const list = await writeContent(partial, "files.jsonl", fileLines());
    const manifest: Manifest = {
      format: 1,
      createdAt: new Date().toISOString(),
      postgresVersion: rows[0]?.server_version ?? "",
      migrations,
      tables,
      sequences,
      files: { count, bytes, list },
      missingFiles,
    };
    await writeManifest(partial, manifest);
    return manifest;
  } finally {
    await client.end();
  }
}

async function writeTable(
  client: pg.Client,
  table: Table,
  folder: string,
): Promise<Manifest["tables"][number]> {
  const path = join("tables", `${encodeURIComponent(table.schema)}.${encodeURIComponent(table.name)}.copy`);
  const { stream, rows } = copyOut(client, `copy ${tableSql(table)} to stdout`);
  const content = await writeContent(folder, path, stream);
  return { ...table, rows: await rows, content };
}

/** Of the snapshot that the client's transaction sees, some at a time. */
async function* storedVersions(client: pg.Client): AsyncGenerator<string> {
  await client.query(
    "declare stored no scroll cursor for select version from storage.objects where version is not null",
  );
  for (;;) {
    const { rows } = await client.query<{ version: string }>(`fetch ${VERSIONS_AT_ONCE} from stored`);
    for (const { version } of rows) yield version;
    if (rows.length < VERSIONS_AT_ONCE) return;
  }
}

/** Undefined when the object still has its row and its bytes are lost: the rest is worth a backup all the same. */
async function copyFile(
  databaseUrl: string,
  storageDir: string,
  version: string,
  folder: string,
): Promise<Content | undefined> {
  if (!UUID.test(version)) return undefined;
  const file = await open(keptPath(storageDir, version)).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  });
  if (file) return writeContent(folder, join("files", version), file.createReadStream());
  if (await hasObject(databaseUrl, version)) return undefined;
  throw new FileRemovedError("Stored files were removed faster than they could be copied. Try again.");
}

/** Now, not in the snapshot. */
async function hasObject(databaseUrl: string, version: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rowCount } = await client.query("select from storage.objects where version = $1", [version]);
    return rowCount !== 0;
  } finally {
    await client.end();
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  await handle.sync().finally(() => handle.close());
}
