import { asService, asUser } from "@spool/testing/callers";
import { jobInStatus } from "@spool/testing/jobs";
import { createPeople, type People } from "@spool/testing/people";
import { useTestDatabase } from "@spool/testing/use-database";
import { beforeAll, expect, test } from "vitest";

const db = useTestDatabase();
let people: People;

beforeAll(async () => {
  people = await createPeople(db.owner);
});

const rerender = (jobId: string, changes: unknown, by = asService(db.api)) =>
  by<{ status: string; title: string; payload: unknown }>("select * from public.rerender_job($1, $2)", [
    jobId,
    JSON.stringify(changes),
  ]);
const finished = (payload: object = { question: "Why?" }) =>
  jobInStatus(db, "completed", { projectId: people.projectId, payload });

test("fields of a finished job are changed, added and taken away, and it runs again from its start", async () => {
  const { jobId, attemptId } = await finished({ question: "Why?", style: "concise", length: 60 });
  await db.owner.query(
    "insert into public.job_stages (job_id, stage, ordinal, status, attempt_id) values ($1, 'script', 1, 'completed', $2)",
    [jobId, attemptId],
  );

  const { rows } = await rerender(
    jobId,
    { question: "How?", style: null, voice: "male" },
    asUser(db.api, people.operator),
  );

  expect(rows).toMatchObject([
    { status: "pending", title: "How?", payload: { question: "How?", length: 60, voice: "male" } },
  ]);
  expect(
    (await db.owner.query("select from public.job_stages where job_id = $1", [jobId])).rows,
  ).toHaveLength(0);
  const events = await db.owner.query(
    "select cause, detail, actor_id from public.job_events where job_id = $1 order by id desc limit 2",
    [jobId],
  );
  expect(events.rows).toEqual([
    { cause: "manual_retry", detail: {}, actor_id: people.operator },
    { cause: "edit", detail: { fields: ["question", "style", "voice"] }, actor_id: people.operator },
  ]);
  const audited = await db.owner.query(
    "select action from public.audit_log where subject_id = $1 order by id desc limit 2",
    [jobId],
  );
  expect(audited.rows).toEqual([{ action: "job.manual_retry" }, { action: "job.edit" }]);
});

test.each([
  ["no object", ["x"], "PT400"],
  ["a value that a submitter could not give", { length: 61 }, "PT400"],
  ["the field that the type needs taken away", { question: null }, "PT400"],
  ["more than 256 KiB", { extra: "x".repeat(270_000) }, "PT400"],
])("%s is refused and changes nothing", async (_what, changes, code) => {
  const { jobId } = await finished();

  await expect(rerender(jobId, changes)).rejects.toMatchObject({ code });
  const { rows } = await db.owner.query("select status, payload from public.jobs where id = $1", [jobId]);
  expect(rows).toEqual([{ status: "completed", payload: { question: "Why?" } }]);
});

test("a job that has not finished is refused with PT409", async () => {
  const { jobId } = await jobInStatus(db, "processing");

  await expect(rerender(jobId, { voice: "male" })).rejects.toMatchObject({ code: "PT409" });
});

test("of two who change a finished job at once one wins", async () => {
  const { jobId } = await finished();

  const both = await Promise.allSettled([
    rerender(jobId, { voice: "male" }),
    rerender(jobId, { voice: "female" }),
  ]);

  expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
});
