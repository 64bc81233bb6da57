import { z } from "zod";

/** What the catalogue's schemas may say, because Postgres, zod and ajv must read it alike. `pattern` is out: dialects differ. */
const KEYWORDS = new Set([
  "type",
  "properties",
  "required",
  "additionalProperties",
  "enum",
  "const",
  "minLength",
  "maxLength",
  "minimum",
  "maximum",
  "items",
  "minItems",
  "maxItems",
  "anyOf",
]);

export type JsonSchema = { readonly [keyword: string]: unknown };

/**
 * The JSON Schema of a payload, in the closed set of keywords that the database checks.
 *
 * Throws a TypeError naming the first keyword outside that set.
 */
export function toCatalogueSchema(payload: z.ZodType): JsonSchema {
  const { $schema: _dialect, ...schema } = z.toJSONSchema(payload, {
    target: "draft-7",
    io: "input",
    // The alternatives of a discriminated union exclude each other, so any one of them is exactly one.
    override: ({ jsonSchema }) => {
      if (jsonSchema.oneOf === undefined) return;
      jsonSchema.anyOf = jsonSchema.oneOf;
      delete jsonSchema.oneOf;
    },
  });
  assertClosed(schema, "payload");
  return schema;
}

function assertClosed(schema: unknown, path: string): void {
  if (typeof schema !== "object" || schema === null) return;
  for (const [keyword, value] of Object.entries(schema)) {
    if (!KEYWORDS.has(keyword)) {
      throw new TypeError(
        `${path} uses the JSON Schema keyword "${keyword}", which the database does not check`,
      );
    }
    if (keyword === "properties") {
      for (const [name, property] of Object.entries(value as object))
        assertClosed(property, `${path}.${name}`);
    } else if (keyword === "items" || keyword === "additionalProperties") {
      assertClosed(value, `${path}[]`);
    } else if (keyword === "anyOf") {
      for (const branch of value as unknown[]) assertClosed(branch, path);
    }
  }
}
