import type { JsonSchema } from "./json-schema.ts";

/** Looking on would only say the same of ten more items. */
const MOST_ERRORS = 10;
const REQUIRED = " is required";

/**
 * What is wrong with a value, as sentences that begin with the path of the field; empty when it fits.
 *
 * The same checks in the same words as `private.json_schema_errors` in Postgres, for forms that say it before they
 * send; a test holds the two against each other. The order of the sentences may differ. Postgres has the last word.
 */
export function jsonSchemaErrors(schema: JsonSchema | boolean, value: unknown, path: string): string[] {
  if (schema === true) return [];
  if (schema === false) return [`${path} is not allowed`];

  const kind = kindOf(value);
  const expected = [schema["type"] ?? []].flat() as string[]; // one name or several, of the closed set
  const isInteger = kind === "number" && Number.isInteger(value);
  if (expected.length > 0 && !expected.includes(kind) && !(isInteger && expected.includes("integer"))) {
    return [`${path} must be ${expected.map(withArticle).join(" or ")}, not ${nameOf(kind)}`];
  }
  return [
    ...valueErrors(schema, value, path),
    ...sizeErrors(schema, value, path),
    ...alternativeErrors(schema, value, path),
  ];
}

function valueErrors(schema: JsonSchema, value: unknown, path: string): string[] {
  const errors: string[] = [];
  if ("const" in schema && !isSame(schema["const"], value))
    errors.push(`${path} must be ${JSON.stringify(schema["const"])}`);
  const allowed = schema["enum"] as unknown[] | undefined; // as in JSON Schema
  if (allowed !== undefined && !allowed.some((one) => isSame(one, value)))
    errors.push(`${path} must be one of ${allowed.map(plain).join(", ")}`);
  return errors;
}

function sizeErrors(schema: JsonSchema, value: unknown, path: string): string[] {
  // Absent bounds are no bounds; present ones are numbers.
  const bound = (name: string, absent: number) => (schema[name] as number | undefined) ?? absent;
  if (typeof value === "string") {
    // Code points, as Postgres counts.
    const size = Array.from(value).length;
    const least = bound("minLength", 0);
    const most = bound("maxLength", Infinity);
    if (size < least)
      return [size === 0 ? `${path} must not be empty` : `${path} must have at least ${least} characters`];
    return size > most ? [`${path} must have at most ${most} characters, it has ${size}`] : [];
  }
  if (typeof value === "number") {
    if (value < bound("minimum", -Infinity)) return [`${path} must be at least ${bound("minimum", 0)}`];
    return value > bound("maximum", Infinity) ? [`${path} must be at most ${bound("maximum", 0)}`] : [];
  }
  if (Array.isArray(value)) {
    const least = bound("minItems", 0);
    const most = bound("maxItems", Infinity);
    if (value.length < least)
      return [value.length === 0 ? `${path} must not be empty` : `${path} must have at least ${least} items`];
    if (value.length > most) return [`${path} must have at most ${most} items, it has ${value.length}`];
    return "items" in schema ? itemErrors(schema["items"] as JsonSchema, value, path) : [];
  }
  return typeof value === "object" && value !== null ? memberErrors(schema, value, path) : [];
}

function itemErrors(schema: JsonSchema, items: readonly unknown[], path: string): string[] {
  const errors: string[] = [];
  for (const [index, item] of items.entries()) {
    errors.push(...jsonSchemaErrors(schema, item, `${path}[${index}]`));
    if (errors.length > MOST_ERRORS) break;
  }
  return errors;
}

function memberErrors(schema: JsonSchema, value: object, path: string): string[] {
  const members = new Map(Object.entries(value));
  const properties = (schema["properties"] ?? {}) as Record<string, JsonSchema>; // as in JSON Schema
  const errors = ((schema["required"] ?? []) as string[]).flatMap((name) =>
    members.has(name) ? [] : [`${path}.${name}${REQUIRED}`],
  );
  for (const [name, property] of Object.entries(properties))
    if (members.has(name)) errors.push(...jsonSchemaErrors(property, members.get(name), `${path}.${name}`));
  const additional = schema["additionalProperties"] as JsonSchema | boolean | undefined; // likewise
  if (additional === undefined) return errors;
  for (const [name, member] of members) {
    if (Object.hasOwn(properties, name)) continue;
    errors.push(...jsonSchemaErrors(additional, member, `${path}.${name}`));
    if (errors.length > MOST_ERRORS) break;
  }
  return errors;
}

function alternativeErrors(schema: JsonSchema, value: unknown, path: string): string[] {
  const branches = schema["anyOf"] as JsonSchema[] | undefined; // as in JSON Schema
  if (branches === undefined) return [];
  const results = branches.map((branch) => jsonSchemaErrors(branch, value, path));
  if (results.some((errors) => errors.length === 0)) return [];

  const common = results.reduce((held, errors) => errors.filter((error) => held.includes(error)));
  if (common.length > 0) return common;
  const missing = results.flatMap(([error, ...others]) =>
    error?.endsWith(REQUIRED) && others.length === 0 ? [error.slice(0, -REQUIRED.length)] : [],
  );
  if (missing.length === branches.length && missing.length > 1)
    return [`${missing.slice(0, -1).join(", ")} or ${missing.at(-1) ?? ""} is required`];
  // The branch that somebody had in mind has all its fields, or fails in the fewest places.
  const rank = (errors: string[]) =>
    errors.length + (errors.some((error) => error.includes(REQUIRED)) ? 1_000 : 0);
  return results.toSorted((one, other) => rank(one) - rank(other))[0] ?? [];
}

const kindOf = (value: unknown): string =>
  value === null ? "null" : Array.isArray(value) ? "array" : typeof value;

const withArticle = (name: string): string => `${/^[aeiou]/.test(name) ? "an" : "a"} ${name}`;

const nameOf = (kind: string): string =>
  kind === "null" ? "null" : kind === "object" || kind === "array" ? `an ${kind}` : `a ${kind}`;

const plain = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));

/** The catalogue's constants are plain values. */
const isSame = (one: unknown, other: unknown): boolean =>
  one === other ||
  (typeof one === "object" && typeof other === "object" && JSON.stringify(one) === JSON.stringify(other));
