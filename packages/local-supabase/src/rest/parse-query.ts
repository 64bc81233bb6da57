import { isFilter, parseFilter, parseLogic, type Filter } from "./parse-filter.ts";
import { parseSelect, type SelectItem } from "./parse-select.ts";
import { RestError } from "./rest-error.ts";
import { MAX_DEPTH, readFieldPath, readName, TextReader, type FieldPath } from "./text-reader.ts";

export interface OrderTerm {
  /** The embedded resource whose column it is. */
  resource: string | undefined;
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

const RESERVED = /(?:^|\.)(?:order|limit|offset|and|or)$/;

export const emptyQuery = (): ResourceQuery => ({
  filters: [],
  order: [],
  limit: undefined,
  offset: 0,
  embedded: new Map(),
});

/** Reads a whole query string. For a function that is called by GET, what is no filter is an argument of it. */
export function parseQuery(params: URLSearchParams, hasArguments = false): RestQuery {
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
    else if (hasArguments && !RESERVED.test(key) && !isFilter(key, value)) query.args.push([key, value]);
    else applyParameter(query, key, value);
  }
  return query;
}

function applyParameter(root: ResourceQuery, key: string, value: string): void {
  const { resource, field } = splitKey(root, key);
  const logic = /^(not\.)?(and|or)$/.exec(field);
  if (field === "order") resource.order = parseOrder(value);
  else if (field === "limit") resource.limit = parseLimit(value);
  else if (field === "offset") resource.offset = /^\d{1,15}$/.test(value) ? Number(value) : 0;
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
    reader.match(/\s+/y);
    let path = readFieldPath(reader);
    const resource = path.json.length === 0 && reader.skip("(") ? path.column : undefined;
    if (resource !== undefined) {
      path = readFieldPath(reader);
      reader.expect(")");
    }
    const direction = reader.skip(".asc") ? "asc" : reader.skip(".desc") ? "desc" : undefined;
    const nulls = reader.skip(".nullsfirst") ? "first" : reader.skip(".nullslast") ? "last" : undefined;
    terms.push({ resource, path, direction, nulls });
    reader.match(/\s+/y);
  } while (reader.skip(","));
  if (!reader.isAtEnd())
    reader.fail('expecting ".asc", ".desc", ".nullsfirst", ".nullslast", "," or end of input');
  return terms;
}

/** What is no number is passed over, as PostgREST does. */
function parseLimit(text: string): number | undefined {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  if (!/^-\d+$/.test(text)) return undefined;
  throw new RestError(416, "PGRST103", "Requested range not satisfiable", {
    details: "Limit should be greater than or equal to zero.",
  });
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
