import { JOB_CATALOGUE } from "@spool/contracts/job-catalogue";
import pino from "pino";
import { expect, test } from "vitest";
import { DatabaseUnreachable } from "../adapters/database-errors.ts";
import { openReport } from "./attempt-report.ts";

const attempt = {
  attempt_id: "00000000-0000-4000-8000-00000000000a",
  job_id: "00000000-0000-4000-8000-00000000000b",
  attempt_number: 1,
  job_type: "doubt",
  payload: {},
  project_id: "00000000-0000-4000-8000-000000000001",
  time_limit_seconds: 600,
  stages: JOB_CATALOGUE.doubt.stages.map((stage) => ({ ...stage, status: "pending", checkpoint: null })),
};

/** A database that notes the function of every call and answers as the test says. */
function openTestReport(answer: (call: string) => boolean) {
  const calls: string[] = [];
  let overCount = 0;
  const note = (call: string) => {
    const ours = answer(call);
    calls.push(call);
    return ours;
  };
  const report = openReport(attempt, {
    database: {
      // Only the rows of an answer are read.
      query: (text) =>
        Promise.resolve({ rows: [{ ours: note(/private\.(\w+)/.exec(text)?.[1] ?? text) }] } as never),
    },
    appendLogs: () => Promise.resolve(note("append_logs")),
    onOver: () => (overCount += 1),
    giveUp: AbortSignal.abort(),
    log: pino({ level: "silent" }),
  });
  return { report, calls, overCount: () => overCount };
}

test("stage changes are written at once and in order, and log lines in one batch", async () => {
  const { report, calls } = openTestReport(() => true);

  report.begin("script");
  report.log("info", "one");
  report.log("info", "two");
  report.finish("script", { scenes: 4 });
  report.begin("narrate");
  await report.close();

  expect(calls.filter((call) => call !== "append_logs")).toEqual([
    "begin_stage",
    "finish_stage",
    "begin_stage",
  ]);
  expect(calls.filter((call) => call === "append_logs").length).toBe(1);
});

test("a stage that only ended is begun first", async () => {
  const { report, calls } = openTestReport(() => true);

  report.finish("script", null);
  await report.close();

  expect(calls).toEqual(["begin_stage", "finish_stage"]);
});

test("a stage that the type does not have changes nothing", async () => {
  const { report, calls } = openTestReport(() => true);

  report.begin("holography");
  report.progress("holography", 0.5);
  report.finish("holography", null);
  await report.close();

  expect(calls).toEqual([]);
  expect(report.stage).toBeNull();
});

test("an attempt that is not the job's any more is told once, and nothing more is written", async () => {
  const { report, calls, overCount } = openTestReport(() => false);

  report.begin("script");
  report.log("info", "too late");
  report.finish("script", null);
  await report.close();

  expect(overCount()).toBe(1);
  expect(calls).toEqual(["begin_stage"]);
});

test("what the database could not take is written when it is back, in order", async () => {
  let isAway = true;
  const { report, calls } = openTestReport(() => {
    if (isAway) throw new DatabaseUnreachable("connect ECONNREFUSED");
    return true;
  });

  report.begin("script");
  report.finish("script", null);
  report.log("info", "later");
  await new Promise((resolve) => setImmediate(resolve));
  isAway = false;
  await report.close();

  expect(calls).toEqual(["begin_stage", "finish_stage", "append_logs"]);
});
