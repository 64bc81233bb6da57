import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { Supabase } from "../../lib/supabase-browser.tsx";
import type { JobFilter } from "./job-filter.ts";
import { belowKey, type JobKey } from "./job-key.ts";
import { jobsKeys } from "./keys.ts";
import { narrowedJobs, searchHorizon } from "./narrow-jobs.ts";

export interface Neighbour {
  id: string;
  title: string;
}

const aboveKey = ({ created_at, id }: JobKey): string =>
  `created_at.gt.${created_at},and(created_at.eq.${created_at},id.gt.${id})`;

/** The jobs that stand just above and just below one in the list of a filter, newest first. Null at either end. */
export const neighboursQuery = (supabase: Supabase, filter: JobFilter, { created_at, id }: JobKey) =>
  // eslint-disable-next-line @tanstack/query/exhaustive-deps -- the id tells the place
  queryOptions({
    queryKey: [...jobsKeys.neighbours, filter, id] as const,
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }): Promise<{ above: Neighbour | null; below: Neighbour | null }> => {
      const searchFrom = await searchHorizon(supabase, filter);
      const key = { created_at, id };
      const beside = async (isAbove: boolean): Promise<Neighbour | null> => {
        const narrowed = narrowedJobs(supabase, filter, searchFrom, "id,title");
        // The first condition says nothing new, but only it leads the index to the place.
        const placed = isAbove
          ? narrowed.gte("created_at", created_at).or(aboveKey(key))
          : narrowed.lte("created_at", created_at).or(belowKey(key));
        const { data } = await placed
          .order("created_at", { ascending: isAbove })
          .order("id", { ascending: isAbove })
          .limit(1)
          .abortSignal(signal)
          .overrideTypes<Neighbour[], { merge: false }>()
          .throwOnError();
        return data[0] ?? null;
      };
      const [above, below] = await Promise.all([beside(true), beside(false)]);
      return { above, below };
    },
  });
