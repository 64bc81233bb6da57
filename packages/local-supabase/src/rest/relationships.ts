import type { SelectEmbed } from "./parse-select.ts";
import { RestError } from "./rest-error.ts";
import type { ForeignKey, Relation, SchemaCache } from "./schema-cache.ts";

/** How the rows of an embedded resource belong to a row of its parent. */
export interface Relationship {
  target: Relation;
  isToOne: boolean;
  /** Pairs of columns that are equal: parent's and target's, or for many-to-many parent's and junction's. */
  parentPairs: (readonly [parent: string, other: string])[];
  junction: { relation: Relation; targetPairs: (readonly [target: string, junction: string])[] } | undefined;
  /** The foreign key that names it in a hint. */
  label: string;
}

/** The one relationship that `target!hint` means. PGRST200 when there is none, PGRST201 when it could be several. */
export function findRelationship(cache: SchemaCache, parent: string, embed: SelectEmbed): Relationship {
  const found = [...direct(cache, parent, embed), ...throughJunction(cache, parent, embed)];
  const [only] = found;
  if (only && found.length === 1) return only;
  if (!only) {
    const hint = embed.hint === undefined ? "" : ` using the hint '${embed.hint}'`;
    throw new RestError(
      400,
      "PGRST200",
      `Could not find a relationship between '${parent}' and '${embed.target}' in the schema cache`,
      {
        details: `Searched for a foreign key relationship between '${parent}' and '${embed.target}'${hint} in the schema '${cache.schema}', but no matches were found.`,
      },
    );
  }
  const choices = found.map(({ label }) => `'${embed.target}!${label}'`).join(", ");
  throw new RestError(
    300,
    "PGRST201",
    `Could not embed because more than one relationship was found for '${parent}' and '${embed.target}'`,
    {
      hint: `Try changing '${embed.target}' to one of the following: ${choices}. Find the desired relationship in the 'details' key.`,
      details: found.map(({ target, label }) => `${parent} with ${target.name} using ${label}`).join("; "),
    },
  );
}

function direct(cache: SchemaCache, parent: string, { target, hint }: SelectEmbed): Relationship[] {
  const found: Relationship[] = [];
  for (const key of cache.foreignKeys) {
    const isNamed = key.name === target || (key.fromColumns.length === 1 && key.fromColumns[0] === target);
    if (key.from === parent && (key.to === target || isNamed) && isHinted(key, hint, key.to)) {
      found.push(relationship(cache, key, key.to, true, zip(key.fromColumns, key.toColumns)));
    }
    const isBackwards = key.from === target || key.name === target;
    // A table's own foreign key reads as to-one by its column, as to-many by the table's name with a hint.
    const isSelf = key.from === key.to && isNamed && key.from !== target;
    if (key.to === parent && isBackwards && !isSelf && isHinted(key, hint, key.from)) {
      found.push(relationship(cache, key, key.from, key.isUnique, zip(key.toColumns, key.fromColumns)));
    }
  }
  return found;
}

function throughJunction(cache: SchemaCache, parent: string, { target, hint }: SelectEmbed): Relationship[] {
  const found: Relationship[] = [];
  for (const near of cache.foreignKeys.filter((key) => key.to === parent)) {
    for (const far of cache.foreignKeys.filter(
      (key) => key.from === near.from && key.to === target && key !== near,
    )) {
      const junction = cache.relations.get(near.from);
      const relation = cache.relations.get(target);
      const isJunction = [...near.fromColumns, ...far.fromColumns].every((name) =>
        junction?.primaryKey.includes(name),
      );
      if (!junction || !relation || !isJunction) continue;
      if (hint !== undefined && hint !== junction.name && hint !== far.name && hint !== near.name) continue;
      found.push({
        target: relation,
        isToOne: false,
        parentPairs: zip(near.toColumns, near.fromColumns),
        junction: { relation: junction, targetPairs: zip(far.toColumns, far.fromColumns) },
        label: junction.name,
      });
    }
  }
  return found;
}

function isHinted(key: ForeignKey, hint: string | undefined, other: string): boolean {
  if (hint === undefined || key.name === hint || other === hint) return true;
  return [key.fromColumns, key.toColumns].some((columns) => columns.length === 1 && columns[0] === hint);
}

function relationship(
  cache: SchemaCache,
  key: ForeignKey,
  targetName: string,
  isToOne: boolean,
  parentPairs: Relationship["parentPairs"],
): Relationship {
  const target = cache.relations.get(targetName);
  if (!target)
    throw new Error(`Foreign key ${key.name} leads to ${targetName}, which the cache does not hold`);
  return { target, isToOne, parentPairs, junction: undefined, label: key.name };
}

function zip(left: readonly string[], right: readonly string[]): (readonly [string, string])[] {
  return left.map((name, index) => [name, right[index] ?? ""] as const);
}
