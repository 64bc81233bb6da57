import { filtersSql } from "./filter-sql.ts";
import type { Filter } from "./parse-filter.ts";
import type { RestQuery } from "./parse-query.ts";
import type { SelectItem } from "./parse-select.ts";
import { columnsOf, type Payload } from "./payload.ts";
import type { Preferences } from "./preferences.ts";
import { openScope, pagingSql, readSql } from "./read-sql.ts";
import { findRelationship } from "./relationships.ts";
import type { Column, Relation, SchemaCache } from "./schema-cache.ts";
import { identifier, Parameters, relationSql, type Source } from "./sql-builder.ts";
import { statement, type BodyForm, type Statement } from "./statement.ts";

export type Write =
  { kind: "insert"; payload: Payload } | { kind: "update"; payload: Payload } | { kind: "delete" };

interface WriteOptions {
  query: RestQuery;
  preferences: Preferences;
  form: BodyForm;
  stripNulls: boolean;
}

/** Whether a write can change nothing, whatever the table holds: no row to insert, no column to set. */
export function isEmptyWrite(write: Write, query: RestQuery): boolean {
  if (write.kind === "delete") return false;
  if (write.payload.isEmpty) return true;
  return write.kind === "update" && (query.columns ?? write.payload.keys).length === 0;
}

/** `POST`, `PATCH` and `DELETE /relation`: the change as a common table expression, read like any other source. */
export function writeStatement(
  cache: SchemaCache,
  relation: Relation,
  write: Write,
  options: WriteOptions,
): Statement {
  const { query, preferences, form, stripNulls } = options;
  const parameters = new Parameters();
  const scope = openScope(cache, parameters);
  const target: Source = { name: relation.name, alias: scope.nextAlias(), columns: relation.columns };
  const wantsLocation =
    preferences.return === "headers-only" && write.kind === "insert" && relation.primaryKey.length > 0;
  const wantsRows = preferences.return === "representation";

  // Only what is read back is returned: it is what the caller needs the right to select.
  const needed = new Set(wantsLocation ? relation.primaryKey : []);
  if (wantsRows) collectColumns(cache, relation, query, needed);
  const returned = [...needed].map((name) => `${target.alias}.${identifier(name)}`).join(", ");
  const returning = `returning ${returned === "" ? "1 as affected" : returned}`;
  const change = `changed as (${changeSql(relation, target, write, options, scope.cache, parameters)} ${returning})`;

  if (!wantsRows) {
    const location = wantsLocation ? locationSql(relation) : undefined;
    return statement(parameters, {
      ctes: [change],
      from: "changed as _row",
      form: "none",
      stripNulls,
      location,
    });
  }
  const columns = new Map([...relation.columns].filter(([name]) => needed.has(name)));
  const source: Source = { name: relation.name, alias: scope.nextAlias(), columns };
  const read = readSql(scope, source, relation.name, query.select, { ...query, filters: [] });
  const page = write.kind === "insert" ? pagingSql(query, undefined) : "";
  const rows = `select ${read.columns} from changed as ${source.alias} ${read.joins} ${read.where} ${read.order} ${page}`;
  return statement(parameters, { ctes: [change], from: `(${rows}) as _row`, form, stripNulls });
}

function changeSql(
  relation: Relation,
  target: Source,
  write: Write,
  { query, preferences }: WriteOptions,
  cache: SchemaCache,
  parameters: Parameters,
): string {
  const table = `${relationSql(relation)} as ${target.alias}`;
  switch (write.kind) {
    case "insert":
      return insertSql(relation, table, write.payload, query, preferences, parameters);
    case "update": {
      const columns = columnsOf(relation, query.columns ?? write.payload.keys);
      const where = whereSql(cache, target, query.filters, parameters);
      const sets = columns.map(({ name }) => `${identifier(name)} = _body.${identifier(name)}`).join(", ");
      const body = `(select * from ${recordset(columns, write.payload, parameters)} limit 1) as _body`;
      return `update ${table} set ${sets} from ${body} ${where}`;
    }
    case "delete":
      return `delete from ${table} ${whereSql(cache, target, query.filters, parameters)}`;
  }
}

function insertSql(
  relation: Relation,
  table: string,
  payload: Payload,
  query: RestQuery,
  preferences: Preferences,
  parameters: Parameters,
): string {
  const columns = columnsOf(relation, query.columns ?? payload.keys);
  const conflict = conflictSql(relation, columns, query.onConflict, preferences.resolution);
  if (columns.length === 0) return `insert into ${table} default values ${conflict}`;
  const names = columns.map(({ name }) => identifier(name)).join(", ");
  const json = preferences.missing === "default" ? withDefaults(columns, payload, parameters) : undefined;
  const rows = recordset(columns, payload, parameters, json);
  return `insert into ${table} (${names}) select ${names} from ${rows} ${conflict}`;
}

function conflictSql(
  relation: Relation,
  columns: readonly Column[],
  onConflict: string[] | undefined,
  resolution: Preferences["resolution"],
): string {
  if (resolution === undefined) return "";
  const keys = columnsOf(relation, onConflict ?? relation.primaryKey).map(({ name }) => identifier(name));
  if (keys.length === 0) return "";
  const target = `on conflict (${keys.join(", ")})`;
  if (resolution === "ignore-duplicates") return `${target} do nothing`;
  const sets = columns.map(({ name }) => `${identifier(name)} = excluded.${identifier(name)}`);
  return sets.length === 0 ? `${target} do nothing` : `${target} do update set ${sets.join(", ")}`;
}

/** The body's rows, typed like the table's columns. */
function recordset(
  columns: readonly Column[],
  payload: Payload,
  parameters: Parameters,
  json?: string,
): string {
  const types = columns.map(({ name, type }) => `${identifier(name)} ${type}`).join(", ");
  if (json !== undefined) return `jsonb_to_recordset(${json}) as _body(${types})`;
  const body = `${parameters.add(payload.json)}::json`;
  return `json_to_record${payload.isArray ? "set" : ""}(${body}) as _body(${types})`;
}

/** Gives each object the defaults of the columns that it lacks. */
function withDefaults(columns: readonly Column[], payload: Payload, parameters: Parameters): string {
  const defaults = columns.flatMap((column) =>
    column.default === null ? [] : [`${parameters.add(column.name)}::text, ${column.default}`],
  );
  const body = `${parameters.add(payload.isArray ? payload.json : `[${payload.json}]`)}::jsonb`;
  return `(select coalesce(jsonb_agg(jsonb_build_object(${defaults.join(", ")}) || _item), '[]') from jsonb_array_elements(${body}) as _item)`;
}

function whereSql(
  cache: SchemaCache,
  source: Source,
  filters: readonly Filter[],
  parameters: Parameters,
): string {
  const conditions = filtersSql({ cache, source, parameters, embeds: new Map() }, filters);
  return conditions === "" ? "" : `where ${conditions}`;
}

/** Columns that the representation reads: those selected, ordered by, and linking to embedded resources. */
function collectColumns(cache: SchemaCache, relation: Relation, query: RestQuery, needed: Set<string>): void {
  for (const item of query.select) addColumns(cache, relation, item, needed);
  for (const { path } of query.order) needed.add(path.column);
  for (const name of needed) {
    // Unknown ones are refused by name when the statement is built.
    if (!relation.columns.has(name)) needed.delete(name);
  }
}

function addColumns(cache: SchemaCache, relation: Relation, item: SelectItem, needed: Set<string>): void {
  if (item.kind === "embed") {
    for (const [own] of findRelationship(cache, relation.name, item).parentPairs) needed.add(own);
  } else if (item.path.column === "*") {
    for (const name of relation.columns.keys()) needed.add(name);
  } else {
    needed.add(item.path.column);
  }
}

/** `id=eq.7&part=eq.2` of the row, for the `Location` header. */
function locationSql({ primaryKey }: Relation): string {
  const parts = primaryKey.map(
    (name) => `max(format('%s=eq.%s', ${literalName(name)}, ${identifier(name)}))`,
  );
  return `case when count(*) = 1 then concat_ws('&', ${parts.join(", ")}) end`;
}

const literalName = (name: string): string => `'${encodeURIComponent(name).replaceAll("'", "''")}'`;
