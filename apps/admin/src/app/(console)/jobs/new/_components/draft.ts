import { newJobValuesSchema, type NewJobValues } from "./new-job-values.ts";

/** One draft for the empty form, and one for each job that is edited into a new one. */
const keyOf = (fromJobId: string | null): string => `spool.new-job-draft:${fromJobId ?? ""}`;

/** What was typed and not submitted in this tab, or null. A draft of an older console is not understood and dropped. */
export function readDraft(fromJobId: string | null): NewJobValues | null {
  try {
    const kept = sessionStorage.getItem(keyOf(fromJobId));
    return kept === null ? null : (newJobValuesSchema.safeParse(JSON.parse(kept)).data ?? null);
  } catch {
    return null; // no storage, or no JSON in it
  }
}

export function keepDraft(fromJobId: string | null, values: NewJobValues): void {
  try {
    sessionStorage.setItem(keyOf(fromJobId), JSON.stringify(values));
  } catch {
    // A full or forbidden storage keeps nobody from submitting.
  }
}

export function dropDraft(fromJobId: string | null): void {
  try {
    sessionStorage.removeItem(keyOf(fromJobId));
  } catch {
    // As above.
  }
}
