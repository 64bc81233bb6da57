import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";

/** A backup that cannot be made or used, in a sentence that says what to do. */
export class BackupError extends Error {
  override readonly name = "BackupError";
}

const contentSchema = z.object({
  /** Path below the backup's folder. */
  path: z.string().regex(/^(files\.jsonl|(tables|files)\/[^/\\]+)$/),
  bytes: z.int().nonnegative(),
  sha256: z.string(),
});
/** A file of the backup, as it must be found again. */
export type Content = z.infer<typeof contentSchema>;

const manifestSchema = z.object({
  format: z.literal(1),
  createdAt: z.iso.datetime(),
  postgresVersion: z.string(),
  /** Versions of the applied migrations, oldest first. */
  migrations: z.array(z.string()),
  tables: z.array(
    z.object({
      schema: z.string(),
      name: z.string(),
      columns: z.array(z.string()),
      rows: z.int().nonnegative(),
      content: contentSchema,
    }),
  ),
  sequences: z.array(
    z.object({ schema: z.string(), name: z.string(), value: z.string(), isCalled: z.boolean() }),
  ),
  /** A list of the stored files, one `Content` in JSON a line: there may be a million. */
  files: z.object({ count: z.int().nonnegative(), bytes: z.int().nonnegative(), list: contentSchema }),
  /** Versions of stored files that had a row and no bytes when the backup was made. */
  missingFiles: z.array(z.string()),
});
export type Manifest = z.infer<typeof manifestSchema>;

const MANIFEST = "manifest.json";
const CHECKSUM = "manifest.sha256";

export async function writeManifest(folder: string, manifest: Manifest): Promise<void> {
  const text = `${JSON.stringify(manifest, null, 2)}\n`;
  await writeFile(join(folder, MANIFEST), text, { mode: 0o600, flush: true });
  await writeFile(join(folder, CHECKSUM), `${sha256(text)}\n`, { mode: 0o600, flush: true });
}

/** Throws a BackupError when the folder holds no whole backup. */
export async function readManifest(folder: string): Promise<Manifest> {
  const [text, checksum] = await Promise.all(
    [MANIFEST, CHECKSUM].map((name) => readFile(join(folder, name), "utf8")),
  ).catch((error: unknown) => {
    throw new BackupError(`${folder} is no backup: it has no ${MANIFEST} with its checksum.`, {
      cause: error,
    });
  });
  if (text === undefined || sha256(text) !== checksum?.trim()) {
    throw new BackupError(`The backup in ${folder} was changed: ${MANIFEST} does not fit its checksum.`);
  }
  const parsed = manifestSchema.safeParse(JSON.parse(text));
  if (parsed.success) return parsed.data;
  throw new BackupError(`The backup in ${folder} was made by another version of Spool.`, {
    cause: parsed.error,
  });
}

export function readContentLine(line: string): Content {
  return contentSchema.parse(JSON.parse(line));
}

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
