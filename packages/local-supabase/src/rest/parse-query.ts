import { parseFilter, parseLogic, type Filter } from "./parse-filter.ts";
import { parseSelect, type SelectItem } from "./parse-select.ts";
import { notSupported, RestError } from "./rest-error.ts";
import { MAX_DEPTH, readFieldPath, readName, TextReader, type FieldPath } from "./text-reader.ts";

export interface OrderTerm {
  path: FieldPath;
  direction: "asc" | "desc" | undefined;
  nulls: "first" | "last" | undefined;
}

/** What a query string asks of one resource, the root or an embedded one. */
export interface ResourceQuery {
  filters: Filter[];
  order: OrderTerm[];
  limit: number | undefined;
  offset: number;
  /** Of the resources embedded in this one, by the name they have in `select`. */
  embedded: Map<string, ResourceQuery>;
}

export interface RestQuery extends ResourceQuery {
  select: SelectItem[];
  columns: string[] | undefined;
  onConflict: string[] | undefined;
  /** What looked like arguments of the function that is called. */
  args: [name: string, value: string][];
}

const emptyQuery = (): ResourceQuery => ({
  filters: [],
  order: [],
  limit: undefined,
  offset: 0,
  embedded: new Map(),
});

/**
 * Reads a whole query string.
 *
 * `isArgument` says which names are arguments of the function that is called by GET.
 */
export function parseQuery(
  params: URLSearchParams,
  isArgument: (name: string) => boolean = () => false,
): RestQuery {
  const root = emptyQuery();
  const query: RestQuery = {
    ...root,
    select: parseSelect(params.get("select") ?? ""),
    columns: undefined,
    onConflict: undefined,
    args: [],
  };
  for (const [key, value] of params) {
    if (key === "select" || key === "apikey") continue;
    if (key === "columns") query.columns = readNames(value, "columns parameter");
    else if (key === "on_conflict") query.onConflict = readNames(value, "on_conflict parameter");
    else if (isArgument(key)) query.args.push([key, value]);
    else applyParameter(query, key, value);
  }
  return query;
}

function applyParameter(root: ResourceQuery, key: string, value: string): void {
  const { resource, field } = splitKey(root, key);
  const logic = /^(not\.)?(and|or)$/.exec(field);
  if (field === "order") resource.order = parseOrder(value);
  else if (field === "limit") resource.limit = parseCount(value, "limit");
  else if (field === "offset") resource.offset = parseCount(value, "offset");
  else if (logic)
    resource.filters.push(parseLogic(logic[2] === "or" ? "or" : "and", logic[1] !== undefined, value));
  else {
    const reader = new TextReader(field, "filter");
    const path = readFieldPath(reader);
    if (!reader.isAtEnd()) reader.fail("expecting end of the column's name");
    resource.filters.push(parseFilter(path, value));
  }
}

/** `actors.films.title` is column `title` of `films` embedded in `actors`. */
function splitKey(root: ResourceQuery, key: string): { resource: ResourceQuery; field: string } {
  const reader: TextReader = new TextReader(key, "tree path");
  let resource = root;
  for (let depth = 0; depth < MAX_DEPTH; depth += 1) {
    const field = reader.match(/(?:not\.)?(?:and|or)$|(?:"(?:[^"\\]|\\.)*"|[^".])+(?:$|(?=\.))/y);
    if (field === undefined) reader.fail("expecting a column's name");
    if (reader.isAtEnd()) return { resource, field };
    reader.expect(".");
    const name = field.startsWith('"') ? readName(new TextReader(field, "tree path")) : field;
    const next = resource.embedded.get(name) ?? emptyQuery();
    resource.embedded.set(name, next);
    resource = next;
  }
  return reader.fail("expecting less nesting");
}

function parseOrder(text: string): OrderTerm[] {
  const reader = new TextReader(text, "order");
  const terms: OrderTerm[] = [];
  do {
    const path = readFieldPath(reader);
    if (reader.startsWith("(")) throw notSupported("Ordering by a column of an embedded resource");
    const direction = reader.skip(".asc") ? "asc" : reader.skip(".desc") ? "desc" : undefined;
    const nulls = reader.skip(".nullsfirst") ? "first" : reader.skip(".nullslast") ? "last" : undefined;
    terms.push({ path, direction, nulls });
  } while (reader.skip(","));
  if (!reader.isAtEnd())
    reader.fail('expecting ".asc", ".desc", ".nullsfirst", ".nullslast", "," or end of input');
  return terms;
}

function parseCount(text: string, name: "limit" | "offset"): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  if (/^-\d+$/.test(text)) {
    const details = `${name === "limit" ? "Limit" : "Offset"} should be greater than or equal to zero.`;
    throw new RestError(416, "PGRST103", "Requested range not satisfiable", { details });
  }
  throw new RestError(
    400,
    "PGRST100",
    `"failed to parse ${name} parameter (${text.slice(0, 200)})" (line 1, column 1)`,
    {
      details: "expecting a whole number",
    },
  );
}

function readNames(text: string, kind: string): string[] {
  const reader = new TextReader(text, kind);
  const names: string[] = [];
  do {
    reader.match(/\s+/y);
    names.push(readName(reader));
  } while (reader.skip(","));
  if (!reader.isAtEnd()) reader.fail('expecting "," or end of input');
  return names;
}
