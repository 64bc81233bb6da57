import type { JobTypeName } from "@spool/contracts/job-catalogue";
import { PRIORITIES, QUEUES } from "@spool/contracts/job-states";
import type { NewJob } from "../../../../../../data/jobs/submit-job-mutation.ts";
import type { FormField } from "../../_components/form-fields.ts";
import { payloadForm } from "../../_components/form-fields.ts";
import { toPayload } from "../../_components/form-payload.ts";
import { payloadSentences } from "../../_components/payload-problems.ts";
import { contentKey } from "./content-key.ts";
import type { FileRecord } from "./read-records.ts";

/** Columns of a job beside its payload. */
export const JOB_COLUMNS = ["queue", "priority", "run_at", "unique_key"] as const;
type JobColumn = (typeof JOB_COLUMNS)[number];

/** Where each column of a file goes: a field of the payload, a column of the job, or nowhere. */
export type Mapping = Readonly<Record<string, string | null>>;

/** What every job of a batch has in common. */
export interface BatchPlan {
  type: JobTypeName;
  projectId: string;
  mapping: Mapping;
}

export interface BatchRow {
  line: number;
  job: NewJob & { unique_key: string };
}

export interface BadRow {
  line: number;
  problems: string[];
  values: FileRecord["values"];
}

const plainName = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "");

/** A column goes where its name says, whatever its case and blanks; the first of two of one name. */
export function guessMapping(columns: readonly string[], type: JobTypeName): Mapping {
  const targets = new Set([...payloadForm(type).fields.map(({ name }) => name), ...JOB_COLUMNS]);
  return Object.fromEntries(
    columns.map((column) => {
      const name = plainName(column);
      return [column, targets.delete(name) ? name : null];
    }),
  );
}

/** Every record as a job, or with what is wrong with it. Two records that say the same are one job. */
export function checkRecords(
  records: readonly FileRecord[],
  plan: BatchPlan,
): { rows: BatchRow[]; bad: BadRow[] } {
  const { fields } = payloadForm(plan.type);
  const rows: BatchRow[] = [];
  const bad: BadRow[] = [];
  const lineOfKey = new Map<string, number>();
  for (const { line, values, problem } of records) {
    if (problem !== null) {
      bad.push({ line, problems: [problem], values });
      continue;
    }
    const { job, problems } = toJob(values, plan, fields);
    const sameLine = lineOfKey.get(job.unique_key);
    if (sameLine !== undefined) problems.push(`The row says the same as line ${sameLine}`);
    if (problems.length > 0) {
      bad.push({ line, problems, values });
      continue;
    }
    lineOfKey.set(job.unique_key, line);
    rows.push({ line, job });
  }
  return { rows, bad };
}

function toJob(
  values: FileRecord["values"],
  { type, projectId, mapping }: BatchPlan,
  fields: readonly FormField[],
): { job: BatchRow["job"]; problems: string[] } {
  const given = new Map<string, unknown>();
  for (const [column, target] of Object.entries(mapping))
    if (target !== null && values[column] !== undefined && values[column] !== "")
      given.set(target, values[column]);

  const payload: Record<string, unknown> = {};
  for (const field of fields) {
    const value = given.get(field.name);
    if (value === undefined) continue;
    Object.assign(payload, typeof value === "string" ? typedValue(field, value) : { [field.name]: value });
  }
  const problems = payloadSentences(type, payload);
  const queue = oneOf(QUEUES, "queue", given.get("queue"), problems);
  const priority = oneOf(PRIORITIES, "priority", given.get("priority"), problems);
  const runAt = momentOf(given.get("run_at"), problems);
  const named = textOf(given.get("unique_key"));
  if (named !== null && Array.from(named).length > 200)
    problems.push("unique_key must have 1 to 200 characters");
  return {
    problems,
    job: {
      project_id: projectId,
      job_type: type,
      payload: payload as NewJob["payload"], // read from text or from JSON
      unique_key: named ?? `batch:${contentKey([projectId, type, payload])}`,
      ...(queue !== null && { queue }),
      ...(priority !== null && { priority }),
      ...(runAt !== null && { run_at: runAt }),
    },
  };
}

/** As the form reads it; a choice only where the cell says one, and a list by lines or by bars. */
function typedValue(field: FormField, typed: string): Record<string, unknown> {
  if (field.control === "choice") {
    const chosen = field.options.find(
      (option) => String(option).toLowerCase() === typed.trim().toLowerCase(),
    );
    if (chosen !== undefined) return { [field.name]: chosen };
    const isOfNumbers = field.options.every((option) => typeof option === "number");
    // A wrong number is told as that, not as a text.
    return { [field.name]: isOfNumbers && Number.isFinite(Number(typed)) ? Number(typed) : typed };
  }
  if (field.control === "switch") return { [field.name]: /^(true|yes|1|on)$/i.test(typed.trim()) };
  const text = field.control === "lines" ? typed.replaceAll("|", "\n") : typed;
  return toPayload([field], { [field.name]: text });
}

function oneOf<Value extends string>(
  values: readonly Value[],
  column: JobColumn,
  given: unknown,
  problems: string[],
): Value | null {
  if (given === undefined) return null;
  const value = values.find((candidate) => candidate === given);
  if (value === undefined) problems.push(`${column} must be one of ${values.join(", ")}`);
  return value ?? null;
}

function momentOf(given: unknown, problems: string[]): string | null {
  const text = textOf(given);
  if (text === null) return null;
  const atMs = Date.parse(text);
  if (!Number.isNaN(atMs)) return new Date(atMs).toISOString();
  problems.push("run_at must be a point in time, such as 2026-12-24T18:00");
  return null;
}

const textOf = (given: unknown): string | null =>
  typeof given === "string" && given.trim() !== "" ? given.trim() : null;
