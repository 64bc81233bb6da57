import type { RestQuery } from "./parse-query.ts";
import type { Preferences } from "./preferences.ts";
import { MAX_ROWS, openScope, readSql } from "./read-sql.ts";
import type { Format } from "./request-headers.ts";
import type { Relation, SchemaCache } from "./schema-cache.ts";
import { Parameters, relationSql, sourceOf } from "./sql-builder.ts";
import { statement, type Statement } from "./statement.ts";

/** What shapes the answer to a read or a call. */
export interface ReadOptions {
  query: RestQuery;
  count: Preferences["count"];
  format: Format;
}

/** `GET /relation`, and the query whose plan gives the estimate where one was asked for. */
export function readStatement(
  cache: SchemaCache,
  relation: Relation,
  { query, count, format }: ReadOptions,
): { main: Statement; estimate: Statement | undefined } {
  const parameters = new Parameters();
  const scope = openScope(cache, parameters);
  const source = sourceOf(relation, scope.nextAlias());
  const read = readSql(scope, source, relation.name, query.select, query);
  const from = `from ${relationSql(relation)} as ${source.alias}`;
  // Joins that only add columns would be work for nothing.
  const counted = `select 1 ${from} ${read.hasFilteringJoins ? read.joins : ""} ${read.where}`;
  // Exact up to what one answer can hold, the planner's guess above.
  const totals = {
    exact: `(select count(*) from (${counted}) as _counted)`,
    estimated: `(select count(*) from (${counted} limit ${MAX_ROWS + 1}) as _counted)`,
    planned: undefined,
  };
  const rows = `select ${read.columns} ${from} ${read.joins} ${read.where} ${read.page}`;
  const total = count && totals[count];
  const main = statement(parameters, { ctes: [], from: `(${rows}) as _row`, format, total });
  // All joins, for every parameter of a statement must occur in it.
  const plan = `explain (format json) select 1 ${from} ${read.joins} ${read.where}`;
  const isPlanned = count === "planned" || count === "estimated";
  return { main, estimate: isPlanned ? { text: plan, values: parameters.values } : undefined };
}
