import {
  BINARY_OPERATORS,
  IS_VALUES,
  TEXT_SEARCH_FUNCTIONS,
  type Condition,
  type Filter,
} from "./parse-filter.ts";
import { RestError } from "./rest-error.ts";
import type { SchemaCache } from "./schema-cache.ts";
import { fieldSql, findColumn, searchConfigSql, type Parameters, type Source } from "./sql-builder.ts";

/** What a filter is compiled against. */
export interface FilterScope {
  cache: SchemaCache;
  source: Source;
  parameters: Parameters;
  /** Embedded resources by name, for `embed=is.null`: SQL that is null when there is no such row. */
  embeds: ReadonlyMap<string, string>;
}

/** SQL conditions, joined by `and`. Empty when there is no filter. */
export function filtersSql(scope: FilterScope, filters: readonly Filter[]): string {
  return filters.map((filter) => filterSql(scope, filter)).join(" and ");
}

function filterSql(scope: FilterScope, filter: Filter): string {
  const negation = filter.isNegated ? "not " : "";
  if (filter.kind === "group") {
    return `${negation}(${filter.members.map((member) => filterSql(scope, member)).join(` ${filter.operator} `)})`;
  }
  const { path, condition } = filter;
  const embed = path.json.length === 0 ? scope.embeds.get(path.column) : undefined;
  if (embed !== undefined && condition.kind === "is" && /null/.test(condition.value)) {
    return `${negation}(${embed} is ${condition.value === "null" ? "not " : ""}distinct from null)`;
  }
  if (embed !== undefined && !scope.source.columns?.has(path.column)) {
    throw new RestError(400, "PGRST120", `Bad operator on the '${path.column}' embedded resource`, {
      details: "Only is null or not is null filters are allowed on embedded resources",
    });
  }
  return `${negation}(${conditionSql(scope, fieldSql(scope.source, path), path.column, condition)})`;
}

function conditionSql(scope: FilterScope, field: string, columnName: string, condition: Condition): string {
  const { parameters } = scope;
  switch (condition.kind) {
    case "is":
      return `${field} is ${IS_VALUES[condition.value]}`;
    case "in":
      return `${field} = any (${parameters.add(condition.values)})`;
    case "search": {
      const config =
        condition.config === undefined ? "" : `${searchConfigSql(scope.cache, condition.config)}, `;
      const isVector = findColumn(scope.source, columnName).baseType === "tsvector";
      const document = isVector ? field : `to_tsvector(${config}${field})`;
      return `${document} @@ ${TEXT_SEARCH_FUNCTIONS[condition.operator]}(${config}${parameters.add(condition.value)})`;
    }
    case "compare": {
      const isPattern = condition.operator === "like" || condition.operator === "ilike";
      const value = parameters.add(isPattern ? condition.value.replaceAll("*", "%") : condition.value);
      const operand = condition.quantifier ? `${condition.quantifier} (${value})` : value;
      return `${field} ${BINARY_OPERATORS[condition.operator]} ${operand}`;
    }
  }
}
