import { queryOptions } from "@tanstack/react-query";
import type { Tables } from "@spool/db/database.types";
import type { Supabase } from "../../lib/supabase-browser.tsx";

export type JobTypeRow = Pick<
  Tables<"job_types">,
  "name" | "kind" | "title" | "description" | "default_queue" | "payload_schema" | "example"
>;

/** The catalogue changes with a migration. */
const FRESH_MS = 5 * 60_000;

/** Every kind of job and task that the database takes. */
export const jobTypesQuery = (supabase: Supabase) =>
  queryOptions({
    queryKey: ["job-types"] as const,
    staleTime: FRESH_MS,
    queryFn: async ({ signal }): Promise<JobTypeRow[]> => {
      const { data } = await supabase
        .from("job_types")
        .select("name, kind, title, description, default_queue, payload_schema, example")
        .order("title")
        .abortSignal(signal)
        .throwOnError();
      return data;
    },
  });
