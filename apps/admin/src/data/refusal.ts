import { z } from "zod";
import { apiMessage } from "./api-message.ts";

const conflictSchema = z.object({ job_id: z.string() });
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
}

export function refusalOf(error: unknown): Refusal {
  const message = apiMessage(error);
  const answer = postgrestSchema.safeParse(error);
  const { code, hint, details } = answer.success ? answer.data : { code: "", hint: null, details: null };
  return {
    message: hint ? `${message.replace(/\.$/, "")}. ${hint}` : message,
    isUnreachable: error instanceof TypeError || (answer.success && code === "" && isOfFetch(message)),
    // What PostgREST and our functions answer to a token that is too old, and to nobody.
    isSignedOut: code === "PT401" || code === "PGRST301" || code === "PGRST303" || code === "PGRST302",
    otherJobId: otherJobOf(details),
  };
}

/** supabase-js puts what fetch threw into an answer without a code; `TypeError: …` is how it begins. */
const isOfFetch = (message: string): boolean => message.startsWith("TypeError");

function otherJobOf(details: string | null | undefined): string | null {
  if (details == null || !details.startsWith("{")) return null;
  try {
    const parsed = conflictSchema.safeParse(JSON.parse(details));
    return parsed.success ? parsed.data.job_id : null;
  } catch {
    return null; // a detail of another shape
  }
}
