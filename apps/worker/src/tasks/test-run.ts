import { testRunPayload } from "@spool/contracts/task-catalogue";
import { setTimeout as delay } from "node:timers/promises";
import { parsePayload, type Task } from "./task.ts";

const STEP_MS = 500;

/** Lets the time pass that the payload asks for, none by default. */
export const testRun: Task = async ({ attempt, report }, signal) => {
  const { duration_seconds: durationSeconds = 0 } = parsePayload(testRunPayload, attempt.payload);
  const endMs = performance.now() + durationSeconds * 1_000;
  for (let leftMs = durationSeconds * 1_000; leftMs > 0; leftMs = endMs - performance.now()) {
    await delay(Math.min(STEP_MS, leftMs), undefined, { signal });
    report.progress("run", Math.min(1, 1 - (endMs - performance.now()) / (durationSeconds * 1_000)));
  }
  return [];
};
