import { readFile } from "node:fs/promises";
import pg from "pg";
import { viewOrigins } from "./view-origins.ts";

export interface Column {
  name: string;
  /** As SQL, with its modifier: `numeric(10,3)`. */
  type: string;
  /** Name of the type below a domain: tells json from the rest. */
  baseType: string;
  /** SQL of the default, from the catalogue. */
  default: string | null;
  isNullable: boolean;
  maxLength: number | null;
  enum: string[] | null;
  description: string | null;
}

export interface Relation {
  oid: number;
  schema: string;
  name: string;
  isView: boolean;
  /** Whether rows can be inserted, updated or deleted. */
  isWritable: boolean;
  description: string | null;
  columns: ReadonlyMap<string, Column>;
  /** Functions of a row, which a query may name like columns. */
  computed: ReadonlyMap<string, RpcFunction>;
  /** Of a view: the columns that show the primary key of its table. */
  primaryKey: readonly string[];
}

/** A foreign key as it shows between two exposed relations: its own tables, or views that show all of its columns. */
export interface ForeignKey {
  name: string;
  from: Relation;
  fromColumns: readonly string[];
  to: Relation;
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
  oid: number;
  name: string;
  isSet: boolean;
  isVolatile: boolean;
  description: string | null;
  /** What the function itself sets: it counts from the call on, so the transaction has to begin with it. */
  statementTimeout: string | null;
  returns: "void" | "scalar" | "composite";
  columns: readonly Column[];
  /** The table whose rows it returns, if it does. */
  relation: string | null;
  /** The table whose row is its only argument, if it is. */
  rowOf: string | null;
  parameters: readonly RpcParameter[];
}

/** What clients may name. Every identifier of a request is looked up here before it becomes SQL. */
export interface SchemaCache {
  schema: string;
  description: string | null;
  relations: ReadonlyMap<string, Relation>;
  foreignKeys: readonly ForeignKey[];
  /** Overloads share a name. */
  functions: ReadonlyMap<string, readonly RpcFunction[]>;
  /** Types of the schema itself. */
  types: ReadonlySet<string>;
  textSearchConfigs: ReadonlySet<string>;
  /** Whether `Prefer: tx=rollback` is heeded. */
  allowsRollback: boolean;
}

type RelationRow = Omit<Relation, "schema" | "columns" | "computed" | "primaryKey"> & {
  columns: (Column & { number: number })[];
};

/** Columns by number, as the catalogue has them. `to` is 0 for a primary key. */
interface KeyRow {
  name: string;
  type: "f" | "p";
  from: number;
  fromColumns: number[];
  to: number;
  toColumns: number[] | null;
  isUnique: boolean;
}

interface CacheDocument {
  description: string | null;
  relations: RelationRow[];
  keys: KeyRow[];
  views: { oid: number; definition: string }[];
  functions: RpcFunction[];
  types: string[];
  textSearchConfigs: string[];
  settings: Record<string, string>;
}

const QUERY = await readFile(new URL("schema-cache.sql", import.meta.url), "utf8");

/** Reads one schema from the catalogue: about 10 ms. */
export async function loadSchemaCache(pool: pg.Pool, schema: string): Promise<SchemaCache> {
  const { rows } = await pool.query<{ document: CacheDocument }>(QUERY, [schema]);
  const document = rows[0]?.document;
  if (!document) throw new Error("The schema query returned nothing");
  const functions = Map.groupBy(document.functions, ({ name }) => name);
  const originOf = viewOrigins(document.views);

  const shown = document.relations.map((row) => {
    const names = new Map(
      row.columns.toReversed().map(({ name, number }) => [originOf(row.oid, number), name]),
    );
    const find = (table: number, numbers: readonly number[]) =>
      numbers.flatMap((number) => names.get(`${table}.${number}`) ?? []);
    const primaryKeys = document.keys
      .filter(({ type }) => type === "p")
      .map(({ from, fromColumns }) => ({ expected: fromColumns.length, columns: find(from, fromColumns) }));
    const relation: Relation = {
      ...row,
      schema,
      columns: new Map(row.columns.map((column) => [column.name, column])),
      computed: new Map(
        document.functions.filter(({ rowOf }) => rowOf === row.name).map((fn) => [fn.name, fn]),
      ),
      primaryKey: primaryKeys.find(({ expected, columns }) => columns.length === expected)?.columns ?? [],
    };
    return { relation, find };
  });

  /** Relations that show all of these columns of a table. */
  const showing = (table: number, numbers: readonly number[]) =>
    shown
      .map(({ relation, find }) => ({ relation, columns: find(table, numbers) }))
      .filter(({ columns }) => columns.length === numbers.length);
  const foreignKeys = document.keys.flatMap(({ name, from, fromColumns, to, toColumns, isUnique }) =>
    toColumns === null
      ? []
      : showing(from, fromColumns).flatMap((own) =>
          showing(to, toColumns).map((other) => ({
            ...{ name, isUnique, from: own.relation, fromColumns: own.columns },
            ...{ to: other.relation, toColumns: other.columns },
          })),
        ),
  );
  return {
    schema,
    description: document.description,
    relations: new Map(shown.map(({ relation }) => [relation.name, relation])),
    foreignKeys,
    functions,
    types: new Set(document.types),
    textSearchConfigs: new Set(document.textSearchConfigs),
    allowsRollback: document.settings["pgrst.db_tx_end"]?.endsWith("-allow-override") ?? false,
  };
}
