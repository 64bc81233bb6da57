import { filtersSql } from "./filter-sql.ts";
import type { Filter } from "./parse-filter.ts";
import { emptyQuery, type OrderTerm, type ResourceQuery } from "./parse-query.ts";
import type { SelectColumn, SelectEmbed, SelectItem } from "./parse-select.ts";
import { findRelationship } from "./relationships.ts";
import { RestError } from "./rest-error.ts";
import type { SchemaCache } from "./schema-cache.ts";
import {
  castSql,
  fieldSql,
  findColumn,
  identifier,
  relationSql,
  sourceOf,
  type Parameters,
  type Source,
} from "./sql-builder.ts";

/** Hosted Supabase's default: no answer holds more rows, nor does a resource embedded in one. */
export const MAX_ROWS = 1_000;

/** What the parts of one statement share. */
export interface Scope {
  cache: SchemaCache;
  parameters: Parameters;
  /** Limits and offsets count for reading alone: what a change touched comes back whole. */
  isPaged: boolean;
  nextAlias(): string;
}

export function openScope(cache: SchemaCache, parameters: Parameters, isPaged = true): Scope {
  let count = 0;
  return { cache, parameters, isPaged, nextAlias: () => `t${count++}` };
}

/** The parts of a select over one resource, its embedded resources joined. */
export interface ReadSql {
  /** Everything between `select` and `from`. */
  columns: string;
  /** Lateral joins of the embedded resources, in order. */
  joins: string;
  /** With `where`, or empty. */
  where: string;
  /** With `order by`, `limit` and `offset`, or empty. */
  page: string;
  /** Whether the joins decide which rows there are. */
  hasFilteringJoins: boolean;
}

/** Compiles what a query asks of `source`. `relationName` is where its foreign keys are looked up. */
export function readSql(
  scope: Scope,
  source: Source,
  relationName: string,
  items: readonly SelectItem[],
  query: ResourceQuery,
  conditions: readonly string[] = [],
): ReadSql {
  const embeds = items
    .filter((item) => item.kind === "embed")
    .map((embed) => embedSql(scope, source, relationName, embed, query));
  for (const name of query.embedded.keys()) {
    if (!embeds.some((embed) => embed.name === name || embed.target === name)) throw notEmbedded(name);
  }
  const byName = new Map(embeds.map(({ name, alias }) => [name, `${alias}.item`]));
  if (byName.size < embeds.length) throw embeddedTwice(source, embeds);
  const filters = filtersSql({ ...scope, source, embeds: byName }, query.filters);
  const where = [...conditions, ...(filters === "" ? [] : [filters])].join(" and ");
  const columns = [
    ...items.filter((item) => item.kind === "column").map((item) => columnSql(scope.cache, source, item)),
    ...embeds.flatMap(({ column }) => column ?? []),
  ];
  return {
    columns: columns.join(", "),
    joins: embeds.map(({ join }) => join).join(" "),
    where: where === "" ? "" : `where ${where}`,
    page: `${orderSql(source, embeds, query.order)} ${scope.isPaged ? pagingSql(query) : ""}`.trim(),
    hasFilteringJoins:
      embeds.some(({ isInner }) => isInner) || query.filters.some((filter) => mentions(filter, byName)),
  };
}

const notEmbedded = (name: string): RestError =>
  new RestError(400, "PGRST108", `'${name}' is not an embedded resource in this request`, {
    hint: `Verify that '${name}' is included in the 'select' query parameter.`,
  });

/** Postgres's own error for the names that PostgREST gives to what it joins. */
function embeddedTwice({ name: parent, depth = 0 }: Source, embeds: readonly EmbedSql[]): RestError {
  const twice = embeds.find(({ name }, index) => embeds.findIndex((one) => one.name === name) < index);
  const alias = `${parent}_${twice?.name ?? ""}_${depth + 1}`;
  return new RestError(400, "42712", `table name "${alias}" specified more than once`);
}

export function pagingSql({ limit, offset }: ResourceQuery): string {
  return `limit ${Math.min(limit ?? MAX_ROWS, MAX_ROWS)}${offset > 0 ? ` offset ${offset}` : ""}`;
}

function columnSql(cache: SchemaCache, source: Source, { path, alias, cast }: SelectColumn): string {
  if (path.column === "*") return `${source.alias}.*`;
  const field = fieldSql(source, path);
  // A JSON path is named by its last key that is not an index.
  const key = path.json.findLast((step) => !/^-?\d+$/.test(step.key))?.key;
  const value = cast === undefined ? field : `cast(${field} as ${castSql(cache, cast)})`;
  return `${value} as ${identifier(alias ?? key ?? path.column)}`;
}

/** An embedded resource as a lateral join with one column, `item`: JSON, null where there is no row. */
interface EmbedSql {
  name: string;
  target: string;
  alias: string;
  isToOne: boolean;
  isInner: boolean;
  join: string;
  /** In the parent's select list. None when the embed only filters. */
  column: string | undefined;
}

function embedSql(
  scope: Scope,
  parent: Source,
  parentName: string,
  embed: SelectEmbed,
  query: ResourceQuery,
): EmbedSql {
  const { target, cardinality, parentPairs, junction } = findRelationship(scope.cache, parentName, embed);
  const isToOne = cardinality === "many-to-one" || cardinality === "one-to-one";
  const { isInner } = embed;
  const name = embed.alias ?? embed.target;
  const inner = query.embedded.get(name) ?? query.embedded.get(embed.target) ?? emptyQuery();
  const source = sourceOf(target, scope.nextAlias(), (parent.depth ?? 0) + 1);
  const alias = scope.nextAlias();

  let from = `${relationSql(target)} as ${source.alias}`;
  let linked = source.alias;
  const conditions: string[] = [];
  if (junction) {
    linked = scope.nextAlias();
    from += `, ${relationSql(junction.relation)} as ${linked}`;
    for (const [own, other] of junction.targetPairs)
      conditions.push(`${source.alias}.${identifier(own)} = ${linked}.${identifier(other)}`);
  }
  for (const [own, other] of parentPairs) {
    conditions.push(
      `${parent.alias}.${identifier(findColumn(parent, own).name)} = ${linked}.${identifier(other)}`,
    );
  }
  const read = readSql(scope, source, target.name, embed.items, inner, conditions);
  const rest = `from ${from} ${read.joins} ${read.where}`;
  const columns = read.columns === "" ? "1" : read.columns;
  const item = `(select row_to_json(_item) from (select ${columns}) as _item)`;
  const sortKeys = query.order.flatMap((term, index) =>
    term.resource === name && isToOne ? [`, ${fieldSql(source, term.path)} as sort_${index}`] : [],
  );
  const rows = isToOne
    ? `select ${item} as item${sortKeys.join("")} ${rest}`
    : `select json_agg(_row) as item from (select ${columns} ${rest} ${read.page}) as _row`;
  const on = isInner && !isToOne ? `${alias}.item is not null` : "true";
  const shown = isToOne ? `${alias}.item` : `coalesce(${alias}.item, '[]')`;
  return {
    ...{ name, target: embed.target, alias, isToOne, isInner },
    join: `${isInner ? "inner" : "left"} join lateral (${rows}) as ${alias} on ${on}`,
    column: read.columns === "" ? undefined : `${shown} as ${identifier(name)}`,
  };
}

function orderSql(source: Source, embeds: readonly EmbedSql[], order: readonly OrderTerm[]): string {
  const terms = order.map((term, index) => {
    const field = term.resource === undefined ? fieldSql(source, term.path) : sortKey(term.resource, index);
    return `${field} ${term.direction ?? ""} ${term.nulls ? `nulls ${term.nulls}` : ""}`.trim();
  });
  function sortKey(resource: string, index: number): string {
    const embed = embeds.find(({ name }) => name === resource);
    if (!embed) throw notEmbedded(resource);
    if (embed.isToOne) return `${embed.alias}.sort_${index}`;
    throw new RestError(400, "PGRST118", `A related order on '${resource}' is not possible`, {
      details: `'${source.name}' and '${resource}' do not form a many-to-one or one-to-one relationship`,
    });
  }
  return terms.length === 0 ? "" : `order by ${terms.join(", ")}`;
}

function mentions(filter: Filter, embeds: ReadonlyMap<string, string>): boolean {
  if (filter.kind === "group") return filter.members.some((member) => mentions(member, embeds));
  return embeds.has(filter.path.column);
}
