import type { Cut } from "./cut-scene.ts";

/** So many of what is cut, one after the other. */
export interface Run {
  from: number;
  to: number;
}

/** Each run as long as it fits. What the last one held tells where to look for the end of the next. */
export function fillOneByOne(length: number, hasRoom: (run: Run) => boolean): Run[] {
  const runs: Run[] = [];
  let guess = 4;
  for (let from = 0; from < length;) {
    const fitsUpTo = (to: number) => hasRoom({ from, to });
    const to = lastThatFits(from + 1, length, Math.min(length, from + guess), fitsUpTo);
    runs.push({ from, to });
    guess = Math.max(1, to - from);
    from = to;
  }
  return runs;
}

/** The largest number between `least` and `most` that fits, found from a guess; `least` when none does. */
function lastThatFits(least: number, most: number, guess: number, fits: (to: number) => boolean): number {
  let [low, high] = [least, most + 1];
  for (let at = guess, step = 1; low < high - 1; step *= 2) {
    const isInside = fits(at);
    if (isInside) low = at;
    else high = at;
    const next = isInside ? at + step : at - step;
    if (next <= low || next >= high) break;
    at = next;
  }
  while (low < high - 1) {
    const middle = Math.floor((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle;
  }
  return low;
}

/** Nobody sees whether so many are of equal size. */
const MOST_EVENED = 60;

/** As many runs, of more equal weight, where they fit. */
export function evened(cut: Cut, full: readonly Run[], hasRoom: (run: Run) => boolean): readonly Run[] {
  if (full.length < 2 || full.length > MOST_EVENED) return full;
  if (full.some((run) => run.to - run.from === 1 && !hasRoom(run))) return full;
  for (const goodPlaces of cut.goodPlaces.length === 0 ? [[]] : [cut.goodPlaces, []]) {
    const even = evenRuns(cut, full.length, goodPlaces);
    if (even !== null && even.every(hasRoom)) return even;
  }
  return full;
}

/** How far a cut may be moved to a good place, as a part of a run. */
const REACH_RATIO = 0.3;

function evenRuns(cut: Cut, count: number, goodPlaces: readonly number[]): Run[] | null {
  const total = cut.weightBefore(cut.length);
  const reach = (total / count) * REACH_RATIO;
  const places = Array.from({ length: count - 1 }, (_place, index) => {
    const aim = (total * (index + 1)) / count;
    const off = (at: number) => Math.abs(cut.weightBefore(at) - aim);
    const near = goodPlaces.filter((at) => at < cut.length && off(at) <= reach);
    const all = near.length > 0 ? near : Array.from({ length: cut.length - 1 }, (_at, before) => before + 1);
    return all.reduce((best, at) => (off(at) < off(best) ? at : best));
  });
  const borders = [0, ...places, cut.length];
  const runs = borders.slice(1).map((to, index): Run => ({ from: borders[index] ?? 0, to }));
  return runs.every(({ from, to }) => to > from) ? runs : null;
}
