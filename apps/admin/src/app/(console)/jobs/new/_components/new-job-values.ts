import type { JobTypeName } from "@spool/contracts/job-catalogue";
import type { Priority, Queue } from "@spool/contracts/job-states";

/** What the form holds. `typed` is by the name of the payload's field. */
export interface NewJobValues {
  type: JobTypeName;
  projectId: string;
  queue: Queue;
  priority: Priority;
  typed: Record<string, string | undefined>;
}
