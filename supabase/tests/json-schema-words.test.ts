import { JOB_CATALOGUE } from "@spool/contracts/job-catalogue";
import { toCatalogueSchema } from "@spool/contracts/json-schema";
import { jsonSchemaErrors } from "@spool/contracts/json-schema-errors";
import { useTestDatabase } from "@spool/testing/use-database";
import { expect, test } from "vitest";

const db = useTestDatabase();

const LONG = "x".repeat(2_001);
const PAYLOADS: unknown[] = [
  {},
  null,
  [],
  "a text",
  { question: "" },
  { question: 7 },
  { question: LONG },
  { question: "🎬".repeat(2_001) },
  { question: "Why?", length: 61, style: "loud", voice: null },
  { question: "Why?", points: [] },
  { question: "Why?", points: ["", 3, LONG] },
  { question: "Why?", points: Array.from({ length: 101 }, () => "x") },
  { question: "Why?", text: "y".repeat(50_001) },
  { topic: 1, points: [{}] },
  { topic: LONG, text: "" },
  { topic: "Rain", unknown: { kept: true } },
];

test("the console says of a payload what Postgres says", async () => {
  for (const [type, { payload }] of Object.entries(JOB_CATALOGUE)) {
    const schema = toCatalogueSchema(payload);
    const { rows } = await db.owner.query<{ errors: string[] }>(
      `select private.json_schema_errors($1, c.value, 'payload') as errors
       from unnest($2::jsonb[]) with ordinality as c (value, n) order by c.n`,
      [JSON.stringify(schema), PAYLOADS.map((value) => JSON.stringify(value))],
    );
    for (const [index, value] of PAYLOADS.entries()) {
      expect(
        jsonSchemaErrors(schema, value, "payload").toSorted(),
        `${type} ${JSON.stringify(value).slice(0, 80)}`,
      ).toEqual(rows[index]?.errors.toSorted());
    }
  }
});
