export const statsKeys = {
  queues: ["stats", "queues"] as const,
  /** What happened over time, of every range. */
  throughputs: ["stats", "throughput"] as const,
  throughput: (range: string) => [...statsKeys.throughputs, range] as const,
};
