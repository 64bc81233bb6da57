import { PRIORITIES, QUEUES, isFinished, type JobStatus, type Priority, type Queue } from "@spool/contracts/job-states"; // prettier-ignore

/** What a caller of a control gets: done, or the SQLSTATE of the refusal. */
export type Answer = "done" | "PT403" | "PT404" | "PT409";
export type Role = "operator" | "viewer" | "stranger";
export type Outcome = "completed" | "TIMEOUT" | "INVALID_INPUT" | "handed_back" | "lost";
export type Verb = "cancel" | "pause" | "resume" | "retry" | "remove";

export interface ModelJob {
  id: string;
  project: number;
  queue: Queue;
  priority: Priority;
  position: number;
  status: JobStatus;
  needsGpu: boolean;
  uniqueKey: string | null;
  dueInSeconds: number;
  attemptId: string | null;
  attempts: number;
  lostInARow: number;
  node: number | null;
}

export interface ModelNode {
  hasGpu: boolean;
  slots: number;
  reserved: number;
  isDrained: boolean;
}

export const RETRY_BASE_SECONDS = 600;
const MAX_ATTEMPTS = 3;
const MAX_LOST_IN_A_ROW = 3;
const NOWHERE = { attemptId: null, node: null };
const isRunning = ({ status }: ModelJob) => status === "assigned" || status === "processing";

/** What the queue is, in plain TypeScript: the SQL has to agree with it. */
export class QueueModel {
  jobs: ModelJob[] = [];
  nodes: ModelNode[];
  /** For how many seconds a queue is paused still. Not there: open. */
  pausedSeconds = new Map<Queue, number>();
  /** How many jobs of a project may run. Not there: all. */
  limits = new Map<number, number>();
  constructor(nodes: ModelNode[]) {
    this.nodes = nodes;
  }

  /** Everything that is due, in the order of service. */
  line(): ModelJob[] {
    return this.jobs
      .filter(({ status, dueInSeconds }) => status === "queued" || (status === "pending" && dueInSeconds <= 0))
      .sort(
        (a, b) =>
          QUEUES.indexOf(a.queue) - QUEUES.indexOf(b.queue) ||
          PRIORITIES.indexOf(a.priority) - PRIORITIES.indexOf(b.priority) ||
          a.position - b.position,
      );
  } // prettier-ignore

  claim(nodeIndex: number, max: number): ModelJob[] {
    const node = this.nodes[nodeIndex];
    if (!node || node.isDrained) return [];
    const running = this.jobs.filter(isRunning);
    const shared = running.filter(({ node, queue }) => node === nodeIndex && queue !== "live").length;
    let sharedLeft = node.reserved > 0 ? node.slots - node.reserved - shared : Infinity;
    const picked: ModelJob[] = [];
    for (const job of this.line()) {
      const ofProject = [...running, ...picked].filter(({ project }) => project === job.project).length;
      const fits = !this.pausedSeconds.has(job.queue) && (node.hasGpu || !job.needsGpu);
      const hasRoom = ofProject < (this.limits.get(job.project) ?? Infinity);
      const hasSlot = job.queue === "live" || sharedLeft > 0;
      if (picked.length === max || !fits || !hasRoom || !hasSlot) continue;
      if (job.queue !== "live") sharedLeft -= 1;
      picked.push(job);
    }
    for (const job of picked)
      Object.assign(job, { status: "assigned", node: nodeIndex, attempts: job.attempts + 1 });
    return picked;
  }

  settle(job: ModelJob, outcome: Outcome): void {
    const isLost = outcome === "lost";
    const lostInARow = isLost ? job.lostInARow + 1 : 0;
    const isGivenUp = outcome === "INVALID_INPUT" || job.attempts >= MAX_ATTEMPTS;
    if (isLost || outcome === "handed_back") {
      const isPoison = lostInARow >= MAX_LOST_IN_A_ROW;
      Object.assign(job, isPoison ? { status: "failed" } : { status: "queued", dueInSeconds: 0, ...NOWHERE });
      job.attempts -= 1;
    } else if (outcome === "completed" || isGivenUp) {
      job.status = outcome === "completed" ? "completed" : "failed";
    } else {
      const dueInSeconds = RETRY_BASE_SECONDS * 2 ** (job.attempts - 1);
      Object.assign(job, { status: "pending", dueInSeconds, ...NOWHERE });
    }
    job.lostInARow = lostInARow;
  }

  /** Whether the role may, before anything else is looked at. */
  private refusal = (role: Role): Answer | null =>
    role === "stranger" ? "PT404" : role === "viewer" ? "PT403" : null;

  isKeyTaken = (project: number, key: string | null, except?: ModelJob): boolean =>
    key !== null &&
    this.jobs.some((job) => job !== except && job.project === project && job.uniqueKey === key && !isFinished(job.status)); // prettier-ignore

  control(job: ModelJob, verb: Verb, role: Role): Answer {
    const refused = this.refusal(role);
    if (refused) return refused;
    const finished = isFinished(job.status);
    const isLegal = { cancel: !finished, pause: !finished && job.status !== "paused", resume: job.status === "paused", retry: finished, remove: finished }[verb]; // prettier-ignore
    if (!isLegal || (verb === "retry" && this.isKeyTaken(job.project, job.uniqueKey, job))) return "PT409";
    if (verb === "remove") this.jobs = this.jobs.filter((other) => other !== job);
    else if (verb === "cancel") job.status = "cancelled";
    else {
      if (verb === "pause" && isRunning(job)) job.attempts -= 1;
      if (verb === "retry") Object.assign(job, { attempts: 0, lostInARow: 0 });
      Object.assign(job, { status: verb === "pause" ? "paused" : "pending", ...NOWHERE });
    }
    return "done";
  }

  change(job: ModelJob, to: Partial<Pick<ModelJob, "queue" | "priority">>, role: Role): Answer {
    const refused = this.refusal(role) ?? (isFinished(job.status) ? "PT409" : null);
    if (!refused) Object.assign(job, to);
    return refused ?? "done";
  }

  reorder(job: ModelJob, anchor: ModelJob, side: "before" | "after", role: Role): Answer {
    const refused = this.refusal(role);
    if (refused) return refused;
    const waits = ({ status }: ModelJob) => ["pending", "queued", "paused"].includes(status);
    if (!waits(job) || !waits(anchor) || !isSameClass(job, anchor)) return "PT409";
    const others = this.jobs.filter((other) => other !== job && isSameClass(other, anchor) && !isFinished(other.status)).map(({ position }) => position); // prettier-ignore
    const [beyond, end] =
      side === "before"
        ? [Math.max(...others.filter((position) => position < anchor.position)), Math.ceil(anchor.position) - 1]
        : [Math.min(...others.filter((position) => position > anchor.position)), Math.floor(anchor.position) + 1];
    job.position = (anchor.position + (Number.isFinite(beyond) ? beyond : end)) / 2;
    return "done";
  } // prettier-ignore

  passTime(seconds: number): void {
    for (const job of this.jobs) job.dueInSeconds -= seconds;
    for (const [queue, left] of this.pausedSeconds)
      if (left <= seconds) this.pausedSeconds.delete(queue);
      else this.pausedSeconds.set(queue, left - seconds);
  }
}

const isSameClass = (a: ModelJob, b: ModelJob): boolean => a.queue === b.queue && a.priority === b.priority;
