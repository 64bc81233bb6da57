import { notSupported } from "./rest-error.ts";
import { MAX_DEPTH, readFieldPath, readName, TextReader, type FieldPath } from "./text-reader.ts";

export type SelectItem = SelectColumn | SelectEmbed;

export interface SelectColumn {
  kind: "column";
  /** `*` stands for every column. */
  path: FieldPath;
  alias: string | undefined;
  cast: string | undefined;
}

export interface SelectEmbed {
  kind: "embed";
  /** A table, a foreign key, or the column of one. */
  target: string;
  alias: string | undefined;
  hint: string | undefined;
  isInner: boolean;
  items: SelectItem[];
}

/** Each is a join, and Postgres plans joins in time that grows much faster than their number. */
const MAX_EMBEDS = 100;

/** Reads `select=`: columns with alias, JSON path and cast, and embedded resources. */
export function parseSelect(text: string): SelectItem[] {
  const reader = new TextReader(text, "select parameter");
  if (reader.isAtEnd()) return [everyColumn()];
  const items = readItems(reader, 0);
  if (!reader.isAtEnd()) reader.fail('expecting "," or end of input');
  if (countEmbeds(items) > MAX_EMBEDS) reader.fail(`expecting at most ${MAX_EMBEDS} embedded resources`);
  return items;
}

function countEmbeds(items: readonly SelectItem[]): number {
  return items.reduce((count, item) => count + (item.kind === "embed" ? 1 + countEmbeds(item.items) : 0), 0);
}

function everyColumn(): SelectColumn {
  return { kind: "column", path: { column: "*", json: [] }, alias: undefined, cast: undefined };
}

function readItems(reader: TextReader, depth: number): SelectItem[] {
  if (depth > MAX_DEPTH) reader.fail("expecting less nesting");
  const items: SelectItem[] = [];
  do {
    reader.match(/\s+/y);
    items.push(readItem(reader, depth));
    reader.match(/\s+/y);
  } while (reader.skip(","));
  return items;
}

function readItem(reader: TextReader, depth: number): SelectItem {
  if (reader.startsWith("...")) throw notSupported("Spreading an embedded resource (...)");
  if (reader.skip("*")) return everyColumn();

  let alias: string | undefined;
  let path = readFieldPath(reader);
  if (!reader.startsWith("::") && reader.skip(":")) {
    if (path.json.length > 0) reader.fail("expecting an alias without a JSON path");
    alias = path.column;
    if (reader.startsWith("...")) throw notSupported("Spreading an embedded resource (...)");
    path = readFieldPath(reader);
  }
  if (reader.startsWith(".")) throw notSupported("An aggregate function in select");

  const modifiers: string[] = [];
  while (reader.skip("!")) modifiers.push(readName(reader));
  if (reader.skip("(")) return readEmbed(reader, { alias, path, modifiers, depth });
  if (modifiers.length > 0) reader.fail('expecting "("');
  const cast = reader.skip("::")
    ? (reader.match(/[\w $]+(?:\[\])?/uy) ?? reader.fail("expecting a type"))
    : undefined;
  if (reader.startsWith(".")) throw notSupported("An aggregate function in select");
  return { kind: "column", path, alias, cast: cast?.trim() };
}

function readEmbed(
  reader: TextReader,
  found: { alias: string | undefined; path: FieldPath; modifiers: string[]; depth: number },
): SelectEmbed {
  const { alias, path, modifiers, depth } = found;
  if (path.json.length > 0) reader.fail("expecting a resource without a JSON path");
  if (path.column === "count" && reader.startsWith(")"))
    throw notSupported("An aggregate function in select");
  const items = reader.startsWith(")") ? [] : readItems(reader, depth + 1);
  reader.expect(")");
  const hints = modifiers.filter((modifier) => modifier !== "inner" && modifier !== "left");
  if (hints.length > 1) reader.fail("expecting one hint at most");
  return {
    kind: "embed",
    target: path.column,
    alias,
    hint: hints[0],
    isInner: modifiers.includes("inner"),
    items,
  };
}
