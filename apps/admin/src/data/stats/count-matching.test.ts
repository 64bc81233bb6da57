import { JOB_STATUSES, PRIORITIES, QUEUES } from "@spool/contracts/job-states";
import { expect, test } from "vitest";
import { loadJobFilter } from "../jobs/job-filter.ts";
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
  ["", 48],
  ["?status=failed", 6],
  ["?status=failed,failed", 6],
  ["?queue=batch", 24],
  ["?status=queued,processing&queue=live,default", 6],
  ["?priority=high", 16],
  ["?priority=high,low&status=failed", 4],
  ["?priority=high&queue=live", null],
  ["?type=doubt", null],
  ["?text=sky", null],
])("the counters answer %o with %o", (search, total) => {
  expect(countMatching(readQueueStats(answer), loadJobFilter(search))).toBe(total);
});

test("statistics with a missing field are refused instead of shown as undefined", () => {
  const { average_wait_seconds: _missing, ...broken } = answer;

  expect(() => readQueueStats(broken)).toThrow("average_wait_seconds");
});
