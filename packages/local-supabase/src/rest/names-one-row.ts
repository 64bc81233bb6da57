import type { Filter } from "./parse-filter.ts";
import type { ResourceQuery } from "./parse-query.ts";
import type { Relation } from "./schema-cache.ts";

/** Whether the filters fix the whole primary key, so that the same index finds the row whatever the values are. */
export function namesOneRow({ filters }: ResourceQuery, { primaryKey }: Relation): boolean {
  const fixed = new Set(filters.map(fixedColumn));
  return primaryKey.length > 0 && primaryKey.every((column) => fixed.has(column));
}

function fixedColumn(filter: Filter): string | undefined {
  if (filter.kind !== "condition" || filter.isNegated || filter.path.json.length > 0) return undefined;
  const { condition } = filter;
  const isEqual =
    condition.kind === "compare" && condition.operator === "eq" && condition.quantifier === undefined;
  return isEqual ? filter.path.column : undefined;
}
