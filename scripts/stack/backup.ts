import path from "node:path";
import { createBackup } from "@spool/local-supabase/backup/create-backup";
import { BackupError, type Manifest } from "@spool/local-supabase/backup/manifest";
import { restoreBackup } from "@spool/local-supabase/backup/restore-backup";
import { SetupError, type PlatformSettings } from "../platform/settings.ts";
import { say } from "../platform/terminal.ts";
import { databaseUrlOf, stackDirOf } from "./running-stack.ts";

export async function backUp(settings: PlatformSettings, argument: string | undefined): Promise<void> {
  const folder = folderOf(argument);
  const manifest = await asSentence(createBackup({ ...(await stackOf(settings)), folder }));
  say(`${folder} holds ${describe(manifest)}.`);
  if (manifest.missingFiles.length > 0) {
    say(`${manifest.missingFiles.length} stored files have a row and no bytes; manifest.json names them.`);
  }
}

export async function restore(
  settings: PlatformSettings,
  argument: string | undefined,
  force: boolean,
): Promise<void> {
  const folder = folderOf(argument);
  const manifest = await asSentence(restoreBackup({ ...(await stackOf(settings)), folder, force }));
  say(`The stack holds ${describe(manifest)}, as of ${manifest.createdAt}.`);
}

const stackOf = async (settings: PlatformSettings) => ({
  databaseUrl: await databaseUrlOf(settings, "supabase_admin"),
  storageDir: path.join(stackDirOf(settings.dataDir), "storage"),
});

function folderOf(argument: string | undefined): string {
  if (argument === undefined)
    throw new SetupError("Name the backup's folder: npm run stack -- backup ./backup-monday");
  return path.resolve(argument);
}

function describe({ tables, files }: Manifest): string {
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  return `${rows} rows of ${tables.length} tables and ${files.count} files (${(files.bytes / 1e6).toFixed(1)} MB)`;
}

async function asSentence<T>(work: Promise<T>): Promise<T> {
  return work.catch((error: unknown) => {
    throw error instanceof BackupError ? new SetupError(error.message, { cause: error }) : error;
  });
}
