import { testRunPayload } from "@spool/contracts/task-catalogue";
import { setTimeout as delay } from "node:timers/promises";
import { parsePayload, type Task } from "./task.ts";

/** Lets the time pass that the payload asks for, none by default. */
export const testRun: Task = async ({ attempt }, signal) => {
  const { duration_seconds: durationSeconds = 0 } = parsePayload(testRunPayload, attempt.payload);
  if (durationSeconds > 0) await delay(durationSeconds * 1_000, undefined, { signal });
  return [];
};
