import type { Json } from "@spool/db/database.types";
import type { AuditEntry } from "../../../../data/audit/audit-query.ts";
import { formatMoment } from "../../../../time/format-duration.ts";

/** What was done, as people say it: `queue.changed` is "queue changed". */
export const actionWords = (action: string): string => action.replace(".", " ").replaceAll("_", " ");

export interface DetailPart {
  name: string;
  /** Undefined where there is only what it is now. */
  from?: string;
  to: string;
}

/** The detail of an entry, part by part. What an insert or a deletion left empty is left out. */
export function detailParts(detail: AuditEntry["detail"]): DetailPart[] {
  if (typeof detail !== "object" || Array.isArray(detail)) return [];
  const { from_status: fromStatus, to_status: toStatus, ...rest } = detail;
  const status: DetailPart[] =
    typeof toStatus === "string" && fromStatus !== toStatus
      ? [{ name: "status", ...(typeof fromStatus === "string" && { from: fromStatus }), to: toStatus }]
      : [];
  return [
    ...status,
    ...Object.entries(rest).flatMap(([name, value]): DetailPart[] => {
      if (value === null || value === undefined) return [];
      if (isChange(value)) {
        const from = value.from === null ? {} : { from: valueWords(value.from) };
        return [{ name: nameWords(name), ...from, to: valueWords(value.to) }];
      }
      return [{ name: nameWords(name), to: valueWords(value) }];
    }),
  ];
}

const nameWords = (name: string): string => name.replaceAll("_", " ");

function isChange(value: NonNullable<Json>): value is { from: Json; to: Json } {
  return (
    typeof value === "object" &&
    !Array.isArray(value) &&
    "from" in value &&
    "to" in value &&
    Object.keys(value).length === 2
  );
}

const TIMESTAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/;

function valueWords(value: Json | undefined): string {
  if (value === null || value === undefined) return "nothing";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value !== "string") return JSON.stringify(value);
  return TIMESTAMP.test(value) ? formatMoment(value) : value;
}

/** The page of what an entry is about, where there is one. */
export function subjectHref({ subject_kind: kind, subject_id: id }: AuditEntry): string | null {
  if (id === null) return null;
  if (kind === "job") return `/jobs/${id}`;
  return { queue: "/queues", node: "/nodes", schedule: "/tasks?tab=schedules", site: "/sites" }[kind] ?? null;
}
