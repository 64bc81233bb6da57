import { JOB_CATALOGUE, type JobTypeName } from "@spool/contracts/job-catalogue";
import { toCatalogueSchema } from "@spool/contracts/json-schema";
import { z } from "zod";

/** How a field of a payload is asked for. `lines` is a list, one entry a line. */
export type FormField = { name: string; isRequired: boolean } & (
  { control: "line" | "text" | "lines" } | { control: "choice"; options: readonly (string | number)[] }
);

export interface PayloadForm {
  fields: FormField[];
  /** Of these fields at least one must be filled. Empty where every required field is required by itself. */
  oneOf: string[];
}

/** Longer texts than this are asked for in a large box. */
const LINE_MAX_CHARACTERS = 2_000;

/** What a general field cannot ask for: a choice without a first answer, a switch, a whole script. */
const NOT_IN_GENERAL_FORM = new Set(["theme", "aspect", "direction", "renderer", "hls", "music", "script"]);

const propertySchema = z.object({
  type: z.string().optional(),
  enum: z.array(z.union([z.string(), z.number()])).optional(),
  maxLength: z.number().optional(),
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
  const inSomeBranch = (name: string) => branches.some(({ required }) => required.includes(name));

  const names = Object.keys(properties).filter((name) => !NOT_IN_GENERAL_FORM.has(name));
  const oneOf = branches
    .flatMap(({ required }) => required)
    .filter((name) => !inEveryBranch(name) && !NOT_IN_GENERAL_FORM.has(name));
  const rank = (name: string) =>
    inEveryBranch(name)
      ? 0
      : inSomeBranch(name)
        ? 1 + oneOf.indexOf(name)
        : properties[name]?.enum === undefined
          ? 50
          : 100;
  return {
    fields: names
      .toSorted((one, other) => rank(one) - rank(other))
      .map((name) => toField(name, properties[name] ?? {}, inEveryBranch(name))),
    oneOf,
  };
}

type Property = z.infer<typeof propertySchema>;

function toField(name: string, property: Property, isRequired: boolean): FormField {
  if (property.enum !== undefined) return { name, isRequired, control: "choice", options: property.enum };
  if (property.type === "array") return { name, isRequired, control: "lines" };
  const isLong = (property.maxLength ?? Infinity) > LINE_MAX_CHARACTERS;
  return { name, isRequired, control: isLong ? "text" : "line" };
}
