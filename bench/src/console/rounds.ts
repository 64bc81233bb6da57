import { readFile } from "node:fs/promises";
import { percentile } from "../report.ts";

export interface Round<Result> {
  result: Result;
  /** How much of the processors' time the host gave to other machines meanwhile; null where nothing tells. */
  stolenPercent: number | null;
}

/** Does the same several times, one after the other. */
export async function rounds<Result>(count: number, work: () => Promise<Result>): Promise<Round<Result>[]> {
  const done: Round<Result>[] = [];
  for (let round = 0; round < count; round++) {
    const before = await processorTime();
    const result = await work();
    const after = await processorTime();
    const stolenPercent =
      before === null || after === null
        ? null
        : Math.round((100 * (after.stolen - before.stolen)) / Math.max(1, after.all - before.all));
    done.push({ result, stolenPercent });
  }
  return done;
}

/** The middle one: a round in which the machine was wanted elsewhere does not decide. */
export const middleOf = (samples: readonly number[]): number => percentile(samples, 0.5);

/** In ticks since the machine was started, as Linux tells it (proc_stat(5)). */
async function processorTime(): Promise<{ all: number; stolen: number } | null> {
  const stat = await readFile("/proc/stat", "utf8").catch(() => null);
  const ticks = stat?.split("\n")[0]?.split(/\s+/).slice(1, 9).map(Number);
  if (ticks === undefined || ticks.some(Number.isNaN)) return null;
  return { all: ticks.reduce((sum, each) => sum + each, 0), stolen: ticks[7] ?? 0 };
}

/** For the log: each round's figure, and what others took of the machine. */
export const roundWords = <Result>(
  all: readonly Round<Result>[],
  words: (result: Result) => string,
): string =>
  all
    .map(({ result, stolenPercent }) =>
      stolenPercent === null
        ? words(result)
        : `${words(result)} (${stolenPercent} % of the machine taken by others)`,
    )
    .join("; ");
