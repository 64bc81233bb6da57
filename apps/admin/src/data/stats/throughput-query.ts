import { queryOptions } from "@tanstack/react-query";
import { createLoader, parseAsStringLiteral } from "nuqs/server";
import type { Supabase } from "../../lib/supabase-browser.tsx";
import { correctedNowMs } from "../../time/now.ts";
import { statsKeys } from "./keys.ts";
import { readThroughput } from "./throughput.ts";

/** How far back the overview looks, and how wide a step of its charts is. From half an hour on, buckets are read from sums. */
export const RANGES = {
  "1h": { seconds: 3_600, bucketSeconds: 60, words: "last hour", step: "minute" },
  "24h": { seconds: 86_400, bucketSeconds: 1_800, words: "last 24 hours", step: "30 minutes" },
  "7d": { seconds: 604_800, bucketSeconds: 7_200, words: "last 7 days", step: "2 hours" },
} as const;
export type Range = keyof typeof RANGES;
export const RANGE_NAMES = Object.keys(RANGES) as Range[]; // Object.keys widens to string[]

/** The range as it stands in the address: `?range=7d`. */
export const rangeParsers = { range: parseAsStringLiteral(RANGE_NAMES).withDefault("24h") };
export const loadRange = createLoader(rangeParsers);

/** The window moves on although nothing happens. */
const REFRESH_MS = 30_000;

export const throughputQuery = (supabase: Supabase, range: Range) =>
  queryOptions({
    queryKey: statsKeys.throughput(range),
    refetchInterval: REFRESH_MS,
    queryFn: async ({ signal }) => {
      const { seconds, bucketSeconds } = RANGES[range];
      // The bucket of this moment is the last; with it there are as many as fit into the range.
      const fromMs =
        (Math.floor(correctedNowMs() / 1_000 / bucketSeconds) + 1) * bucketSeconds * 1_000 - seconds * 1_000;
      const { data } = await supabase
        .rpc("get_throughput", { from_at: new Date(fromMs).toISOString(), bucket_seconds: bucketSeconds })
        .abortSignal(signal)
        .throwOnError();
      return readThroughput(data);
    },
  });
