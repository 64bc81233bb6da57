import { JOB_STATUSES, PRIORITIES, QUEUES } from "@spool/contracts/job-states";
import { z } from "zod";
import type {
  AttemptRow,
  EventRow,
  FileRow,
  LogRow,
  StageRow,
} from "../data/job-activity/activity-queries.ts";
import type { JobChange } from "../data/jobs/job-row.ts";
import type { Node } from "../data/nodes/nodes-query.ts";
import type { QueueRow } from "../data/queues/queues-query.ts";

/**
 * What events bring. The columns that are reasoned about are checked; the rest of a row is
 * what the trigger read from its table, and is taken as that.
 */
const jobChange = z.looseObject({
  id: z.string(),
  revision: z.number(),
  status: z.enum(JOB_STATUSES),
  queue: z.enum(QUEUES),
  priority: z.enum(PRIORITIES),
});
const jobDeleted = z.object({ id: z.string() });
const belongsToJob = z.looseObject({ job_id: z.string() });
const logs = z.object({ lines: z.array(z.looseObject({ id: z.number(), message: z.string() })) });
const revised = z.looseObject({ revision: z.number() });

/** Null for a payload that this console does not understand: the list is asked for instead. */
function read<Row>(schema: z.ZodType, payload: unknown): Row | null {
  const result = schema.safeParse(payload);
  return result.success ? (result.data as Row) : null; // see above: a row of the table that the schema belongs to
}

export const readJobChange = (payload: unknown) => read<JobChange>(jobChange, payload);
export const readDeletedJobId = (payload: unknown) => read<{ id: string }>(jobDeleted, payload)?.id ?? null;
export const readLogLines = (payload: unknown) => read<{ lines: LogRow[] }>(logs, payload)?.lines ?? null;
export const readStage = (payload: unknown) => read<StageRow>(belongsToJob, payload);
export const readAttempt = (payload: unknown) => read<AttemptRow>(belongsToJob, payload);
export const readEvent = (payload: unknown) => read<EventRow>(belongsToJob, payload);
export const readFile = (payload: unknown) => read<FileRow>(belongsToJob, payload);
export const readNode = (payload: unknown) => read<Node>(revised, payload);
export const readQueue = (payload: unknown) => read<QueueRow>(revised, payload);
