import { expect, test } from "vitest";
import { createActiveRenders } from "./active-renders.ts";

const never = new AbortController().signal;
const JOB = "11111111-1111-4111-8111-111111111111";
const [FIRST, SECOND] = ["aaaaaaaa-0000-4000-8000-000000000001", "aaaaaaaa-0000-4000-8000-000000000002"];

/** Work that ends when it is told to, or with the reason of its abort; `isOver` says whether it has. */
function openWork() {
  const finish = Promise.withResolvers<string>();
  const state = { isStarted: false, isOver: false };
  const work = async (signal: AbortSignal) => {
    state.isStarted = true;
    signal.addEventListener("abort", () => finish.reject(signal.reason as Error), { once: true });
    try {
      return await finish.promise;
    } finally {
      state.isOver = true;
    }
  };
  return { work, state, finish: () => finish.resolve("done") };
}

const stopOf = (attempt: Promise<unknown>) =>
  attempt.then(
    (value) => value,
    (error: unknown) => (error as { context: { stop: string } }).context.stop, // stopError made it
  );

test("a newer attempt stops the older one, begins when that has ended, and the older one does not come back", async () => {
  const renders = createActiveRenders(2);
  const [old, young] = [openWork(), openWork()];

  const oldRun = stopOf(renders.run({ job_id: JOB, attempt_id: FIRST }, never, old.work));
  await expect.poll(() => old.state.isStarted).toBe(true);
  const youngRun = renders.run({ job_id: JOB, attempt_id: SECOND }, never, (signal) => {
    expect(old.state.isOver).toBe(true);
    return young.work(signal);
  });

  expect(await oldRun).toBe("replaced");
  expect(await stopOf(renders.run({ job_id: JOB, attempt_id: FIRST }, never, old.work))).toBe("replaced");
  young.finish();
  expect(await youngRun).toBe("done");
});

test("a cancel resolves when the work has ended; one for another attempt is refused and stops nothing", async () => {
  const renders = createActiveRenders(1);
  const open = openWork();
  const run = stopOf(renders.run({ job_id: JOB, attempt_id: SECOND }, never, open.work));
  await expect.poll(() => open.state.isStarted).toBe(true);

  expect(await renders.cancel(JOB, FIRST)).toBe("not_current");
  expect(await renders.cancel("22222222-2222-4222-8222-222222222222", undefined)).toBe("unknown");
  expect(open.state.isOver).toBe(false);
  expect(await renders.cancel(JOB, SECOND)).toBe("cancelled");
  expect(open.state.isOver).toBe(true);
  expect(await run).toBe("cancelled");
  expect(await renders.cancel(JOB, SECOND)).toBe("unknown");
});

test("a caller that hangs up cancels, also while it waits in line", async () => {
  const renders = createActiveRenders(1);
  const [running, waiting] = [openWork(), openWork()];
  const caller = new AbortController();
  const first = renders.run({ job_id: JOB }, never, running.work);
  await expect.poll(() => running.state.isStarted).toBe(true);

  const second = stopOf(renders.run({ job_id: FIRST }, caller.signal, waiting.work));
  caller.abort();

  expect(await second).toBe("cancelled");
  expect(waiting.state.isStarted).toBe(false);
  running.finish();
  expect(await first).toBe("done");
});

test("only so many run at a time, a few wait their turn, and the rest is told to come back later", async () => {
  const renders = createActiveRenders(1);
  const works = Array.from({ length: 6 }, openWork);

  const runs = works.map(({ work }, index) => renders.run({ job_id: `job-${index}` }, never, work));
  const settled = Promise.allSettled(runs);
  const last = runs.at(-1) ?? expect.unreachable();

  await expect(last).rejects.toMatchObject({
    category: "API_ERROR",
    retryAfterSeconds: 15,
    context: { stop: "busy" },
  });
  expect(works.map(({ state }) => state.isStarted)).toEqual([true, false, false, false, false, false]);
  for (const { finish } of works) finish();
  expect((await settled).map(({ status }) => status)).toEqual([
    ...Array<string>(5).fill("fulfilled"),
    "rejected",
  ]);
});

test("events are replayed from the start in the same order, and end with the outcome", async () => {
  const renders = createActiveRenders(1);
  await renders.run({ job_id: JOB }, never, (_signal, emit) => {
    emit({ type: "stage_started", stage: "render" });
    for (let step = 0; step <= 1000; step += 1)
      emit({ type: "progress", stage: "render", stage_ratio: step / 1000 });
    return Promise.resolve();
  });

  const read = async () => {
    const events = [];
    for await (const event of renders.eventsOf(JOB)?.follow(never) ?? []) events.push(event);
    return events;
  };

  const events = await read();
  expect(await read()).toEqual(events);
  expect(events.length).toBeLessThan(110);
  expect(events.at(-2)).toEqual({ type: "progress", stage: "render", stage_ratio: 1 });
  expect(events.at(-1)).toEqual({ type: "ended", outcome: "completed" });
});

test("stopping ends everything and takes nothing new", async () => {
  const renders = createActiveRenders(1);
  const open = openWork();
  const run = stopOf(renders.run({ job_id: JOB }, never, open.work));

  await renders.stopAll();

  expect(await run).toBe("stopping");
  expect(await stopOf(renders.run({ job_id: FIRST }, never, open.work))).toBe("stopping");
});
