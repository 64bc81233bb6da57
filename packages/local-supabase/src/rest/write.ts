import { filtersSql } from "./filter-sql.ts";
import type { RestQuery } from "./parse-query.ts";
import type { SelectItem } from "./parse-select.ts";
import { columnsOf, type Payload } from "./payload.ts";
import type { Preferences } from "./preferences.ts";
import { openScope, readSql } from "./read-sql.ts";
import { findRelationship } from "./relationships.ts";
import type { Format } from "./request-headers.ts";
import { RestError } from "./rest-error.ts";
import type { Column, Relation, SchemaCache } from "./schema-cache.ts";
import { identifier, Parameters, relationSql, sourceOf, type Source } from "./sql-builder.ts";
import { INSERTED, statement, type Statement } from "./statement.ts";

/** `upsert` is `PUT`: one row, whose primary key the filters name. */
export type Write = { kind: "insert" | "update" | "upsert"; payload: Payload } | { kind: "delete" };

interface WriteOptions {
  query: RestQuery;
  preferences: Preferences;
  format: Format;
}

/** Whether a write can change nothing, whatever the table holds: no row to insert, no column to set. */
export function isEmptyWrite(write: Write): boolean {
  if (write.kind === "delete") return false;
  return write.payload.isEmpty || (write.kind === "update" && write.payload.keys.length === 0);
}

/** A change of `relation` as a common table expression, read like any other source. */
export function writeStatement(
  cache: SchemaCache,
  relation: Relation,
  write: Write,
  { query, preferences, format }: WriteOptions,
): Statement {
  const parameters = new Parameters();
  const scope = openScope(cache, parameters, false);
  const target = sourceOf(relation, scope.nextAlias());
  const wantsRows = preferences.return === "representation";
  const wantsLocation =
    preferences.return === "headers-only" && write.kind === "insert" && relation.primaryKey.length > 0;

  // Only what is read back is returned: it is what the caller needs the right to select.
  const needed = new Set(wantsLocation ? relation.primaryKey : []);
  if (wantsRows) collectColumns(cache, relation, query, needed);
  const returned = [...needed].map((name) => `${target.alias}.${identifier(name)}`).join(", ");
  const isCounted = write.kind === "upsert" || preferences.resolution === "merge-duplicates";
  const change = changeSql({ cache, parameters, relation, target, query, preferences, isCounted }, write);
  const changed = `changed as (${change} returning ${returned === "" ? "1 as affected" : returned})`;

  if (!wantsRows) {
    const location = wantsLocation ? LOCATION : undefined;
    return statement(parameters, {
      ctes: [changed],
      from: "changed as _row",
      format: undefined,
      location,
      isCounted,
    });
  }
  const columns = new Map([...relation.columns].filter(([name]) => needed.has(name)));
  const source: Source = { name: relation.name, alias: scope.nextAlias(), columns };
  const read = readSql(scope, source, relation.name, query.select, { ...query, filters: [] });
  const rows = `select ${read.columns} from changed as ${source.alias} ${read.joins} ${read.where} ${read.page}`;
  return statement(parameters, { ctes: [changed], from: `(${rows}) as _row`, format, isCounted });
}

/** As text: node-pg would bend an int8. */
const LOCATION =
  "case when count(*) = 1 then (select json_object_agg(key, value) from json_each_text(json_agg(_row) -> 0))::text end";

interface Change {
  cache: SchemaCache;
  parameters: Parameters;
  relation: Relation;
  target: Source;
  query: RestQuery;
  preferences: Preferences;
  /** Whether the answer tells inserted rows from updated ones. */
  isCounted: boolean;
}

function changeSql(change: Change, write: Write): string {
  const { relation, target, preferences, isCounted } = change;
  const table = `${relationSql(relation)} as ${target.alias}`;
  if (write.kind === "delete") return `delete from ${table} ${whereSql(change, target, "DELETE")}`;

  const columns = columnsOf(relation, write.payload.keys);
  const names = columns.map(({ name }) => identifier(name));
  const rows = rowsSql(change, columns, write.payload);
  if (write.kind === "update") {
    const sets = names.map((name) => `${name} = _body.${name}`).join(", ");
    const where = whereSql(change, target, "UPDATE");
    return `update ${table} set ${sets} from (select * from ${rows} limit 1) as _body ${where}`;
  }
  const where = [
    ...(write.kind === "upsert" ? [keySql(change)] : []),
    ...(isCounted ? [`${countInserted("+ 1")} <> '0'`] : []),
  ].join(" and ");
  const list = names.join(", ");
  return [
    `insert into ${table} ${list === "" ? "" : `(${list})`} select ${list} from ${rows}`,
    where === "" ? "" : `where ${where}`,
    conflictSql(change, write.kind === "upsert" ? "merge-duplicates" : preferences.resolution, names),
  ].join(" ");
}

/** Filters of a change. Hosted Supabase loads pg-safeupdate, which refuses one without. */
function whereSql({ cache, parameters, query }: Change, source: Source, command: string): string {
  const conditions = filtersSql({ cache, source, parameters, embeds: new Map() }, query.filters);
  if (conditions === "") throw new RestError(400, "21000", `${command} requires a WHERE clause`);
  return `where ${conditions}`;
}

/** The filters of PUT: the whole primary key, each column with `eq`, and they choose the body's row. */
function keySql({ cache, parameters, relation, query }: Change): string {
  const named = query.filters.flatMap((filter) =>
    filter.kind === "condition" &&
    filter.condition.kind === "compare" &&
    filter.condition.operator === "eq" &&
    !(filter.isNegated || filter.condition.quantifier || filter.path.json.length > 0)
      ? filter.path.column
      : [],
  );
  const isKey =
    new Set(named).size === relation.primaryKey.length &&
    relation.primaryKey.every((name) => named.includes(name));
  if (!isKey || named.length === 0 || named.length !== query.filters.length) {
    const message = "Filters must include all and only primary key columns with 'eq' operators";
    throw new RestError(405, "PGRST105", message);
  }
  const source: Source = { ...relation, alias: "_body" };
  return filtersSql({ cache, parameters, embeds: new Map(), source }, query.filters);
}

const countInserted = (step: string): string =>
  `set_config('${INSERTED}', (coalesce(nullif(current_setting('${INSERTED}', true), ''), '0')::int ${step})::text, true)`;

function conflictSql(
  { relation, query }: Change,
  resolution: Preferences["resolution"],
  names: readonly string[],
): string {
  const keys = columnsOf(relation, query.onConflict ?? relation.primaryKey).map(({ name }) =>
    identifier(name),
  );
  if (resolution === undefined || keys.length === 0) return "";
  const target = `on conflict (${keys.join(", ")})`;
  if (resolution === "ignore-duplicates" || names.length === 0) return `${target} do nothing`;
  const sets = names.map((name) => `${name} = excluded.${name}`).join(", ");
  return `${target} do update set ${sets} where ${countInserted("- 1")} <> '-1'`;
}

/** The body's rows as `_body`, typed like the table's columns. */
function rowsSql({ parameters, preferences }: Change, columns: readonly Column[], payload: Payload): string {
  const isDefaulted = preferences.missing === "default";
  const body = `${parameters.add(payload.json)}::${isDefaulted ? "jsonb" : "json"}`;
  const array = payload.isArray ? body : `${isDefaulted ? "jsonb" : "json"}_build_array(${body})`;
  if (columns.length === 0) return `json_array_elements(${array}::json) as _body`;
  const types = columns.map(({ name, type }) => `${identifier(name)} ${type}`).join(", ");
  if (!isDefaulted) return `json_to_record${payload.isArray ? "set" : ""}(${body}) as _body(${types})`;
  const defaults = columns.flatMap((column) =>
    column.default === null ? [] : [`${parameters.add(column.name)}::text, ${column.default}`],
  );
  const items = `select jsonb_agg(jsonb_build_object(${defaults.join(", ")}) || _item) from jsonb_array_elements(${array}) as _item`;
  return `jsonb_to_recordset((${items})) as _body(${types})`;
}

/** Columns that the representation reads: those selected, ordered by, and linking to embedded resources. */
function collectColumns(cache: SchemaCache, relation: Relation, query: RestQuery, needed: Set<string>): void {
  const add = (item: SelectItem): readonly string[] => {
    if (item.kind === "embed")
      return findRelationship(cache, relation.name, item).parentPairs.map(([own]) => own);
    return item.path.column === "*" ? [...relation.columns.keys()] : [item.path.column];
  };
  const ordered = query.order.flatMap(({ resource, path }) => (resource === undefined ? path.column : []));
  // Unknown ones are refused by name when the statement is built.
  for (const name of [...query.select.flatMap(add), ...ordered])
    if (relation.columns.has(name)) needed.add(name);
}
