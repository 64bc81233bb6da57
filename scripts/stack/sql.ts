import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import pg from "pg";
import { SetupError, type PlatformSettings } from "../platform/settings.ts";
import { requireRunningStack } from "./running-stack.ts";

/** Runs SQL as role postgres, and prints what the last statement with rows gave. Throws a SetupError with Postgres's words. */
export async function runSql(
  settings: PlatformSettings,
  argument: string | undefined,
  { file, json }: { file?: string | undefined; json: boolean },
): Promise<void> {
  const { databaseUrl } = requireRunningStack(settings);
  const sql = argument ?? (file === undefined ? await text(process.stdin) : await readFile(file, "utf8"));
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    // Several statements give several results, which the types do not say.
    const answer: unknown = await client.query<Record<string, unknown>>(
      json ? { text: sql } : { text: sql, types: AS_TEXT },
    );
    const results = (Array.isArray(answer) ? answer : [answer]) as pg.QueryResult<Record<string, unknown>>[];
    for (const result of results) print(result, json);
  } catch (error) {
    if (!(error instanceof pg.DatabaseError)) throw error;
    const line = sql.slice(0, Number(error.position ?? 0)).split("\n").length;
    const more = [error.detail, error.hint].filter((words) => words !== undefined).join(" ");
    throw new SetupError(
      `${error.message} (${error.code ?? "?"}, line ${line})${more === "" ? "" : `\n${more}`}`,
    );
  } finally {
    await client.end();
  }
}

/** Values as Postgres writes them. */
const AS_TEXT = { getTypeParser: () => (value: string) => value } as pg.CustomTypesConfig;

function print(
  { fields, rows, command, rowCount }: pg.QueryResult<Record<string, unknown>>,
  isJson: boolean,
): void {
  const write = (line: string): void => void process.stdout.write(`${line}\n`);
  if (isJson) {
    write(JSON.stringify(rows));
    return;
  }
  if (fields.length === 0) {
    write(`${command}${rowCount === null ? "" : ` ${rowCount}`}`);
    return;
  }
  // Texts all: `AS_TEXT` saw to it.
  const cells = (rows as Record<string, string | null>[]).map((row) =>
    fields.map(({ name }) => row[name] ?? ""),
  );
  const widths = fields.map(({ name }, index) =>
    Math.max(name.length, ...cells.map((row) => row[index]?.length ?? 0)),
  );
  const lineOf = (values: string[]): string =>
    values
      .map((value, index) => value.padEnd(widths[index] ?? 0))
      .join("  ")
      .trimEnd();
  write(lineOf(fields.map(({ name }) => name)));
  write(widths.map((width) => "-".repeat(width)).join("  "));
  for (const row of cells) write(lineOf(row));
}
