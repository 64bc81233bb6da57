import { JOB_CATALOGUE } from "@spool/contracts/job-catalogue";
import { toCatalogueSchema, type JsonSchema } from "@spool/contracts/json-schema";
import { useTestDatabase } from "@spool/testing/use-database";
import { Ajv } from "ajv";
import fc from "fast-check";
import { expect, test } from "vitest";
import { z } from "zod";

const db = useTestDatabase();
const ajv = new Ajv({ strict: false });

interface Case {
  zodType: z.ZodType;
  schema: JsonSchema;
  value: unknown;
}

async function postgresAccepts(cases: readonly Case[]): Promise<boolean[]> {
  const schemas = [...new Set(cases.map(({ schema }) => schema))];
  const { rows } = await db.owner.query<{ accepts: boolean }>(
    `select cardinality(private.json_schema_errors(($1::jsonb[])[c.schema], c.value, 'payload')) = 0 as accepts
     from unnest($2::integer[], $3::jsonb[]) with ordinality as c (schema, value, n) order by c.n`,
    [
      schemas.map((schema) => JSON.stringify(schema)),
      cases.map(({ schema }) => schemas.indexOf(schema) + 1),
      cases.map(({ value }) => JSON.stringify(value)),
    ],
  );
  return rows.map(({ accepts }) => accepts);
}

async function expectAgreement(cases: readonly Case[]): Promise<{ accepted: number; refused: number }> {
  const byPostgres = await postgresAccepts(cases);
  const disagreements = cases
    .map(({ zodType, schema, value }, index) => ({
      schema: JSON.stringify(schema),
      value: JSON.stringify(value),
      zod: zodType.safeParse(value).success,
      ajv: ajv.validate(schema, value),
      postgres: byPostgres[index],
    }))
    .filter((answer) => answer.zod !== answer.ajv || answer.ajv !== answer.postgres);
  expect(disagreements).toEqual([]);
  const accepted = byPostgres.filter(Boolean).length;
  return { accepted, refused: cases.length - accepted };
}

/** As it arrives over HTTP. Postgres has no NUL in text, and no object of ours has that prototype. */
const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
const isStorable = (value: unknown): boolean => !/\\u0000|__proto__/.test(JSON.stringify(value));

// zod counts UTF-16 units and JSON Schema code points, so the corpus stays where they are the same.
const text = fc.string({ unit: fc.constantFrom("a", "Z", " ", "\n", '"', "\\", "é", "ß", "क", "你") });
const anyValue = fc.jsonValue({ maxDepth: 2 }).map(asJson);

const payloadField = fc.oneof(
  { weight: 6, arbitrary: text },
  { weight: 2, arbitrary: fc.constantFrom(60, 120, 180, 61, "concise", "loud", "male", "", null) },
  { weight: 1, arbitrary: fc.constantFrom("x".repeat(2_000), "x".repeat(2_001), "x".repeat(50_001)) },
  { weight: 1, arbitrary: fc.array(fc.oneof(text, anyValue), { maxLength: 4 }) },
  { weight: 1, arbitrary: anyValue },
);
const NAMES = [
  ...["question", "topic", "text", "points", "context", "style", "length", "voice", "theme", "aspect", "hls"],
  ...["answer", "options", "script", "extra"],
];
const sceneContent = fc.oneof(
  fc.record({ kind: fc.constant("statement"), text }),
  fc.record({ kind: fc.constant("bullets"), items: fc.array(text, { maxLength: 3 }) }),
  fc.record({ kind: fc.constantFrom("title", "opera"), title: text, subtitle: fc.option(text) }),
  fc.record({ kind: fc.constant("question"), question: text, options: fc.array(text), answer: fc.integer() }),
  anyValue,
);
const script = fc.record({
  title: text,
  scenes: fc.array(fc.record({ content: sceneContent }), { maxLength: 3 }),
});
const mostlyGood = fc.record(
  {
    question: text,
    topic: text,
    text,
    points: fc.array(text, { maxLength: 3 }),
    style: fc.constantFrom("concise", "detailed"),
    length: fc.constantFrom(60, 120, 61),
    extra: anyValue,
  },
  { requiredKeys: [] },
);
const withScript = fc.record(
  {
    question: fc.constant("Why?"),
    script,
    answer: fc.oneof(text, fc.integer({ min: -1, max: 11 })),
    hls: fc.constantFrom(true, false, "yes"),
  },
  { requiredKeys: ["question"] },
);
const payload = fc.oneof(
  { weight: 4, arbitrary: mostlyGood },
  { weight: 2, arbitrary: withScript },
  { weight: 4, arbitrary: fc.dictionary(fc.constantFrom(...NAMES), payloadField, { maxKeys: 5 }) },
  { weight: 1, arbitrary: anyValue },
);

test("zod, ajv and Postgres agree on every payload of the catalogue", async () => {
  const types = Object.values(JOB_CATALOGUE).map(({ payload: zodType }) => ({
    zodType,
    schema: toCatalogueSchema(zodType),
  }));
  const payloads = fc.sample(payload, 1_500).map(asJson).filter(isStorable);

  const answers = await expectAgreement(
    payloads.flatMap((value) => types.map((type) => ({ ...type, value }))),
  );

  // A corpus that is all good or all bad would prove nothing.
  expect(answers.accepted).toBeGreaterThan(300);
  expect(answers.refused).toBeGreaterThan(300);
});

/** A type out of the closed set of keywords, with a value that often fits it. */
interface Sample {
  zodType: z.ZodType;
  value: unknown;
}
const bounds = fc.tuple(fc.nat(3), fc.nat(3)).map(([min, more]) => ({ min, max: min + more }));
const { sample } = fc.letrec<{ sample: Sample }>((tie) => ({
  sample: fc.oneof(
    { maxDepth: 3, depthSize: "small" },
    fc.record({ zodType: bounds.map(({ min, max }) => z.string().min(min).max(max)), value: text }),
    fc.record({
      zodType: bounds.map(({ min, max }) => z.number().min(min).max(max)),
      value: fc.oneof(fc.integer({ min: -1, max: 8 }), fc.double({ noNaN: true, noDefaultInfinity: true })),
    }),
    fc.record({ zodType: fc.constant(z.int()), value: fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true })) }),
    fc.record({ zodType: fc.constant(z.boolean()), value: fc.boolean() }),
    fc.record({ zodType: fc.constant(z.null()), value: fc.constant(null) }),
    fc.record({ zodType: fc.constant(z.literal(["a", 1, true, null])), value: fc.constantFrom("a", 1, true, null, "b", 2, false) }),
    fc.record({ zodType: fc.constant(z.enum(["a", "b"])), value: fc.constantFrom("a", "b", "c") }),
    fc.record({ zodType: fc.constant(z.unknown()), value: anyValue }),
    fc.record({ inner: tie("sample"), bounds, others: fc.array(anyValue, { maxLength: 1 }), times: fc.nat(4) }).map(
      ({ inner, bounds: { min, max }, others, times }) => ({
        zodType: z.array(inner.zodType).min(min).max(max),
        value: [...Array.from({ length: times }, () => inner.value), ...others],
      }),
    ),
    fc.record({ a: tie("sample"), b: tie("sample"), kind: fc.constantFrom("loose", "strict", "strip"), present: fc.subarray(["a", "b", "c"]) }).map(
      ({ a, b, kind, present }) => {
        const shape = { a: a.zodType, b: b.zodType.optional() };
        const values: Record<string, unknown> = { a: a.value, b: b.value, c: 1 };
        return {
          zodType: kind === "loose" ? z.looseObject(shape) : kind === "strict" ? z.strictObject(shape) : z.object(shape),
          value: Object.fromEntries(present.map((name) => [name, values[name]])),
        };
      },
    ),
    fc.record({ a: tie("sample"), b: tie("sample"), isFirst: fc.boolean() }).map(({ a, b, isFirst }) => ({
      zodType: z.union([a.zodType, b.zodType]),
      value: isFirst ? a.value : b.value,
    })),
  ),
})); // prettier-ignore

test("zod, ajv and Postgres agree on schemas that the catalogue could have", async () => {
  const cases = fc
    .sample(fc.record({ sample, stray: fc.option(anyValue, { freq: 4 }) }), 3_000)
    .map(({ sample: { zodType, value }, stray }) => ({
      zodType,
      schema: toCatalogueSchema(zodType),
      value: asJson(stray ?? value),
    }))
    .filter(({ value }) => isStorable(value));

  const answers = await expectAgreement(cases);

  expect(answers.accepted).toBeGreaterThan(500);
  expect(answers.refused).toBeGreaterThan(500);
});

const errors = async (schema: JsonSchema, value: unknown): Promise<string[]> => {
  const { rows } = await db.owner.query<{ errors: string[] }>(
    "select private.json_schema_errors($1, $2, 'payload') as errors",
    [JSON.stringify(schema), JSON.stringify(value)],
  );
  return rows[0]?.errors ?? [];
};

test.each([
  [{ const: 5 }, 6, ["payload must be 5"]],
  [{ type: "integer" }, 1.5, ["payload must be an integer, not a number"]],
  [{ type: "integer" }, 1.0, []],
  [{ type: ["string", "null"] }, 1, ["payload must be a string or a null, not a number"]],
  [{ type: "number", minimum: 1, maximum: 3 }, 0.5, ["payload must be at least 1"]],
  [{ type: "number", minimum: 1, maximum: 3 }, 3.5, ["payload must be at most 3"]],
  [{ type: "string", minLength: 3 }, "ab", ["payload must have at least 3 characters"]],
  [{ type: "string", maxLength: 1 }, "🎬", []],
  [{ type: "array", items: { type: "array", items: { type: "string" } } }, [["a"], ["b", 1]], ["payload[1][1] must be a string, not a number"]],
  [{ type: "array", minItems: 2 }, [1], ["payload must have at least 2 items"]],
  [{ type: "array", maxItems: 1, items: { type: "string" } }, [1, 2], ["payload must have at most 1 items, it has 2"]],
  [{ type: "object", properties: { a: {} }, additionalProperties: false }, { a: 1, b: 2 }, ["payload.b is not allowed"]],
  [{ type: "object", properties: { a: { type: "object", required: ["b"] } } }, { a: {} }, ["payload.a.b is required"]],
  [{ type: "object", additionalProperties: { type: "string" } }, { any: 1 }, ["payload.any must be a string, not a number"]],
  [{ anyOf: [{ type: "string" }, { type: "null" }] }, 5, ["payload must be a string, not a number"]],
  [{ anyOf: [] }, 5, ["payload is not allowed"]],
])("%j says of %j: %j", async (schema, value, messages) => {
  expect(await errors(schema, value)).toEqual(messages);
}); // prettier-ignore

test("a list of a million mistakes is refused quickly, with the first few", async () => {
  const found = await errors(
    { type: "array", items: { type: "string" } },
    Array.from({ length: 100_000 }, () => 1),
  );

  expect(found).toHaveLength(11);
});
