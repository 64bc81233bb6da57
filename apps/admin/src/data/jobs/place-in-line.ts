import type { JobOrder } from "./command-job-mutation.ts";
import type { JobRow } from "./job-row.ts";
import type { JobInLine } from "./line-query.ts";

type Mover = Pick<JobRow, "id" | "priority">;

/** The others that the job can be put before or after: order is by hand inside one queue and priority only. */
export const peersOf = (line: readonly JobInLine[], { id, priority }: Mover): JobInLine[] =>
  line.filter((other) => other.priority === priority && other.job_id !== id);

/** What puts the job before all of its priority, or null where it stands there already or is alone. */
export function toTheFront(line: readonly JobInLine[], job: Mover): JobOrder | null {
  const first = line.find(({ priority }) => priority === job.priority);
  if (first === undefined || first.job_id === job.id) return null;
  return { command: "reorder", place: "before", anchorId: first.job_id };
}

/** What puts the job back where it stands in `line`, or null where it is not in it or has nobody beside it. */
export function backToPlace(line: readonly JobInLine[], job: Mover): JobOrder | null {
  const peers = line.filter(({ priority }) => priority === job.priority);
  const place = peers.findIndex(({ job_id }) => job_id === job.id);
  if (place < 0) return null;
  const next = peers[place + 1];
  if (next !== undefined) return { command: "reorder", place: "before", anchorId: next.job_id };
  const former = peers[place - 1];
  return former === undefined ? null : { command: "reorder", place: "after", anchorId: former.job_id };
}
