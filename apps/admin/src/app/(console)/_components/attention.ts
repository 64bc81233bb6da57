import type { JobRow } from "../../../data/jobs/job-row.ts";
import type { Node } from "../../../data/nodes/nodes-query.ts";
import type { QueueRow } from "../../../data/queues/queues-query.ts";
import type { Site } from "../../../data/sites/sites-query.ts";
import type { QueueStats } from "../../../data/stats/queue-stats.ts";
import { formatAgo, formatDuration, formatUntil, secondsBetween } from "../../../time/format-duration.ts";

/** Something that does not get better by itself, and where to see to it. */
export interface Warning {
  href: string;
  sentence: string;
}

/** What is known by now; what is still on its way is absent, and warns of nothing. */
interface Known {
  nodes?: readonly Pick<Node, "id" | "name" | "status" | "heartbeat_at" | "busy_slots">[] | undefined;
  queues?: readonly Pick<QueueRow, "name" | "is_paused" | "paused_reason" | "paused_until">[] | undefined;
  sites?:
    | readonly Pick<Site, "name" | "health" | "health_message" | "storage_free_mb" | "storage_total_mb">[]
    | undefined;
  stats?: Pick<QueueStats, "queued" | "pending"> | undefined;
  /** Running jobs that had said nothing for {@link SILENT_SECONDS} when they were asked for; events may have come since. */
  silentJobs?: readonly Pick<JobRow, "id" | "title" | "updated_at">[] | undefined;
}

/** A running job reports at least its progress. After so long without a word somebody should look. */
export const SILENT_SECONDS = 300;
/** A disk with less than this share free is called full. */
const LEAST_FREE_SHARE = 0.1;
/** A node that has been gone for longer was taken away on purpose. */
const GONE_SECONDS = 86_400;

/** What calls for somebody, the worst first. */
export function warningsOf({ nodes, queues, sites, stats, silentJobs }: Known, nowMs: number): Warning[] {
  return [
    ...nobodyWorks(nodes, stats),
    ...(silentJobs ?? [])
      .map(({ id, title, updated_at }) => ({ id, title, silentSeconds: secondsBetween(updated_at, nowMs) }))
      .filter(({ silentSeconds }) => silentSeconds >= SILENT_SECONDS)
      .map(({ id, title, silentSeconds }) => ({
        href: `/jobs/${id}`,
        sentence: `“${title}” runs, but has said nothing for ${formatDuration(silentSeconds)}.`,
      })),
    ...(nodes ?? []).filter((node) => isMissed(node, nowMs)).map(({ id, name, heartbeat_at }) => ({
      href: `/nodes/${id}`,
      sentence: `Node ${name} is offline: last heard of ${formatAgo(secondsBetween(heartbeat_at, nowMs))}.`,
    })),
    ...(queues ?? []).filter(({ is_paused }) => is_paused).map(({ name, paused_reason, paused_until }) => ({
      href: "/queues",
      sentence: `The queue ${name} is paused${paused_reason === null ? "" : `: ${paused_reason}`}${
        paused_until === null ? "" : `. It ends ${formatUntil(-secondsBetween(paused_until, nowMs))}`
      }.`,
    })),
    ...(sites ?? []).flatMap(siteTrouble),
  ]; // prettier-ignore
}

function nobodyWorks(nodes: Known["nodes"], stats: Known["stats"]): Warning[] {
  const waiting = stats === undefined ? 0 : stats.queued + stats.pending;
  if (nodes === undefined || waiting === 0) return [];
  if (nodes.some(({ status }) => status !== "offline" && status !== "draining")) return [];
  return [{ href: "/nodes", sentence: `${waiting.toLocaleString("en")} waiting, but no node takes work.` }];
}

const isMissed = (
  { status, heartbeat_at }: { status: string; heartbeat_at: string },
  nowMs: number,
): boolean => status === "offline" && secondsBetween(heartbeat_at, nowMs) < GONE_SECONDS;

function siteTrouble(site: NonNullable<Known["sites"]>[number]): Warning[] {
  const { name, health, health_message, storage_free_mb: freeMb, storage_total_mb: totalMb } = site;
  const reason = health_message === null ? "" : `: ${health_message}`;
  if (health === "unreachable") return [{ href: "/sites", sentence: `${name} cannot be reached${reason}` }];
  if (freeMb !== null && totalMb !== null && totalMb > 0 && freeMb < totalMb * LEAST_FREE_SHARE) {
    const usedPercent = Math.floor((1 - freeMb / totalMb) * 100);
    return [{ href: "/sites", sentence: `The storage of ${name} is ${usedPercent} % full.` }];
  }
  return health === "degraded" ? [{ href: "/sites", sentence: `${name} is degraded${reason}` }] : [];
}
