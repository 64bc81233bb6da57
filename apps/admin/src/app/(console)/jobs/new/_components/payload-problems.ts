import { JOB_CATALOGUE, type JobTypeName } from "@spool/contracts/job-catalogue";
import type { z } from "zod";

type Issue = z.core.$ZodIssue;

/**
 * What is wrong with a payload, by the name of the field, in the words that the database has for it.
 *
 * Asking here saves a round trip; what counts is what the database says when the job is submitted.
 */
export function payloadProblems(type: JobTypeName, payload: unknown): Record<string, string> {
  const result = JOB_CATALOGUE[type].payload.safeParse(payload);
  if (result.success) return {};
  return Object.fromEntries(
    result.error.issues
      .flatMap((issue) => sentences(issue))
      .map((sentence) => [fieldOf(sentence) ?? "", sentence]),
  );
}

/** The first field that a sentence of the database names, if it begins with one. */
function fieldOf(sentence: string): string | null {
  return /^payload\.([\w-]+)/.exec(sentence)?.[1] ?? null;
}

/** The refusal of an insert, by field where it names one. What belongs to no field is under the empty name. */
export function problemsOfRefusal(message: string): Record<string, string> {
  const problems: Record<string, string> = {};
  for (const sentence of message.split(/; (?=payload\.)/)) {
    const field = fieldOf(sentence) ?? "";
    problems[field] ??= sentence;
  }
  return problems;
}

function sentences(issue: Issue): string[] {
  if (issue.code !== "invalid_union") return [sentence(issue)];
  const branches = issue.errors.map((issues) => issues.flatMap((inner) => sentences(inner)));
  const missing = branches.map((branch) => (branch.length === 1 ? missingField(branch[0]) : null));
  if (missing.length > 1 && missing.every((field) => field !== null)) {
    return [`${missing.slice(0, -1).join(", ")} or ${missing.at(-1) ?? ""} is required`];
  }
  // The branch that somebody had in mind lacks nothing, or fails in the fewest places.
  const isLacking = (branch: string[]) => branch.some((text) => missingField(text) !== null);
  const meant = branches.toSorted(
    (one, other) => Number(isLacking(one)) - Number(isLacking(other)) || one.length - other.length,
  );
  return meant[0] ?? [];
}

const missingField = (text: string | undefined): string | null =>
  /^(.*) is required$/.exec(text ?? "")?.[1] ?? null;

function sentence(issue: Issue): string {
  const path = pathWords(issue.path);
  // What the catalogue's keywords can give rise to; the rest is said in zod's words.
  // eslint-disable-next-line @typescript-eslint/switch-exhaustiveness-check
  switch (issue.code) {
    case "invalid_type":
      return issue.input === undefined ? `${path} is required` : `${path} must be a ${issue.expected}`;
    case "too_small":
      return issue.input === "" || Number(issue.minimum) <= 1
        ? `${path} must not be empty`
        : `${path} must have at least ${issue.minimum} characters`;
    case "too_big":
      return `${path} must have at most ${issue.maximum} ${issue.origin === "array" ? "items" : "characters"}`;
    case "invalid_value":
      return `${path} must be one of ${issue.values.join(", ")}`;
    default:
      return `${path}: ${issue.message}`;
  }
}

const pathWords = (path: readonly PropertyKey[]): string =>
  path.reduce<string>(
    (words, step) => (typeof step === "number" ? `${words}[${step}]` : `${words}.${String(step)}`),
    "payload",
  );
