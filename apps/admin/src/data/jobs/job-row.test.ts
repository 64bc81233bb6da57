import { expect, test } from "vitest";
import { keepNewerRows, takeNewer, takeNewerRows, type JobChange, type JobRow } from "./job-row.ts";
import { LiveIndex } from "./live-index.ts";

const row = (id: string, revision: number): JobRow =>
  ({ id, revision, status: "queued", progress_ratio: 0 }) as JobRow; // the rest is not looked at
const change = (id: string, revision: number, rest: Partial<JobChange> = {}): JobChange => ({
  id,
  revision,
  ...rest,
});

test("a newer revision is laid over the row and leaves the other columns", () => {
  const taken = takeNewer(row("a", 3), change("a", 4, { status: "processing" }));

  expect(taken).toMatchObject({ id: "a", revision: 4, status: "processing", progress_ratio: 0 });
});

test.each([2, 3])("revision %d does not replace revision 3", (revision) => {
  const held = row("a", 3);

  expect(takeNewer(held, change("a", revision, { status: "failed" }))).toBe(held);
});

test("a list in which nothing is newer is the same list", () => {
  const held = [row("a", 3), row("b", 9)];

  expect(
    takeNewerRows(
      held,
      new Map([
        ["a", change("a", 3)],
        ["c", change("c", 1)],
      ]),
    ),
  ).toBe(held);
  expect(takeNewerRows([], new Map([["a", change("a", 3)]]))).toEqual([]);
});

test("only the rows that are newer are replaced", () => {
  const held = [row("a", 3), row("b", 9)];

  const taken = takeNewerRows(held, new Map([["b", change("b", 10, { status: "completed" })]]));

  expect(taken[0]).toBe(held[0]);
  expect(taken[1]).toMatchObject({ revision: 10, status: "completed" });
});

test("of a fetched list only what is newer replaces what is held; which rows there are, the answer says", () => {
  const held = [row("a", 3), row("b", 9), row("gone", 1)];

  const kept = keepNewerRows(held, [row("new", 1), row("a", 2), row("b", 10)]);

  expect(kept.map(({ id, revision }) => [id, revision])).toEqual([
    ["new", 1],
    ["a", 3],
    ["b", 10],
  ]);
  expect(kept[1]).toBe(held[0]);
});

test("progress does not disturb lists, a change of status does, an old event does nothing", () => {
  const index = new LiveIndex();

  expect(index.note(change("a", 1, { status: "processing" }))).toBe("moved");
  expect(index.note(change("a", 2, { status: "processing", progress_ratio: 0.5 }))).toBe("same");
  expect(index.note(change("a", 2, { status: "failed" }))).toBe("stale");
  expect(index.note(change("a", 3, { status: "completed" }))).toBe("moved");
});

test("the index forgets the oldest job when it is full", () => {
  const index = new LiveIndex(2);
  for (const id of ["a", "b", "c"]) index.note(change(id, 1, { status: "queued" }));

  expect(index.note(change("a", 2, { status: "queued" }))).toBe("moved");
  expect(index.note(change("c", 2, { status: "queued" }))).toBe("same");
});
