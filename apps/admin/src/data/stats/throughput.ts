import { QUEUES, type Queue } from "@spool/contracts/job-states";
import { ERROR_CATEGORIES } from "../jobs/job-filter.ts";

type Category = (typeof ERROR_CATEGORIES)[number];

interface Durations {
  wait_p50_seconds: number | null;
  wait_p95_seconds: number | null;
  run_p50_seconds: number | null;
  run_p95_seconds: number | null;
}

/** One step of a chart. What was not measured is null; what was counted is a number. */
export interface Bucket extends Durations {
  at: string;
  completed: number;
  failed: number;
  /** Averages over the step. */
  waiting: Record<Queue, number> | null;
  running: number | null;
}

/** What `get_throughput()` answers, of what the reader may see. */
export interface Throughput extends Durations {
  from: string;
  to: string;
  bucket_seconds: number;
  completed: number;
  failed: number;
  failed_by_category: Partial<Record<Category, number>>;
  buckets: Bucket[];
}

const DURATIONS = ["wait_p50_seconds", "wait_p95_seconds", "run_p50_seconds", "run_p95_seconds"];

/** Throws an Error naming what is missing: the database is of another version than this console. */
export function readThroughput(answer: unknown): Throughput {
  requireFields(answer, "", {
    bucket_seconds: isCount,
    completed: isCount,
    failed: isCount,
    from: isText,
    to: isText,
  });
  requireFields(answer, "", Object.fromEntries(DURATIONS.map((name) => [name, isCountOrNull])));
  const { buckets } = answer as { buckets?: unknown }; // an object, as was just seen
  if (!Array.isArray(buckets)) throw new Error("get_throughput answered without buckets");
  for (const bucket of buckets) {
    requireFields(bucket, "buckets", {
      at: isText,
      completed: isCount,
      failed: isCount,
      running: isCountOrNull,
    });
    requireFields(bucket, "buckets", Object.fromEntries(DURATIONS.map((name) => [name, isCountOrNull])));
    const { waiting } = bucket as { waiting?: unknown }; // likewise
    if (waiting !== null) {
      requireFields(waiting, "waiting", Object.fromEntries(QUEUES.map((queue) => [queue, isCount])));
    }
  }
  return answer as Throughput; // every field of it was looked at, but the categories, which are shown as they come
}

const isText = (value: unknown): boolean => typeof value === "string";
const isCount = (value: unknown): boolean => typeof value === "number" && value >= 0;
const isCountOrNull = (value: unknown): boolean => value === null || isCount(value);

function requireFields(
  holder: unknown,
  path: string,
  checks: Record<string, (value: unknown) => boolean>,
): void {
  for (const [name, isRight] of Object.entries(checks)) {
    const value =
      typeof holder === "object" && holder !== null ? (holder as Record<string, unknown>)[name] : undefined; // has columns by name
    if (!isRight(value))
      throw new Error(`get_throughput answered without ${path === "" ? name : `${path}.${name}`}`);
  }
}

/** Failures by category, the commonest first. */
export const failuresOf = ({ failed_by_category }: Throughput): { category: Category; count: number }[] =>
  ERROR_CATEGORIES.map((category) => ({ category, count: failed_by_category[category] ?? 0 }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count);
