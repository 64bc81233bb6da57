import { JOB_CATALOGUE, type JobTypeName } from "@spool/contracts/job-catalogue";
import { toCatalogueSchema } from "@spool/contracts/json-schema";
import { z } from "zod";
import { fieldWords, type FieldPlace } from "./field-words.ts";

/** How a field of a payload is asked for. `lines` is a list, one entry a line; `pictures` a list of files with captions; `json` is what has parts of its own. */
export type FormField = { name: string; isRequired: boolean; place: FieldPlace } & (
  | { control: "short" | "line" | "text" | "lines" | "pictures" | "json" | "switch" }
  | { control: "choice"; options: readonly (string | number | boolean)[] }
);

export interface PayloadForm {
  fields: FormField[];
  /** Of these fields at least one must be filled. Empty where every required field is required by itself. */
  oneOf: string[];
}

/** Longer texts than this are asked for in a large box. */
const LINE_MAX_CHARACTERS = 2_000;
/** Shorter ones in a box of one line that does not grow. */
const SHORT_MAX_CHARACTERS = 40;

const propertySchema = z.object({
  type: z.string().optional(),
  enum: z.array(z.union([z.string(), z.number()])).optional(),
  maxLength: z.number().optional(),
  items: z
    .object({ type: z.string().optional(), properties: z.record(z.string(), z.unknown()).optional() })
    .optional(),
  anyOf: z.array(z.object({ type: z.string().optional() })).optional(),
});
const objectSchema = z.object({
  properties: z.record(z.string(), propertySchema),
  required: z.array(z.string()).default([]),
});
const payloadSchema = z.union([z.object({ anyOf: z.array(objectSchema).min(1) }), objectSchema]);

/** The form of a job type, made from its schema in the catalogue. What the job is about comes first. */
export function payloadForm(type: JobTypeName): PayloadForm {
  const schema = payloadSchema.parse(toCatalogueSchema(JOB_CATALOGUE[type].payload));
  const branches = "anyOf" in schema ? schema.anyOf : [schema];
  const properties = Object.assign({}, ...branches.map((branch) => branch.properties)) as Record<
    string,
    Property
  >; // the union of records of one type
  const inEveryBranch = (name: string) => branches.every(({ required }) => required.includes(name));
  const oneOf = branches.flatMap(({ required }) => required).filter((name) => !inEveryBranch(name));
  const rank = (name: string) => {
    if (inEveryBranch(name)) return 0;
    if (oneOf.includes(name)) return 1 + oneOf.indexOf(name);
    return controlOf(properties[name] ?? {}, hasThird(name)) === "choice" ? 100 : 50;
  };
  return {
    fields: Object.keys(properties)
      .toSorted((one, other) => rank(one) - rank(other))
      .map((name) => toField(name, properties[name] ?? {}, inEveryBranch(name))),
    oneOf,
  };
}

type Property = z.infer<typeof propertySchema>;

function toField(name: string, property: Property, isRequired: boolean): FormField {
  const { place } = fieldWords(name);
  const control = controlOf(property, hasThird(name));
  const usualPlace = isRequired ? "main" : control === "choice" || control === "switch" ? "look" : "offered";
  const field = { name, isRequired, place: place ?? usualPlace };
  return control === "choice"
    ? { ...field, control, options: property.enum ?? [true, false] }
    : { ...field, control };
}

/** Whether nothing chosen is something else than no. */
const hasThird = (name: string): boolean => fieldWords(name).automatic !== undefined;

function controlOf(property: Property, isOfThree: boolean): FormField["control"] {
  if (property.enum !== undefined) return "choice";
  if (property.type === "boolean") return isOfThree ? "choice" : "switch";
  if (property.type === "array") {
    if (property.items?.type === "string") return "lines";
    return property.items?.properties?.["file"] === undefined ? "json" : "pictures";
  }
  if (property.type === "object") return "json";
  // Where a text is one of several forms, it is the one that people type.
  if (property.anyOf !== undefined)
    return property.anyOf.some(({ type }) => type === "string") ? "line" : "json";
  if (property.type !== "string") return "json";
  const most = property.maxLength ?? Infinity;
  return most > LINE_MAX_CHARACTERS ? "text" : most > SHORT_MAX_CHARACTERS ? "line" : "short";
}
