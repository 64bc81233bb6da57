import type { Bucket } from "../../../data/stats/throughput.ts";

/** Stretches in which nobody looked at the queues: their first and last bucket. */
export function unrecorded(
  buckets: readonly Pick<Bucket, "at" | "waiting">[],
): { from: string; to: string }[] {
  const stretches: { from: string; to: string }[] = [];
  buckets.forEach(({ at, waiting }, index) => {
    if (waiting !== null) return;
    const last = stretches.at(-1);
    if (last !== undefined && buckets[index - 1]?.at === last.to) last.to = at;
    else stretches.push({ from: at, to: at });
  });
  return stretches;
}
