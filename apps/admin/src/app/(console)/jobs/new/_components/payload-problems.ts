import { JOB_CATALOGUE, type JobTypeName } from "@spool/contracts/job-catalogue";
import { toCatalogueSchema, type JsonSchema } from "@spool/contracts/json-schema";
import { jsonSchemaErrors } from "@spool/contracts/json-schema-errors";

const schemas = new Map<JobTypeName, JsonSchema>();

function schemaOf(type: JobTypeName): JsonSchema {
  let schema = schemas.get(type);
  if (schema === undefined) {
    schema = toCatalogueSchema(JOB_CATALOGUE[type].payload);
    schemas.set(type, schema);
  }
  return schema;
}

/** What the database will say of a payload, sentence by sentence. */
export const payloadSentences = (type: JobTypeName, payload: unknown): string[] =>
  jsonSchemaErrors(schemaOf(type), payload, "payload");

/** {@link payloadSentences} by the name of the field that each is about; the first of each field. */
export const payloadProblems = (type: JobTypeName, payload: unknown): Record<string, string> =>
  byField(payloadSentences(type, payload));

/** The refusal of an insert, by field where it names one. What belongs to no field is under the empty name. */
export const problemsOfRefusal = (message: string): Record<string, string> =>
  byField(message.split(/; (?=(?:payload|requirements)\.)/));

function byField(sentences: readonly string[]): Record<string, string> {
  const problems: Record<string, string> = {};
  for (const sentence of sentences) problems[fieldOf(sentence)] ??= sentence;
  return problems;
}

/** `question` for a sentence about `payload.question`, `requirements.gpu` and `unique_key` as they are. */
function fieldOf(sentence: string): string {
  const path = /^(?:payload\.([\w-]+)|(requirements\.\w+|unique_key|run_at)\b)/.exec(sentence);
  return path?.[1] ?? path?.[2] ?? "";
}
