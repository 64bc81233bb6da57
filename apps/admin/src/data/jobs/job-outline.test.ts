import { expect, test } from "vitest";
import type { JobKey } from "./job-key.ts";
import {
  beginOutline,
  learn,
  rowCount,
  spansAround,
  startRow,
  type JobOutline,
  type SpanFacts,
} from "./job-outline.ts";

const key = (number: number): JobKey => ({ created_at: `t${number}`, id: `${number}` });
const told = (count: number, facts: Partial<SpanFacts> = {}): SpanFacts => ({
  count,
  until: null,
  top: null,
  ...facts,
});
const tell = (outline: JobOutline, id: number, facts: SpanFacts) => learn(outline, new Map([[id, facts]]));
const boundsOf = ({ spans }: JobOutline) => spans.map(({ before, from }) => [before?.id, from?.id]);

test("a full page is bounded by its last row and followed by the next", () => {
  const outline = tell(beginOutline(null), 0, told(60, { until: key(940) }));

  expect(boundsOf(outline)).toEqual([
    [undefined, "940"],
    ["940", undefined],
  ]);
  expect(rowCount(outline)).toBe(60);
});

test("a page that is not full is the last", () => {
  expect(tell(beginOutline(null), 0, told(3)).spans).toHaveLength(1);
});

test("what comes in above moves no stretch beneath", () => {
  const first = tell(beginOutline(null), 0, told(60, { until: key(940) }));
  const both = tell(first, 1, told(60, { until: key(880) }));

  const later = tell(both, 0, told(75));

  expect(boundsOf(later)).toEqual(boundsOf(both));
  expect(rowCount(later)).toBe(135);
});

test("more than fits between two bounds becomes two stretches, and nothing between them is lost", () => {
  const outline = tell(beginOutline(null), 0, told(60, { until: key(940) }));

  const cut = tell(outline, 0, told(240, { until: key(1_500) }));

  expect(boundsOf(cut)).toEqual([
    [undefined, "1500"],
    ["1500", "940"],
    ["940", undefined],
  ]);
});

test("from a moment on one can go both ways", () => {
  const start = beginOutline(key(500));

  const up = tell(start, 1, told(60, { top: key(560) }));
  const top = tell(up, 2, told(12));

  expect(boundsOf(up)).toEqual([
    [undefined, "560"],
    ["560", "500"],
    ["500", undefined],
  ]);
  expect(top.spans.map(({ isUpward }) => isUpward)).toEqual([false, false, false]);
  expect(rowCount(top)).toBe(72);
});

test("the same news twice changes nothing", () => {
  const facts = told(60, { until: key(940) });
  const outline = tell(beginOutline(null), 0, facts);

  expect(tell(outline, 0, facts)).toBe(outline);
});

test("only the stretches in sight and those beside them are wanted", () => {
  let outline = beginOutline(null);
  for (let id = 0; id < 100; id++) outline = tell(outline, id, told(60, { until: key(10_000 - id * 60) }));

  expect(spansAround(outline, -30, 30).spans.map(({ id }) => id)).toEqual([0]);
  const middle = spansAround(outline, 2_990, 3_030);
  expect(middle.spans.map(({ id }) => id)).toEqual([49, 50]);
  expect(middle.firstRow).toBe(49 * 60);
  expect(spansAround(outline, 5_960, 6_020).spans.map(({ id }) => id)).toEqual([99, 100]);
});

test("newer rows are wanted when the beginning comes near", () => {
  const outline = tell(beginOutline(key(500)), 0, told(60, { until: key(440) }));

  expect(spansAround(outline, -30, 40).spans.map(({ id }) => id)).toEqual([1, 0]);
  expect(spansAround(outline, 20, 50).spans.map(({ id }) => id)).toEqual([0]);
});

test("a list from a moment in its middle begins below the newer rows, whichever are known first", () => {
  const outline = beginOutline(key(500));
  const above = tell(outline, 1, told(60, { top: key(561) }));

  expect(startRow(above)).toBeNull();
  expect(startRow(tell(above, 0, told(60, { until: key(440) })))).toBe(60);
  expect(startRow(tell(outline, 0, told(60, { until: key(440) })))).toBe(0);
});
