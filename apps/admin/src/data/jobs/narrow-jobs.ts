import { queryOptions } from "@tanstack/react-query";
import type { Supabase } from "../../lib/supabase-browser.tsx";
import { correctedNowMs } from "../../time/now.ts";
import { SINCE_SECONDS, type JobFilter } from "./job-filter.ts";
import { JOB_LIST_COLUMNS } from "./job-row.ts";

/** Jobs that a filter lets through, without an order. `searchFrom`: how far back titles are searched. */
export function narrowedJobs(
  supabase: Supabase,
  filter: JobFilter,
  searchFrom: string | null,
  columns = JOB_LIST_COLUMNS,
) {
  let query = supabase.from("jobs").select(columns);
  for (const [column, values] of [
    ["status", filter.status],
    ["job_type", filter.type],
    ["queue", filter.queue],
    ["priority", filter.priority],
    ["error_category", filter.category],
    ["node_id", filter.node],
    ["project_id", filter.project],
  ] as const) {
    // An index keeps its order for a value, but not for a list of one.
    const [value, ...others] = values;
    if (value !== undefined) query = others.length === 0 ? query.eq(column, value) : query.in(column, values);
  }
  for (const moment of [filter.after, sinceMoment(filter), searchFrom]) {
    if (moment !== null) query = query.gte("created_at", moment);
  }
  if (filter.before !== null) query = query.lt("created_at", filter.before);
  if (filter.finishedAfter !== null) query = query.gte("finished_at", filter.finishedAfter);
  if (filter.finishedBefore !== null) query = query.lt("finished_at", filter.finishedBefore);
  if (filter.text !== null) query = query.ilike("title", titlePattern(filter.text));
  return query;
}

/** The moment that `since` means now. */
export const sinceMoment = ({ since }: JobFilter): string | null =>
  since === null ? null : new Date(correctedNowMs() - SINCE_SECONDS[since] * 1_000).toISOString();

/** Titles that hold `text`. PostgREST takes a star for any characters, so a star is looked for as any one character. */
export const titlePattern = (text: string): string =>
  `%${text.replaceAll("\\", "\\\\").replaceAll("%", "\\%").replaceAll("_", "\\_").replaceAll("*", "_")}%`;

const horizons = new WeakMap<Supabase, { moment: Promise<string | null>; askedMs: number }>();
/** It moves on by a job when one comes in; a minute more or less is nothing in a hundred thousand. */
const HORIZON_FRESH_MS = 60_000;

/** How far back titles are searched: over the newest hundred thousand. Null where there is no text, or no end. */
export async function searchHorizon(
  supabase: Supabase,
  filter: Pick<JobFilter, "text">,
): Promise<string | null> {
  if (filter.text === null) return null;
  const held = horizons.get(supabase);
  if (held !== undefined && Date.now() - held.askedMs < HORIZON_FRESH_MS) return held.moment;
  const moment = askHorizon(supabase);
  horizons.set(supabase, { moment, askedMs: Date.now() });
  // One that could not be had is asked for again at once.
  moment.catch(() => horizons.delete(supabase));
  return moment;
}

async function askHorizon(supabase: Supabase): Promise<string | null> {
  const { data } = await supabase.rpc("get_search_horizon").throwOnError();
  return data === "-infinity" ? null : data;
}

/** {@link searchHorizon} for a component. */
export const searchHorizonQuery = (supabase: Supabase, filter: JobFilter) =>
  // eslint-disable-next-line @tanstack/query/exhaustive-deps -- only whether there is a text matters
  queryOptions({
    queryKey: ["search-horizon", filter.text !== null] as const,
    queryFn: () => searchHorizon(supabase, filter),
  });
