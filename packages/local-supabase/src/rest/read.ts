import type { RestQuery } from "./parse-query.ts";
import type { Preferences } from "./preferences.ts";
import { openScope, pagingSql, readSql } from "./read-sql.ts";
import type { Relation, SchemaCache } from "./schema-cache.ts";
import { Parameters, relationSql, type Source } from "./sql-builder.ts";
import { statement, type BodyForm, type Statement } from "./statement.ts";

/** Hosted Supabase's default: no answer holds more rows. */
export const MAX_ROWS = 1_000;

export interface ReadOptions {
  query: RestQuery;
  count: Preferences["count"];
  form: BodyForm;
  stripNulls: boolean;
}

/** `GET /relation`, and the query whose plan gives the estimate where one was asked for. */
export function readStatement(
  cache: SchemaCache,
  relation: Relation,
  { query, count, form, stripNulls }: ReadOptions,
): { main: Statement; estimate: Statement | undefined } {
  const parameters = new Parameters();
  const scope = openScope(cache, parameters);
  const source: Source = { name: relation.name, alias: scope.nextAlias(), columns: relation.columns };
  const read = readSql(scope, source, relation.name, query.select, query);
  const from = `from ${relationSql(relation)} as ${source.alias}`;
  const rows = `select ${read.columns} ${from} ${read.joins} ${read.where} ${read.order} ${pagingSql(query, MAX_ROWS)}`;
  // Joins that only add columns would be work for nothing.
  const counted = `select 1 ${from} ${read.hasFilteringJoins ? read.joins : ""} ${read.where}`;

  // Exact up to what one answer can hold, the planner's guess above.
  const totals = {
    exact: `(select count(*) from (${counted}) as _counted)`,
    estimated: `(select count(*) from (${counted} limit ${MAX_ROWS + 1}) as _counted)`,
    planned: undefined,
  };
  const main = statement(parameters, {
    ctes: [],
    from: `(${rows}) as _row`,
    form,
    stripNulls,
    total: count && totals[count],
  });
  const needsPlan = count === "planned" || count === "estimated";
  return { main, estimate: needsPlan ? planOf(cache, relation, query) : undefined };
}

/** Compiled anew: a plan takes no part in the main statement, and every parameter of a statement must occur in it. */
function planOf(cache: SchemaCache, relation: Relation, query: RestQuery): Statement {
  const parameters = new Parameters();
  const scope = openScope(cache, parameters);
  const source: Source = { name: relation.name, alias: scope.nextAlias(), columns: relation.columns };
  const read = readSql(scope, source, relation.name, query.select, query);
  const from = `${relationSql(relation)} as ${source.alias} ${read.joins} ${read.where}`;
  return { text: `explain (format json) select 1 from ${from}`, values: parameters.values };
}
