import Papa from "papaparse";

/** One row of a file: where it stands, what it says by column, and what is wrong with it as a row. */
export interface FileRecord {
  /** From 1, as an editor counts. */
  line: number;
  values: Readonly<Record<string, unknown>>;
  problem: string | null;
}

export interface FileContent {
  columns: string[];
  records: FileRecord[];
}

/** Reads a file by its kind: JSON Lines where the first character opens an object, else a table with a header. */
export function readRecords(text: string): FileContent {
  const content = text.replace(/^\uFEFF/, "");
  return /^\s*\{/.test(content) ? readJsonLines(content) : readTable(content);
}

function readTable(text: string): FileContent {
  const header: string[][] = [];
  const records: FileRecord[] = [];
  let readTo = 0;
  let line = 1;
  Papa.parse<string[]>(text, {
    skipEmptyLines: "greedy",
    step({ data, errors, meta }) {
      const start = skipEmptyLines(text, readTo);
      line += countLines(text, readTo, start);
      const [columns] = header;
      if (columns === undefined) header.push(uniqueNames(data));
      else records.push(toRecord(columns, data, line, errors[0]?.message));
      line += countLines(text, start, meta.cursor);
      readTo = meta.cursor;
    },
  });
  return { columns: header[0] ?? [], records };
}

function toRecord(
  columns: readonly string[],
  cells: readonly string[],
  line: number,
  error: string | undefined,
): FileRecord {
  const values = Object.fromEntries(columns.map((column, index) => [column, cells[index] ?? ""]));
  const hasExtra = cells.length > columns.length;
  const problem =
    error !== undefined
      ? `The row cannot be read: ${error}`
      : hasExtra
        ? `The row has ${cells.length} values, the header names ${columns.length}`
        : null;
  return { line, values, problem };
}

function readJsonLines(text: string): FileContent {
  const columns = new Set<string>();
  const records: FileRecord[] = [];
  for (const [index, written] of text.split(/\r?\n/).entries()) {
    if (written.trim() === "") continue;
    const record = readJsonLine(written, index + 1);
    for (const name of Object.keys(record.values)) columns.add(name);
    records.push(record);
  }
  return { columns: [...columns], records };
}

function readJsonLine(written: string, line: number): FileRecord {
  let value: unknown;
  try {
    value = JSON.parse(written);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { line, values: {}, problem: `The line is not JSON: ${reason}` };
  }
  if (typeof value !== "object" || value === null || Array.isArray(value))
    return { line, values: {}, problem: "The line must be a JSON object" };
  const { payload, ...others } = value as Record<string, unknown>; // an object
  // What is exported as a job has its payload inside; what is written by hand seldom has.
  const isJob = typeof payload === "object" && payload !== null && !Array.isArray(payload);
  return { line, values: isJob ? { ...others, ...payload } : { ...value }, problem: null };
}

function skipEmptyLines(text: string, from: number): number {
  let at = from;
  for (let next = at; next < text.length && /\s/.test(text[next] ?? ""); next += 1)
    if (text[next] === "\n") at = next + 1;
  return at;
}

function countLines(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = text.indexOf("\n", from); at >= 0 && at < to; at = text.indexOf("\n", at + 1)) count += 1;
  return count;
}

/** Columns of the same name, or of none, are told apart. */
function uniqueNames(names: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return names.map((written, index) => {
    const name = written.trim() === "" ? `column ${index + 1}` : written.trim();
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? name : `${name} (${count})`;
  });
}
