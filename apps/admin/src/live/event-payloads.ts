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

/** A reader that answers null for a payload this console does not understand: the list is asked for instead. */
const reader =
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the caller says whose rows they are
  <Row>(schema: z.ZodType) =>
    (payload: unknown): Row | null => {
      const result = schema.safeParse(payload);
      return result.success ? (result.data as Row) : null; // see above: a row of the table that the schema belongs to
    };

export const readJobChange = reader<JobChange>(jobChange);
export const readDeletedJob = reader<{ id: string }>(jobDeleted);
export const readLogs = reader<{ lines: LogRow[] }>(logs);
export const readStage = reader<StageRow>(belongsToJob);
export const readAttempt = reader<AttemptRow>(belongsToJob);
export const readEvent = reader<EventRow>(belongsToJob);
export const readFile = reader<FileRow>(belongsToJob);
export const readNode = reader<Node>(revised);
export const readQueue = reader<QueueRow>(revised);
