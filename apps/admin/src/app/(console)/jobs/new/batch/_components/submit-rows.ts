import type { Supabase } from "../../../../../../lib/supabase-browser.tsx";
import type { RefusedRow } from "./batch-messages.ts";
import type { BatchRow } from "./batch-rows.ts";

export interface Submitted {
  submitted: number;
  /** Rows whose job was there already: from an earlier try, or from somebody else. */
  present: number;
  refused: RefusedRow[];
}

/** Keys in one question: they stand in its address. */
const KEYS_A_QUESTION = 100;

/**
 * Submits rows in one statement, which goes in whole or not at all.
 *
 * Rows whose key is there are left out; those that the database refuses are found by halving. Throws what is no row's
 * fault, such as a lost connection: then nobody knows whether the rows went in, and the same call finds out.
 */
export async function submitRows(
  supabase: Supabase,
  rows: readonly BatchRow[],
  since: string,
): Promise<Submitted> {
  const [first] = rows;
  if (first === undefined) return { submitted: 0, present: 0, refused: [] };
  const { error } = await supabase.from("jobs").insert(rows.map(({ job }) => job));
  if (error === null) return { submitted: rows.length, present: 0, refused: [] };
  if (!isOfARow(error.code)) throw error;

  if (isConflict(error.code)) {
    const present = await presentKeys(supabase, rows, since);
    const rest = rows.filter(({ job }) => !present.has(job.unique_key));
    if (rest.length < rows.length) {
      const others = await submitRows(supabase, rest, since);
      return { ...others, present: others.present + rows.length - rest.length };
    }
  }
  if (rows.length === 1)
    return { submitted: 0, present: 0, refused: [{ line: first.line, reason: error.message }] };
  const middle = Math.ceil(rows.length / 2);
  const one = await submitRows(supabase, rows.slice(0, middle), since);
  const other = await submitRows(supabase, rows.slice(middle), since);
  return {
    submitted: one.submitted + other.submitted,
    present: one.present + other.present,
    refused: [...one.refused, ...other.refused],
  };
}

/** A key counts as there while its job has not finished, and when this batch submitted it, finished or not. */
export async function presentKeys(
  supabase: Supabase,
  rows: readonly BatchRow[],
  since: string,
): Promise<Set<string>> {
  const present = new Set<string>();
  for (let from = 0; from < rows.length; from += KEYS_A_QUESTION) {
    const part = rows.slice(from, from + KEYS_A_QUESTION);
    const { data } = await supabase
      .from("jobs")
      .select("unique_key, finished_at, created_at")
      .eq("project_id", part[0]?.job.project_id ?? "")
      .in(
        "unique_key",
        part.map(({ job }) => job.unique_key),
      )
      .retry(true)
      .throwOnError();
    for (const { unique_key, finished_at, created_at } of data) {
      const isOurs = Date.parse(created_at) >= Date.parse(since);
      if (unique_key !== null && (finished_at === null || isOurs)) present.add(unique_key);
    }
  }
  return present;
}

const isConflict = (code: string): boolean => code === "PT409" || code === "23505";

/** Refused for what a row says: our own refusals, broken constraints, values that cannot be read. */
const isOfARow = (code: string): boolean => isConflict(code) || code === "PT400" || /^2[23]/.test(code);
