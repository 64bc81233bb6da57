import { PRIORITIES, QUEUES, type Priority, type Queue } from "@spool/contracts/job-states";
import type { Placement } from "../../../../data/queues/move-in-line-mutation.ts";
import type { PlaceInLine } from "../../../../data/queues/queue-order-query.ts";

/** So many jobs of each line are shown at first, and so many more whenever somebody asks. */
export const FIRST_SHOWN_JOBS = 50;
/** The database tells of no more. */
export const MOST_SHOWN_JOBS = 500;

export type Lines = Readonly<Record<Queue, readonly PlaceInLine[]>>;

/** The queue in whose line a job stands, or null where it is not shown. */
export function queueOf(lines: Lines, jobId: string): Queue | null {
  return QUEUES.find((queue) => lines[queue].some(({ job_id }) => job_id === jobId)) ?? null;
}

/** The same lines with one job taken out of its place and put in at `index` of a line that no longer holds it. */
export function withJobAt(lines: Lines, jobId: string, queue: Queue, index: number): Lines {
  const from = queueOf(lines, jobId);
  const job = from === null ? undefined : lines[from].find(({ job_id }) => job_id === jobId);
  if (from === null || job === undefined) return lines;
  const without = (line: readonly PlaceInLine[]) => line.filter(({ job_id }) => job_id !== jobId);
  const target = without(lines[queue]);
  return { ...lines, [from]: without(lines[from]), [queue]: target.toSpliced(index, 0, job) };
}

/** The same lines, each with its priorities in their order: how they are drawn while a job is on its way to another queue. */
export function byPriority(lines: Lines): Lines {
  const sorted = (line: readonly PlaceInLine[]) =>
    line.toSorted((one, other) => PRIORITIES.indexOf(one.priority) - PRIORITIES.indexOf(other.priority));
  return { live: sorted(lines.live), default: sorted(lines.default), batch: sorted(lines.batch) };
}

/** A drop that the order cannot hold: places by hand count among jobs of one priority only. */
export interface OtherPriority {
  kind: "other priority";
  jobId: string;
  from: Priority;
  priority: Priority;
}

/**
 * What it takes to bring a job from where it stands in `before` to where it stands in `after`.
 *
 * Null where nothing changes. In another queue the job keeps to its neighbour where that has its priority; otherwise it
 * stands among its own there by the time of its submission.
 */
export function placementBetween(
  before: Lines,
  after: Lines,
  jobId: string,
): Placement | OtherPriority | null {
  const [from, to] = [queueOf(before, jobId), queueOf(after, jobId)];
  if (from === null || to === null) return null;
  const line = after[to];
  const index = line.findIndex(({ job_id }) => job_id === jobId);
  const [job, next, previous] = [line[index], line[index + 1], line[index - 1]];
  if (job === undefined) return null;

  const neighbour =
    next?.priority === job.priority
      ? ({ side: "before", anchorId: next.job_id } as const)
      : previous?.priority === job.priority
        ? ({ side: "after", anchorId: previous.job_id } as const)
        : null;
  if (from !== to) return { kind: "queue", jobId, queue: to, ...neighbour };
  if (before[to].findIndex(({ job_id }) => job_id === jobId) === index) return null;
  if (neighbour !== null) return { kind: "reorder", jobId, ...neighbour };
  const among = next ?? previous;
  return among === undefined
    ? null
    : { kind: "other priority", jobId, from: job.priority, priority: among.priority };
}

/** Where a job of the line may be moved among those of its priority; null where it stands there already. */
export function stepsOf(
  line: readonly PlaceInLine[],
  jobId: string,
): Record<"top" | "up" | "down" | "bottom", Placement | null> {
  const job = line.find(({ job_id }) => job_id === jobId);
  const peers = line.filter(({ priority }) => priority === job?.priority);
  const index = peers.findIndex(({ job_id }) => job_id === jobId);
  const next = (side: "before" | "after", anchor: PlaceInLine | undefined): Placement | null =>
    anchor === undefined || anchor.job_id === jobId
      ? null
      : { kind: "reorder", jobId, side, anchorId: anchor.job_id };
  return {
    top: next("before", peers[0]),
    up: next("before", peers[index - 1]),
    down: next("after", peers[index + 1]),
    bottom: next("after", peers.at(-1)),
  };
}

/** The placement that brings a job back to where it stands in `lines`. */
export function wayBack(lines: Lines, { kind, jobId }: Placement): Placement | null {
  const queue = queueOf(lines, jobId);
  const job = queue === null ? undefined : lines[queue].find(({ job_id }) => job_id === jobId);
  if (queue === null || job === undefined) return null;
  if (kind === "priority") return { kind, jobId, priority: job.priority };

  const peers = lines[queue].filter(({ priority }) => priority === job.priority);
  const index = peers.findIndex(({ job_id }) => job_id === jobId);
  const [next, previous] = [peers[index + 1], peers[index - 1]];
  const neighbour =
    next !== undefined
      ? ({ side: "before", anchorId: next.job_id } as const)
      : previous !== undefined
        ? ({ side: "after", anchorId: previous.job_id } as const)
        : null;
  if (kind === "queue") return { kind, jobId, queue, ...neighbour };
  return neighbour === null ? null : { kind, jobId, ...neighbour };
}
