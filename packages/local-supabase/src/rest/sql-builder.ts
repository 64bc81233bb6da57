import pg from "pg";
import { RestError } from "./rest-error.ts";
import type { Column, Relation, RpcFunction, SchemaCache } from "./schema-cache.ts";
import type { FieldPath } from "./text-reader.ts";

/** Collects a statement's parameters. Values never become part of the text. */
export class Parameters {
  readonly values: unknown[] = [];

  add(value: unknown): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }
}

export const identifier = (name: string): string => pg.escapeIdentifier(name);

export const relationSql = ({ schema, name }: Relation): string =>
  `${identifier(schema)}.${identifier(name)}`;

/** The rows that a query reads, and the columns it may name. */
export interface Source {
  /** For errors: the name of the table or function. */
  name: string;
  /** Alias in the statement. */
  alias: string;
  /** How deep it is embedded; undefined at the top. PostgREST's errors show it. */
  depth?: number;
  /** Undefined for a function that returns `record`, whose columns only Postgres knows. */
  columns: ReadonlyMap<string, Column> | undefined;
  /** Functions of a row, which Postgres lets be written like columns. */
  computed?: ReadonlyMap<string, RpcFunction>;
}

export const sourceOf = (relation: Relation, alias: string, depth = 0): Source => ({
  ...relation,
  alias,
  depth,
});

/** The column that a request names, or Postgres's own error for one that is not there. */
export function findColumn(source: Source, name: string): Pick<Column, "name" | "baseType"> {
  const column = source.columns?.get(name);
  if (column) return column;
  const computed = source.computed?.get(name);
  if (computed?.returns === "scalar" && !computed.isSet) return { name, baseType: "" };
  const shown = source.depth ? `${source.name}_${source.depth}` : source.name;
  throw new RestError(400, "42703", `column ${shown}.${name} does not exist`);
}

/** SQL of a column, or of what a JSON path finds in it. */
export function fieldSql(source: Source, path: FieldPath): string {
  const column = findColumn(source, path.column);
  const base = `${source.alias}.${identifier(column.name)}`;
  if (path.json.length === 0) return base;
  const steps = path.json.map(({ arrow, key }) => {
    // An index matches only a literal, so keys are quoted rather than passed as parameters.
    const step = /^-?\d{1,9}$/.test(key) ? key : pg.escapeLiteral(key);
    return `${arrow}${step}`;
  });
  return `(${column.baseType === "jsonb" ? base : `to_jsonb(${base})`}${steps.join("")})`;
}

const CAST_TYPES: ReadonlySet<string> = new Set([
  "text", "varchar", "character varying", "char", "character", "bpchar", "name", "citext", "bytea", "uuid",
  "smallint", "int2", "integer", "int", "int4", "bigint", "int8", "numeric", "decimal", "real", "float4",
  "double precision", "float8", "money", "boolean", "bool", "date", "time", "timetz", "time without time zone",
  "time with time zone", "timestamp", "timestamptz", "timestamp without time zone", "timestamp with time zone",
  "interval", "json", "jsonb", "inet", "cidr", "macaddr", "bit", "varbit", "tsvector", "tsquery", "int4range",
  "int8range", "numrange", "tsrange", "tstzrange", "daterange",
]); // prettier-ignore

/** The type that `::name` asks for: one of Postgres's own or of the schema. */
export function castSql(cache: SchemaCache, type: string): string {
  const [, base = "", suffix = ""] = /^(.*?)(\[\])?$/.exec(type) ?? [];
  if (CAST_TYPES.has(base.toLowerCase())) return `${base.toLowerCase()}${suffix}`;
  if (cache.types.has(base)) return `${identifier(cache.schema)}.${identifier(base)}${suffix}`;
  throw new RestError(400, "42704", `type "${type}" does not exist`);
}

/** A text-search configuration that exists, as SQL. */
export function searchConfigSql(cache: SchemaCache, config: string): string {
  if (!cache.textSearchConfigs.has(config))
    throw new RestError(400, "42704", `text search configuration "${config}" does not exist`);
  return `${pg.escapeLiteral(config)}::regconfig`;
}
