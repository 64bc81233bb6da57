import { PostgrestClient } from "@supabase/postgrest-js";
import { QueryClient } from "@tanstack/react-query";
import type { Database } from "@spool/db/database.types";
import { expect, test } from "vitest";
import { applyJobChanges, forgetJob } from "./apply-job-changes.ts";
import { loadJobFilter } from "./job-filter.ts";
import { beginOutline, type JobSpan } from "./job-outline.ts";
import { jobPageQuery } from "./job-page-query.ts";
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

const [FIRST_SPAN] = beginOutline(null).spans as readonly [JobSpan]; // a list has a first stretch

/** A client of an API that answers every request with these rows. */
const answering = (rows: Promise<JobRow[]>) =>
  new PostgrestClient<Database>("http://api.invalid", {
    fetch: async () => Response.json(await rows),
  });

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

test("an answer that was read before an event does not take the row back in time", async () => {
  const queryClient = new QueryClient();
  const answer = Promise.withResolvers<JobRow[]>();
  const filter = loadJobFilter("");
  const query = jobPageQuery(answering(answer.promise), filter, null, FIRST_SPAN);
  queryClient.setQueryData(query.queryKey, { rows: [row("a", 1)], until: null, top: null });

  const fetching = queryClient.query({ ...query, staleTime: 0 });
  applyJobChanges(queryClient, new Map([["a", { id: "a", revision: 3, status: "processing" }]]));
  answer.resolve([row("b", 1), row("a", 2)]);
  await fetching;

  expect(queryClient.getQueryData(query.queryKey)?.rows).toMatchObject([
    { id: "b", revision: 1 },
    { id: "a", revision: 3, status: "processing" },
  ]);
});

test("an answer with nothing new leaves the rows as they were, so that none is drawn again", async () => {
  const queryClient = new QueryClient();
  const rows = answering(Promise.resolve([row("a", 1)]));
  const query = jobPageQuery(rows, loadJobFilter(""), null, FIRST_SPAN);
  await queryClient.query(query);
  const before = queryClient.getQueryData(query.queryKey);

  await queryClient.query({ ...query, staleTime: 0 });

  expect(queryClient.getQueryData(query.queryKey)).toBe(before);
});

test("a list that is to be fetched anew stays so when an event changes one of its rows", async () => {
  const queryClient = clientHolding([row("a", 1)]);
  await queryClient.invalidateQueries({ queryKey: jobsKeys.lists });

  applyJobChanges(queryClient, new Map([["a", { id: "a", revision: 2, status: "processing" }]]));

  expect(queryClient.getQueryState(PAGE)).toMatchObject({
    isInvalidated: true,
    data: { rows: [{ revision: 2 }] },
  });
});

test("a deleted job leaves the lists, and its open page learns that it is gone", () => {
  const queryClient = clientHolding([row("a", 1), row("b", 1)]);

  forgetJob(queryClient, "a");

  expect(queryClient.getQueryData(PAGE)).toMatchObject({ rows: [{ id: "b" }] });
  expect(queryClient.getQueryData<JobRow[]>(jobsKeys.glance("running"))).toHaveLength(1);
  expect(queryClient.getQueryData<Job | null>(jobsKeys.detail("a"))).toBeNull();
});
