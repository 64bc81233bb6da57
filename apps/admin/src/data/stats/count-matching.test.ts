import { JOB_STATUSES, PRIORITIES, QUEUES } from "@spool/contracts/job-states";
import { expect, test } from "vitest";
import { countMatching } from "./count-matching.ts";
import { readQueueStats } from "./queue-stats.ts";

const counts = (each: number) => ({
  ...Object.fromEntries(JOB_STATUSES.map((status) => [status, each])),
  total: each * JOB_STATUSES.length,
});
const answer = {
  ...counts(6),
  by_queue: Object.fromEntries(
    QUEUES.map((queue, index) => [queue, { ...counts(index + 1), oldest_waiting_age_seconds: 0 }]),
  ),
  by_priority: Object.fromEntries(PRIORITIES.map((priority) => [priority, counts(2)])),
  oldest_waiting_age_seconds: 0,
  average_wait_seconds: 0,
  average_run_seconds: 0,
  completed_last_hour: 0,
  failed_last_hour: 0,
};

test.each([
  [{ status: [], type: [], queue: [] }, 48],
  [{ status: ["failed" as const], type: [], queue: [] }, 6],
  [{ status: ["failed" as const, "failed" as const], type: [], queue: [] }, 6],
  [{ status: [], type: [], queue: ["batch" as const] }, 24],
  [
    {
      status: ["queued" as const, "processing" as const],
      type: [],
      queue: ["live" as const, "default" as const],
    },
    6,
  ],
  [{ status: [], type: ["doubt" as const], queue: [] }, null],
])("the counters answer %o with %o", (filter, total) => {
  expect(countMatching(readQueueStats(answer), filter)).toBe(total);
});

test("statistics with a missing field are refused instead of shown as undefined", () => {
  const { average_wait_seconds: _missing, ...broken } = answer;

  expect(() => readQueueStats(broken)).toThrow("average_wait_seconds");
});
