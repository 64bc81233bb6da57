import { QueryClient } from "@tanstack/react-query";
import { expect, test } from "vitest";
import { applyJobChanges, forgetJob } from "./apply-job-changes.ts";
import { loadJobFilter } from "./job-filter.ts";
import type { Job, JobRow } from "./job-row.ts";
import { jobsKeys } from "./keys.ts";

const PAGE = jobsKeys.page(loadJobFilter(""), null, 0);
const row = (id: string, revision: number): JobRow => ({ id, revision, status: "queued" }) as JobRow; // the rest is not looked at

function clientHolding(rows: JobRow[]): QueryClient {
  const queryClient = new QueryClient();
  queryClient.setQueryData(PAGE, { rows, until: null, top: null });
  queryClient.setQueryData(jobsKeys.glance("running"), rows);
  for (const held of rows) queryClient.setQueryData(jobsKeys.detail(held.id), held);
  return queryClient;
}

test("one event reaches the list, the overview and the job's page", () => {
  const queryClient = clientHolding([row("a", 1), row("b", 1)]);

  applyJobChanges(queryClient, new Map([["b", { id: "b", revision: 2, status: "processing" }]]));

  const changed = { id: "b", revision: 2, status: "processing" };
  expect(queryClient.getQueryData(PAGE)).toMatchObject({ rows: [{ revision: 1 }, changed] });
  expect(queryClient.getQueryData(jobsKeys.glance("running"))).toMatchObject([{ revision: 1 }, changed]);
  expect(queryClient.getQueryData(jobsKeys.detail("b"))).toMatchObject(changed);
});

test("an event about a job that nobody looks at leaves every list as it was", () => {
  const queryClient = clientHolding([row("a", 1)]);
  const before = queryClient.getQueryData(PAGE);

  applyJobChanges(queryClient, new Map([["z", { id: "z", revision: 2, status: "processing" }]]));

  expect(queryClient.getQueryData(PAGE)).toBe(before);
  expect(queryClient.getQueryData(jobsKeys.detail("z"))).toBeUndefined();
});

test("a deleted job leaves the lists, and its open page learns that it is gone", () => {
  const queryClient = clientHolding([row("a", 1), row("b", 1)]);

  forgetJob(queryClient, "a");

  expect(queryClient.getQueryData(PAGE)).toMatchObject({ rows: [{ id: "b" }] });
  expect(queryClient.getQueryData<JobRow[]>(jobsKeys.glance("running"))).toHaveLength(1);
  expect(queryClient.getQueryData<Job | null>(jobsKeys.detail("a"))).toBeNull();
});
