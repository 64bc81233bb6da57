import { isSameKey, type JobKey } from "./job-key.ts";

/**
 * A stretch of the list: what lies below `before` down to and with `from`. A stretch keeps its bounds, so what comes in
 * above it, or leaves it, does not move those beneath; fetched again, it holds what lies between them then.
 */
export interface JobSpan {
  /** Its number in the outline; the first is 0. */
  id: number;
  /** Null at the newest end. */
  before: JobKey | null;
  /** Null where the stretch is as long as one page, or the last. */
  from: JobKey | null;
  /** Not fetched yet, and read from `from` upwards. */
  isUpward: boolean;
  /** How many rows it held when it was last seen; null before. */
  count: number | null;
}

/** What fetching a stretch told. */
export interface SpanFacts {
  count: number;
  /** The last row, where there was no room for all of them. */
  until: JobKey | null;
  /** For a stretch that was read upwards: where it ends, which is where the next one begins. Null at the newest end. */
  top: JobKey | null;
}

export interface JobOutline {
  spans: readonly JobSpan[];
  nextId: number;
}

const span = (id: number, bounds: Partial<JobSpan>): JobSpan => ({
  id,
  before: null,
  from: null,
  isUpward: false,
  count: null,
  ...bounds,
});

/** From the newest, or from a place in the middle with newer ones above it. */
export function beginOutline(start: JobKey | null): JobOutline {
  if (start === null) return { spans: [span(0, {})], nextId: 1 };
  return { spans: [span(1, { from: start, isUpward: true }), span(0, { before: start })], nextId: 2 };
}

/** The outline with what was told of its stretches; the same object when nothing is new. */
export function learn(outline: JobOutline, facts: ReadonlyMap<number, SpanFacts>): JobOutline {
  let { nextId } = outline;
  let isChanged = false;
  const spans: JobSpan[] = [];
  for (const held of outline.spans) {
    const told = facts.get(held.id);
    if (told === undefined) {
      spans.push(held);
      continue;
    }
    let known = held;
    if (held.isUpward) {
      known = { ...held, isUpward: false, before: told.top };
      if (told.top !== null) spans.push(span(nextId++, { from: told.top, isUpward: true }));
    }
    if (known.count !== told.count) known = { ...known, count: told.count };
    const isCut = told.until !== null && !isSameKey(told.until, known.from);
    if (isCut) known = { ...known, from: told.until };
    if (known !== held) isChanged = true;
    spans.push(known);
    // What had no room begins a stretch of its own, as what lies beyond the last one does.
    if (isCut && (held.from !== null || held === outline.spans.at(-1))) {
      spans.push(span(nextId++, { before: told.until, from: held.from }));
    }
  }
  return isChanged ? { spans, nextId } : outline;
}

export const rowCount = ({ spans }: JobOutline): number =>
  spans.reduce((total, { count }) => total + (count ?? 0), 0);

/** The number of the row with which the list began, or null until that one is known: newer ones may have come in above it. */
export function startRow({ spans }: JobOutline): number | null {
  let row = 0;
  for (const { id, count } of spans) {
    if (id === 0) return count === null ? null : row;
    row += count ?? 0;
  }
  return null;
}

/** The stretches that touch rows `first` to `last`, and the number of the first row of these. */
export function spansAround(
  { spans }: JobOutline,
  first: number,
  last: number,
): { spans: readonly JobSpan[]; firstRow: number } {
  const around: JobSpan[] = [];
  let firstRow = 0;
  let row = 0;
  for (const held of spans) {
    const end = row + (held.count ?? 0);
    // One that was not fetched yet has no rows; it is wanted when the place where it will be comes near.
    if (end >= first && row <= last) {
      if (around.length === 0) firstRow = row;
      around.push(held);
    }
    row = end;
  }
  return { spans: around, firstRow };
}
