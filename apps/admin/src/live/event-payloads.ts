import { JOB_STATUSES, PRIORITIES, QUEUES } from "@spool/contracts/job-states";
import type { AttemptRow, EventRow, FileRow, StageRow } from "../data/job-activity/activity-queries.ts";
import type { LogRow } from "../data/job-activity/log-page.ts";
import type { BulkAction } from "../data/bulk-actions/bulk-actions-query.ts";
import type { JobChange } from "../data/jobs/job-row.ts";
import type { Node } from "../data/nodes/nodes-query.ts";
import type { QueueRow } from "../data/queues/queues-query.ts";

/*
 * What events bring. The columns that are reasoned about are looked at, by hand because hundreds may come in a second
 * and every page carries this; the rest of a row is what the trigger read from its table, and is taken as that.
 */

type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === "string";
const isNumber: Check = (value) => typeof value === "number";
const isOneOf =
  (names: readonly unknown[]): Check =>
  (value) =>
    names.includes(value);

/** Whether `payload` is an object whose named columns pass their checks. */
function hasColumns(payload: unknown, checks: Readonly<Record<string, Check>>): boolean {
  if (typeof payload !== "object" || payload === null) return false;
  return Object.entries(checks).every(([column, check]) =>
    check((payload as Record<string, unknown>)[column]),
  ); // an object has columns by name
}

const isLogLine: Check = (line) => hasColumns(line, { id: isNumber, message: isText });

/** A reader that answers null for a payload this console does not understand: the list is asked for instead. */
const reader =
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the caller says whose rows they are
  <Row>(checks: Readonly<Record<string, Check>>) =>
    (payload: unknown): Row | null =>
      hasColumns(payload, checks) ? (payload as Row) : null; // see above: a row of the table that the checks belong to

export const readJobChange = reader<JobChange>({
  id: isText,
  revision: isNumber,
  status: isOneOf(JOB_STATUSES),
  queue: isOneOf(QUEUES),
  priority: isOneOf(PRIORITIES),
});
export const readDeletedJob = reader<{ id: string }>({ id: isText });
export const readLogs = reader<{ lines: LogRow[] }>({
  lines: (lines) => Array.isArray(lines) && lines.every(isLogLine),
});
export const readStage = reader<StageRow>({ job_id: isText });
export const readAttempt = reader<AttemptRow>({ job_id: isText });
export const readEvent = reader<EventRow>({ job_id: isText });
export const readFile = reader<FileRow>({ job_id: isText });
export const readNode = reader<Node>({ revision: isNumber });
export const readQueue = reader<QueueRow>({ revision: isNumber });
export const readBulkAction = reader<BulkAction>({ id: isText, revision: isNumber, status: isText });
