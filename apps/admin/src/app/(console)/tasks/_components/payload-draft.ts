import type { Json } from "@spool/db/database.types";
import { z } from "zod";
import type { JobTypeRow } from "../../../../data/tasks/job-types-query.ts";

const propertySchema = z.object({
  type: z.enum(["string", "number", "integer", "boolean"]),
  enum: z.array(z.union([z.string(), z.number()])).optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  maxLength: z.number().optional(),
});
const flatSchema = z.object({
  type: z.literal("object"),
  properties: z.record(z.string(), propertySchema),
  required: z.array(z.string()).default([]),
});

export interface PayloadField {
  name: string;
  label: string;
  isRequired: boolean;
  property: z.infer<typeof propertySchema>;
}

/** What somebody typed of a payload: field by field where it is flat, as JSON where it is not. */
export interface PayloadDraft {
  typed: Readonly<Record<string, string>>;
  json: string;
}

/** The fields that a payload is asked for by; null where only JSON will do. */
export function payloadFields({ payload_schema }: Pick<JobTypeRow, "payload_schema">): PayloadField[] | null {
  const flat = flatSchema.safeParse(payload_schema);
  if (!flat.success) return null;
  return Object.entries(flat.data.properties).map(([name, property]) => ({
    name,
    label: wordsOf(name),
    isRequired: flat.data.required.includes(name),
    property,
  }));
}

function wordsOf(name: string): string {
  const spaced = name.replace(/_seconds$/, " in seconds").replaceAll("_", " ");
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}

/** A draft to begin with: what is there already, or the example. */
export function draftOf(payload: Json | null): PayloadDraft {
  const typed =
    payload !== null && typeof payload === "object" && !Array.isArray(payload)
      ? Object.fromEntries(
          Object.entries(payload).map(([name, value]) => [
            name,
            typeof value === "string" ? value : JSON.stringify(value),
          ]),
        )
      : {};
  return { typed, json: JSON.stringify(payload ?? {}, null, 2) };
}

/** The payload that a draft stands for. Throws an Error for what is no JSON; the rest the database judges. */
export function payloadOf(type: Pick<JobTypeRow, "payload_schema">, draft: PayloadDraft): NonNullable<Json> {
  const fields = payloadFields(type);
  if (fields === null) {
    try {
      return JSON.parse(draft.json) as NonNullable<Json>; // any JSON; the database says what is wrong with it
    } catch (error) {
      throw new Error(`This is not JSON: ${error instanceof Error ? error.message : "unreadable"}`, {
        cause: error,
      });
    }
  }
  return Object.fromEntries(
    fields.flatMap(({ name, property }): [string, string | number | boolean][] => {
      const text = draft.typed[name]?.trim() ?? "";
      if (text === "") return [];
      if (property.type === "boolean") return [[name, text === "true"]];
      if (property.type === "string") return [[name, text]];
      return [[name, Number.isNaN(Number(text)) ? text : Number(text)]];
    }),
  );
}
