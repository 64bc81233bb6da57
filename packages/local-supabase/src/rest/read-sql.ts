import { filtersSql } from "./filter-sql.ts";
import type { OrderTerm, ResourceQuery } from "./parse-query.ts";
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
  type Parameters,
  type Source,
} from "./sql-builder.ts";

/** Numbers the aliases of one statement. */
export interface Scope {
  cache: SchemaCache;
  parameters: Parameters;
  nextAlias(): string;
}

export function openScope(cache: SchemaCache, parameters: Parameters): Scope {
  let count = 0;
  return { cache, parameters, nextAlias: () => `t${count++}` };
}

/** The parts of a select over one resource, its embedded resources joined. */
export interface ReadSql {
  /** Everything between `select` and `from`. */
  columns: string;
  /** Lateral joins of the embedded resources, in order. */
  joins: string;
  /** With `where`, or empty. */
  where: string;
  /** With `order by`, or empty. */
  order: string;
  /** Whether the joins decide which rows there are. */
  hasFilteringJoins: boolean;
}

/** Compiles what a query asks of `source`. `relationName` is where its foreign keys are looked up. */
export function readSql(
  scope: Scope,
  source: Source,
  relationName: string | undefined,
  items: readonly SelectItem[],
  query: ResourceQuery,
  conditions: readonly string[] = [],
): ReadSql {
  const embeds = items.filter((item) => item.kind === "embed");
  const joined = embeds.map((embed) => embedSql(scope, source, relationName, embed, query));
  for (const name of query.embedded.keys()) {
    if (!embeds.some((embed) => nameOf(embed) === name)) {
      throw new RestError(400, "PGRST108", `'${name}' is not an embedded resource in this request`, {
        hint: `Verify that '${name}' is included in the 'select' query parameter.`,
      });
    }
  }
  const byName = new Map(joined.map(({ name, presence }) => [name, presence]));
  const filters = filtersSql({ ...scope, source, embeds: byName }, query.filters);
  const where = [...conditions, ...(filters === "" ? [] : [filters])].join(" and ");
  const columns = [
    ...items.filter((item) => item.kind === "column").map((item) => columnSql(scope.cache, source, item)),
    ...joined.flatMap(({ column }) => (column === undefined ? [] : [column])),
  ];
  return {
    columns: columns.join(", "),
    joins: joined.map(({ join }) => join).join(" "),
    where: where === "" ? "" : `where ${where}`,
    order: orderSql(source, query.order),
    hasFilteringJoins:
      embeds.some((embed) => embed.isInner) || query.filters.some((filter) => mentions(filter, byName)),
  };
}

/** Limit and offset, with `limit` no larger than `maxRows`. */
export function pagingSql(query: ResourceQuery, maxRows: number | undefined): string {
  const limit = Math.min(query.limit ?? Number.POSITIVE_INFINITY, maxRows ?? Number.POSITIVE_INFINITY);
  return [Number.isFinite(limit) ? `limit ${limit}` : "", query.offset > 0 ? `offset ${query.offset}` : ""]
    .join(" ")
    .trim();
}

function columnSql(cache: SchemaCache, source: Source, { path, alias, cast }: SelectColumn): string {
  if (path.column === "*") return `${source.alias}.*`;
  const field = fieldSql(source, path);
  const name =
    alias ??
    nameOfPath(
      path.column,
      path.json.map(({ key }) => key),
    );
  return `${cast === undefined ? field : `cast(${field} as ${castSql(cache, cast)})`} as ${identifier(name)}`;
}

/** A JSON path is named by its last key that is not an index. */
function nameOfPath(column: string, keys: readonly string[]): string {
  return keys.findLast((key) => !/^-?\d+$/.test(key)) ?? column;
}

const nameOf = (embed: SelectEmbed): string => embed.alias ?? embed.target;

function embedSql(
  scope: Scope,
  parent: Source,
  parentName: string | undefined,
  embed: SelectEmbed,
  query: ResourceQuery,
): { name: string; column: string | undefined; join: string; presence: string } {
  const { target, isToOne, parentPairs, junction } = findRelationship(
    scope.cache,
    parentName ?? parent.name,
    embed,
  );
  const name = nameOf(embed);
  const inner = query.embedded.get(name) ?? {
    filters: [],
    order: [],
    limit: undefined,
    offset: 0,
    embedded: new Map(),
  };
  const source: Source = { name: target.name, alias: scope.nextAlias(), columns: target.columns };
  const wrapper = scope.nextAlias();

  let from = `${relationSql(target)} as ${source.alias}`;
  let linked = source.alias;
  const conditions: string[] = [];
  if (junction) {
    linked = scope.nextAlias();
    from += `, ${relationSql(junction.relation)} as ${linked}`;
    for (const [own, other] of junction.targetPairs) {
      conditions.push(`${source.alias}.${identifier(own)} = ${linked}.${identifier(other)}`);
    }
  }
  for (const [own, other] of parentPairs) {
    findColumn(parent, own);
    conditions.push(`${parent.alias}.${identifier(own)} = ${linked}.${identifier(other)}`);
  }
  const read = readSql(scope, source, target.name, embed.items, inner, conditions);
  // Nothing selected: the embed only filters. A constant keeps the statement whole.
  const select = `select ${read.columns === "" ? "1 as present" : read.columns} from ${from} ${read.joins} ${read.where}`;
  const kind = embed.isInner ? "inner join" : "left join";
  const isShown = read.columns !== "";
  if (isToOne) {
    return {
      name,
      column: isShown ? `row_to_json(${wrapper}.*) as ${identifier(name)}` : undefined,
      join: `${kind} lateral (${select} limit 1) as ${wrapper} on true`,
      // A row of nulls is a row all the same; `is null` on it would say otherwise.
      presence: `to_jsonb(${wrapper})`,
    };
  }
  const rows = scope.nextAlias();
  const page = [read.order, pagingSql(inner, undefined)].join(" ").trim();
  return {
    name,
    column: isShown ? `coalesce(${wrapper}.items, '[]') as ${identifier(name)}` : undefined,
    join: `${kind} lateral (select json_agg(${rows}) as items from (${select} ${page}) as ${rows}) as ${wrapper} on ${
      embed.isInner ? `${wrapper}.items is not null` : "true"
    }`,
    presence: `${wrapper}.items`,
  };
}

function orderSql(source: Source, order: readonly OrderTerm[]): string {
  if (order.length === 0) return "";
  const terms = order.map(({ path, direction, nulls }) =>
    [fieldSql(source, path), direction ?? "", nulls ? `nulls ${nulls}` : ""].join(" ").trim(),
  );
  return `order by ${terms.join(", ")}`;
}

function mentions(filter: ResourceQuery["filters"][number], embeds: ReadonlyMap<string, string>): boolean {
  if (filter.kind === "group") return filter.members.some((member) => mentions(member, embeds));
  return embeds.has(filter.path.column);
}
