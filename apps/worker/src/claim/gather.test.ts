import { expect, test } from "vitest";
import { gather } from "./gather.ts";

/** Answers with the doubles of numbers, when it is told to; refuses a negative one. */
function doubling(max = 100) {
  const calls: number[][] = [];
  const gates: PromiseWithResolvers<undefined>[] = [];
  const call = gather(
    async (numbers: readonly number[]) => {
      calls.push([...numbers]);
      const gate = Promise.withResolvers<undefined>();
      gates.push(gate);
      await gate.promise;
      if (numbers.includes(0)) throw new RangeError("nobody answers");
      if (numbers.some((number) => number < 0)) throw new Error("negative");
      return numbers.map((number) => number * 2);
    },
    max,
    (error) => error instanceof RangeError,
  );
  return { call, calls, open: (index: number) => gates[index]?.resolve(undefined) };
}

test("what comes at once goes at once, and what comes meanwhile goes together", async () => {
  const { call, calls, open } = doubling();

  const first = [call(1), call(2)];
  await expect.poll(() => calls).toEqual([[1, 2]]);
  const then = [call(3), call(4)];
  open(0);
  await expect
    .poll(() => calls)
    .toEqual([
      [1, 2],
      [3, 4],
    ]);
  open(1);

  expect(await Promise.all([...first, ...then])).toEqual([2, 4, 6, 8]);
});

test("no more than the most go together", async () => {
  const { call, calls, open } = doubling(2);

  const answers = Promise.all([1, 2, 3, 4].map(call));
  for (const index of [0, 1]) {
    await expect.poll(() => calls.length).toBe(index + 1);
    open(index);
  }

  expect(await answers).toEqual([2, 4, 6, 8]);
  expect(calls).toEqual([
    [1, 2],
    [3, 4],
  ]);
});

test("one that is refused fails alone", async () => {
  const { call, calls, open } = doubling();

  const answers = Promise.allSettled([call(1), call(-1), call(3)]);
  for (const index of [0, 1, 2, 3]) {
    await expect.poll(() => calls.length).toBe(index + 1);
    open(index);
  }

  expect(await answers).toMatchObject([{ value: 2 }, { reason: { message: "negative" } }, { value: 6 }]);
});

test("an outage fails all of them at once, without a try for each", async () => {
  const { call, calls, open } = doubling();

  const answers = Promise.allSettled([call(1), call(0), call(3)]);
  await expect.poll(() => calls.length).toBe(1);
  open(0);

  expect((await answers).map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"]);
  expect(calls).toHaveLength(1);
});
