import { jobRequirementsSchema } from "@spool/contracts/job-requirements";
import { toCatalogueSchema } from "@spool/contracts/json-schema";
import { jsonSchemaErrors } from "@spool/contracts/json-schema-errors";
import type { FieldPath } from "react-hook-form";
import { payloadForm } from "./form-fields.ts";
import { toPayload } from "./form-payload.ts";
import type { NewJobValues } from "./new-job-values.ts";
import { picturesProblem, readPictures } from "./picture-entries.ts";
import { payloadProblems, problemsOfRefusal } from "./payload-problems.ts";
import { toRequirements } from "./to-new-job.ts";

/** A place of the form where a problem can stand; `root` is the form itself. */
type ProblemPath = FieldPath<NewJobValues> | "root";

const requirementsSchema = toCatalogueSchema(jobRequirementsSchema);

const PATHS: Readonly<Record<string, ProblemPath>> = {
  "requirements.gpu": "requirements.gpu",
  "requirements.encoder": "requirements.encoder",
  "requirements.memory_mb": "requirements.memoryMb",
  "requirements.renderer": "requirements.renderer",
  "requirements.site": "requirements.site",
  unique_key: "uniqueKey",
  run_at: "runAt",
};

/** What the database will refuse, before it is asked, by the place where it was typed. */
export function formProblems(values: NewJobValues): Map<ProblemPath, string> {
  const { fields } = payloadForm(values.type);
  const payload = { ...values.unasked, ...toPayload(fields, values.typed) };
  const pictures = picturesProblem(readPictures(values.typed["pictures"] ?? ""), values.projectId);
  const requirements = toRequirements(values.requirements);
  return placed(values, {
    ...payloadProblems(values.type, payload),
    ...(pictures !== null && { pictures }),
    ...problemsOfRefusal(jsonSchemaErrors(requirementsSchema, requirements, "requirements").join("; ")),
    ...(values.runAt !== "" &&
      Number.isNaN(Date.parse(values.runAt)) && { run_at: "run_at must be a point in time" }),
    ...(Array.from(values.uniqueKey.trim()).length > 200 && {
      unique_key: "unique_key must have 1 to 200 characters",
    }),
  });
}

/** What the database did refuse. A sentence about nothing that is in the form stands at its end. */
export const refusalProblems = (values: NewJobValues, message: string): Map<ProblemPath, string> =>
  placed(values, problemsOfRefusal(message));

function placed(values: NewJobValues, problems: Record<string, string>): Map<ProblemPath, string> {
  const asked = new Set(payloadForm(values.type).fields.map(({ name }) => name));
  const byPath = new Map<ProblemPath, string>();
  for (const [name, sentence] of Object.entries(problems)) {
    if (sentence === "") continue;
    const path = asked.has(name) ? (`typed.${name}` as const) : (PATHS[name] ?? "root");
    byPath.set(path, sentence);
  }
  return byPath;
}
