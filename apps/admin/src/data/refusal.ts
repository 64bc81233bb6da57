import { z } from "zod";
import { apiMessage, isUnreachable } from "./api-message.ts";

const conflictSchema = z.object({ job_id: z.string() });
const laterSchema = z.object({ retry_after_seconds: z.number().positive() });
const postgrestSchema = z.object({
  code: z.string(),
  hint: z.string().nullish(),
  details: z.string().nullish(),
});

/** Why something was refused, and what somebody can do about it. */
export interface Refusal {
  /** In the words of whoever refused, with their hint. */
  message: string;
  /** Nobody answered: the same may work in a moment. */
  isUnreachable: boolean;
  /** The session has ended. */
  isSignedOut: boolean;
  /** The job that stands in the way. */
  otherJobId: string | null;
  /** The same will do after so long: a limit of rate was reached. */
  retryAfterSeconds: number | null;
  /** More came at once than a limit allows, or there is no room left. */
  isTooMany: boolean;
}

export function refusalOf(error: unknown): Refusal {
  const message = apiMessage(error);
  const answer = postgrestSchema.safeParse(error);
  const { code, hint, details } = answer.success ? answer.data : { code: "", hint: null, details: null };
  return {
    message: hint ? `${message.replace(/\.$/, "")}. ${hint}` : message,
    isUnreachable: isUnreachable(error),
    // What PostgREST and our functions answer to a token that is too old, and to nobody.
    isSignedOut: code === "PT401" || code === "PGRST301" || code === "PGRST303" || code === "PGRST302",
    otherJobId: detailOf(conflictSchema, details)?.job_id ?? null,
    retryAfterSeconds:
      code === "PT429" ? (detailOf(laterSchema, details)?.retry_after_seconds ?? null) : null,
    isTooMany: code === "PT413",
  };
}

/** Details are a text; ours are JSON in it. Null for those of another shape. */
function detailOf<Detail>(schema: z.ZodType<Detail>, details: string | null | undefined): Detail | null {
  if (details == null || !details.startsWith("{")) return null;
  try {
    return schema.safeParse(JSON.parse(details)).data ?? null;
  } catch {
    return null;
  }
}
