import type { SelectEmbed } from "./parse-select.ts";
import { closest, notSupported, RestError } from "./rest-error.ts";
import type { ForeignKey, Relation, SchemaCache } from "./schema-cache.ts";

/** How the rows of an embedded resource belong to a row of its parent. */
export interface Relationship {
  target: Relation;
  cardinality: "many-to-one" | "one-to-many" | "one-to-one" | "many-to-many";
  /** Pairs of columns that are equal: parent's and target's, or for many-to-many parent's and junction's. */
  parentPairs: Pairs;
  junction: { relation: Relation; targetPairs: Pairs } | undefined;
  /** What names it in a hint: its foreign key, or the junction. */
  label: string;
  /** In words, for the answer to an ambiguous embed. */
  description: string;
}

type Pairs = (readonly [parent: string, other: string])[];

/** The one relationship that `target!hint` means. PGRST200 when there is none, PGRST201 when it could be several. */
export function findRelationship(cache: SchemaCache, parent: string, embed: SelectEmbed): Relationship {
  const found = cache.foreignKeys.flatMap((key) => [
    ...(key.from.name === parent ? forwards(key, embed) : []),
    ...(key.to.name === parent ? [...backwards(key, embed), ...throughJunction(cache, key, embed)] : []),
  ]);
  const [only] = found;
  if (!only) throw notFound(cache, parent, embed);
  if (found.length === 1) return only;
  const { target } = embed;
  throw new RestError(
    300,
    "PGRST201",
    `Could not embed because more than one relationship was found for '${parent}' and '${target}'`,
    {
      hint: `Try changing '${target}' to one of the following: ${found.map((rel) => `'${rel.target.name}!${rel.label}'`).join(", ")}. Find the desired relationship in the 'details' key.`,
      details: found.map(({ target: { name }, cardinality, description }) => ({
        cardinality,
        embedding: `${parent} with ${name}`,
        relationship: description,
      })),
    },
  );
}

/** From the table that holds the key, named by the other table, the key or its column; in itself by the column alone. */
function forwards(key: ForeignKey, { target, hint }: SelectEmbed): Relationship[] {
  const isByKey = !key.to.isView && (target === key.name || isOnly(key.fromColumns, target));
  const isMeant =
    key.from === key.to
      ? hint === undefined && isOnly(key.fromColumns, target)
      : hint === undefined
        ? target === key.to.name || isByKey
        : target === key.to.name && isHint(key, hint);
  return isMeant
    ? [direct(key, key.to, key.isUnique ? "one-to-one" : "many-to-one", zip(key.fromColumns, key.toColumns))]
    : [];
}

/** From the table that the key refers to. */
function backwards(key: ForeignKey, { target, hint }: SelectEmbed): Relationship[] {
  const isMeant =
    hint === undefined
      ? target === key.from.name || (target === key.name && !key.from.isView && key.from !== key.to)
      : target === key.from.name &&
        (key.from === key.to ? hint === key.name || isOnly(key.fromColumns, hint) : isHint(key, hint));
  return isMeant
    ? [
        direct(
          key,
          key.from,
          key.isUnique ? "one-to-one" : "one-to-many",
          zip(key.toColumns, key.fromColumns),
        ),
      ]
    : [];
}

/** Two foreign keys of one table whose columns belong to its primary key join what they refer to. */
function throughJunction(
  cache: SchemaCache,
  near: ForeignKey,
  { target, hint }: SelectEmbed,
): Relationship[] {
  const junction = near.from;
  if (hint !== undefined && hint !== junction.name) return [];
  return cache.foreignKeys
    .filter(
      (far) =>
        far.from === junction &&
        far.to.name === target &&
        far.to !== near.to &&
        far.name !== near.name &&
        [...near.fromColumns, ...far.fromColumns].every((name) => junction.primaryKey.includes(name)),
    )
    .map((far) => ({
      target: far.to,
      cardinality: "many-to-many",
      parentPairs: zip(near.toColumns, near.fromColumns),
      junction: { relation: junction, targetPairs: zip(far.toColumns, far.fromColumns) },
      label: junction.name,
      description: `${junction.name} using ${near.name}(${near.fromColumns.join(", ")}) and ${far.name}(${far.fromColumns.join(", ")})`,
    }));
}

const isOnly = (columns: readonly string[], name: string): boolean =>
  columns.length === 1 && columns[0] === name;

const isHint = (key: ForeignKey, hint: string): boolean =>
  hint === key.name || isOnly(key.fromColumns, hint) || isOnly(key.toColumns, hint);

function direct(
  { name, from, to }: ForeignKey,
  target: Relation,
  cardinality: Relationship["cardinality"],
  parentPairs: Pairs,
): Relationship {
  const [own, other] = [parentPairs.map(([column]) => column), parentPairs.map(([, column]) => column)];
  const description = `${name} using ${(target === to ? from : to).name}(${own.join(", ")}) and ${target.name}(${other.join(", ")})`;
  return { target, cardinality, parentPairs, junction: undefined, label: name, description };
}

function zip(left: readonly string[], right: readonly string[]): Pairs {
  return left.map((name, index) => [name, right[index] ?? ""] as const);
}

function notFound(cache: SchemaCache, parent: string, { target, hint }: SelectEmbed): RestError {
  if (cache.relations.get(parent)?.computed.has(target)) return notSupported("A computed relationship");
  const touching = cache.foreignKeys.filter(({ from, to }) => from.name === parent || to.name === parent);
  const tables = new Set(touching.flatMap(({ from, to }) => [from, to]));
  // One step further than the keys themselves, for what junctions lead to.
  const neighbours = cache.foreignKeys.flatMap(({ from, to }) =>
    tables.has(from) ? [from.name, to.name] : [],
  );
  const suggestion = neighbours.includes(target) ? undefined : closest(target, neighbours);
  return new RestError(
    400,
    "PGRST200",
    `Could not find a relationship between '${parent}' and '${target}' in the schema cache`,
    {
      ...(suggestion === undefined
        ? {}
        : { hint: `Perhaps you meant '${suggestion}' instead of '${target}'.` }),
      details: `Searched for a foreign key relationship between '${parent}' and '${target}'${hint === undefined ? "" : ` using the hint '${hint}'`} in the schema '${cache.schema}', but no matches were found.`,
    },
  );
}
