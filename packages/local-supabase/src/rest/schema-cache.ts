import { readFile } from "node:fs/promises";
import pg from "pg";

export interface Column {
  name: string;
  /** As SQL, with its modifier: `numeric(10,3)`. */
  type: string;
  /** Name of the type below a domain: tells json from the rest. */
  baseType: string;
  /** SQL of the default, from the catalogue. */
  default: string | null;
}

export interface Relation {
  schema: string;
  name: string;
  columns: ReadonlyMap<string, Column>;
  primaryKey: readonly string[];
}

export interface ForeignKey {
  name: string;
  from: string;
  fromColumns: readonly string[];
  to: string;
  toColumns: readonly string[];
  /** At most one row of `from` for a row of `to`. */
  isUnique: boolean;
}

export interface RpcParameter {
  name: string;
  type: string;
  isRequired: boolean;
  isVariadic: boolean;
}

export interface RpcFunction {
  name: string;
  isSet: boolean;
  isVolatile: boolean;
  returns: "void" | "scalar" | "composite";
  columns: readonly Column[];
  /** The table whose rows it returns, if it does. */
  relation: string | null;
  parameters: readonly RpcParameter[];
}

/** What clients may name. Every identifier of a request is looked up here before it becomes SQL. */
export interface SchemaCache {
  schema: string;
  relations: ReadonlyMap<string, Relation>;
  foreignKeys: readonly ForeignKey[];
  /** Overloads share a name. */
  functions: ReadonlyMap<string, readonly RpcFunction[]>;
  enums: ReadonlySet<string>;
  textSearchConfigs: ReadonlySet<string>;
}

interface CacheDocument {
  relations: { name: string; columns: Column[]; primaryKey: string[] }[];
  foreignKeys: ForeignKey[];
  functions: RpcFunction[];
  enums: string[];
  textSearchConfigs: string[];
}

const QUERY = await readFile(new URL("schema-cache.sql", import.meta.url), "utf8");

/** Reads one schema from the catalogue: about 10 ms. */
export async function loadSchemaCache(pool: pg.Pool, schema: string): Promise<SchemaCache> {
  const { rows } = await pool.query<{ document: CacheDocument }>(QUERY, [schema]);
  const document = rows[0]?.document;
  if (!document) throw new Error("The schema query returned nothing");
  const functions = new Map<string, RpcFunction[]>();
  for (const fn of document.functions) functions.set(fn.name, [...(functions.get(fn.name) ?? []), fn]);
  return {
    schema,
    relations: new Map(
      document.relations.map(({ name, columns, primaryKey }) => [
        name,
        { schema, name, primaryKey, columns: new Map(columns.map((column) => [column.name, column])) },
      ]),
    ),
    foreignKeys: document.foreignKeys,
    functions,
    enums: new Set(document.enums),
    textSearchConfigs: new Set(document.textSearchConfigs),
  };
}
