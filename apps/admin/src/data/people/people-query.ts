import { queryOptions } from "@tanstack/react-query";
import type { Tables } from "@spool/db/database.types";
import type { Supabase } from "../../lib/supabase-browser.tsx";

export type Person = Pick<Tables<"profiles">, "user_id" | "email" | "display_name" | "instance_role">;

/** People come and go slowly. */
const FRESH_MS = 5 * 60_000;

export const peopleKey = ["people"] as const;

/** The people whose projects the reader shares; everybody for administrators of the instance. */
export const peopleQuery = (supabase: Supabase) =>
  queryOptions({
    queryKey: peopleKey,
    staleTime: FRESH_MS,
    queryFn: async ({ signal }): Promise<Person[]> => {
      const { data } = await supabase
        .from("profiles")
        .select("user_id, email, display_name, instance_role")
        .order("email")
        .abortSignal(signal)
        .throwOnError();
      return data;
    },
  });

/** What somebody is called, or null for somebody the reader does not know. */
export function personName(people: readonly Person[] | undefined, userId: string): string | null {
  const person = people?.find(({ user_id }) => user_id === userId);
  return person?.display_name ?? person?.email ?? null;
}
