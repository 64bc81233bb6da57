import { infiniteQueryOptions, mutationOptions } from "@tanstack/react-query";
import type { Tables } from "@spool/db/database.types";
import { z } from "zod";
import type { Supabase } from "../../lib/supabase-browser.tsx";

export type AuditEntry = Omit<Tables<"audit_log">, "content_hash">;

export interface AuditFilter {
  /** Empty strings: all. */
  kind: string;
  action: string;
  actor: string;
  subject: string;
  /** Days as `2026-01-31`, in the reader's zone. */
  from: string;
  to: string;
}

const PAGE_ROWS = 100;
const COLUMNS =
  "id, occurred_at, actor_kind, actor_id, action, subject_kind, subject_id, project_id, detail" as const;

/** Entries that match, newest first, page by page from the last one that was read. */
export const auditQuery = (supabase: Supabase, filter: AuditFilter) =>
  infiniteQueryOptions({
    queryKey: ["audit", filter] as const,
    initialPageParam: null as number | null,
    queryFn: async ({ pageParam, signal }): Promise<AuditEntry[]> => {
      let query = supabase
        .from("audit_log")
        .select(COLUMNS)
        .order("id", { ascending: false })
        .limit(PAGE_ROWS);
      if (pageParam !== null) query = query.lt("id", pageParam);
      if (filter.kind !== "") query = query.eq("subject_kind", filter.kind);
      if (filter.action !== "") query = query.ilike("action", `%${escaped(filter.action)}%`);
      if (filter.actor === "service") query = query.eq("actor_kind", "service");
      else if (filter.actor !== "") query = query.eq("actor_id", filter.actor);
      if (filter.subject !== "") query = query.eq("subject_id", filter.subject);
      const [from, to] = [startOfDay(filter.from, 0), startOfDay(filter.to, 1)];
      if (from !== null) query = query.gte("occurred_at", from);
      if (to !== null) query = query.lt("occurred_at", to);
      const { data } = await query.abortSignal(signal).throwOnError();
      return data;
    },
    getNextPageParam: (page) => (page.length < PAGE_ROWS ? null : (page.at(-1)?.id ?? null)),
  });

const escaped = (text: string): string => text.replaceAll(/[%_\\*]/g, (character) => `\\${character}`);

/** The first moment of a day, or of the day after it, in the reader's zone. Null for what is no day. */
function startOfDay(day: string, later: number): string | null {
  const [year, month, date] = day.split("-").map(Number);
  if (year === undefined || month === undefined || date === undefined) return null;
  const moment = new Date(year, month - 1, date + later);
  return Number.isNaN(moment.getTime()) ? null : moment.toISOString();
}

const verdictSchema = z.object({
  is_intact: z.boolean(),
  broken: z
    .object({ position: z.number().nullable(), entry_id: z.number().nullable(), problem: z.string() })
    .nullable(),
  checked: z.number(),
  removed_through: z.number(),
  head_position: z.number().nullable(),
  head_hash: z.string().nullable(),
  unsealed: z.number(),
});
export type AuditVerdict = z.infer<typeof verdictSchema>;

/** Checks the whole log against its chain. For administrators of the instance. */
export const verifyAuditMutation = (supabase: Supabase) =>
  mutationOptions({
    mutationFn: async () => {
      const { data } = await supabase.rpc("verify_audit_chain").throwOnError();
      return verdictSchema.parse(data);
    },
  });
