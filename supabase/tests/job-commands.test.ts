import { JOB_STATUSES, type JobStatus } from "@spool/contracts/job-states";
import { asAnon, asService, asUser, type Caller } from "@spool/testing/callers";
import { claimNext, insertJob, jobInStatus, registerNode } from "@spool/testing/jobs";
import { createPeople, type People } from "@spool/testing/people";
import { useTestDatabase } from "@spool/testing/use-database";
import { beforeAll, describe, expect, test } from "vitest";

const db = useTestDatabase();
let people: People;

beforeAll(async () => {
  people = await createPeople(db.owner);
});

const COMMANDS = ["cancel_job", "pause_job", "resume_job", "retry_job"] as const;
type Command = (typeof COMMANDS)[number];

const POSSIBLE_FROM: Record<Command, { from: JobStatus[]; to: JobStatus }> = {
  cancel_job: { from: ["pending", "queued", "assigned", "processing", "paused"], to: "cancelled" },
  pause_job: { from: ["pending", "queued", "assigned", "processing"], to: "paused" },
  resume_job: { from: ["paused"], to: "pending" },
  retry_job: { from: ["completed", "failed", "cancelled"], to: "pending" },
};

const give = async (caller: Caller, command: Command, jobId: string) =>
  (await caller<{ id: string; status: JobStatus }>(`select * from public.${command}($1)`, [jobId])).rows[0];

const statusOf = async (jobId: string) =>
  (await db.owner.query<{ status: JobStatus }>("select status from public.jobs where id = $1", [jobId]))
    .rows[0]?.status;

const cases = COMMANDS.flatMap((command) => JOB_STATUSES.map((from) => ({ command, from })));

test.each(cases)("$command from $from", async ({ command, from }) => {
  const { jobId } = await jobInStatus(db, from, { projectId: people.projectId });
  const given = give(asUser(db.api, people.operator), command, jobId);

  if (POSSIBLE_FROM[command].from.includes(from)) {
    expect(await given).toMatchObject({ id: jobId, status: POSSIBLE_FROM[command].to });
  } else {
    await expect(given).rejects.toMatchObject({ code: "PT409" });
    expect(await statusOf(jobId)).toBe(from);
  }
});

describe.each(COMMANDS)("%s", (command) => {
  const jobThatAllowsIt = () =>
    jobInStatus(db, POSSIBLE_FROM[command].from[0] ?? "pending", { projectId: people.projectId });

  test("is an operator's, an administrator's and the service key's to give", async () => {
    for (const caller of [asUser(db.api, people.operator), asUser(db.api, people.admin), asService(db.api)]) {
      const { jobId } = await jobThatAllowsIt();
      expect(await give(caller, command, jobId)).toMatchObject({ status: POSSIBLE_FROM[command].to });
    }
  });

  test("is refused to a viewer with 403, to a stranger with 404, and to nobody at all", async () => {
    const { jobId } = await jobThatAllowsIt();
    const before = await statusOf(jobId);

    await expect(give(asUser(db.api, people.viewer), command, jobId)).rejects.toMatchObject({ code: "PT403" });
    await expect(give(asUser(db.api, people.stranger), command, jobId)).rejects.toMatchObject({ code: "PT404" });
    await expect(give(asAnon(db.api), command, jobId)).rejects.toMatchObject({ code: "PT401" });
    expect(await statusOf(jobId)).toBe(before);
  }); // prettier-ignore

  test("says 404 for a job that does not exist", async () => {
    const unknown = give(asService(db.api), command, "00000000-0000-4000-8000-00000000dead");

    await expect(unknown).rejects.toMatchObject({ code: "PT404" });
  });

  test("of several at once, one wins and the others get 409", async () => {
    const { jobId } = await jobThatAllowsIt();

    const results = await Promise.allSettled(
      Array.from({ length: 5 }, () => give(asService(db.api), command, jobId)),
    );

    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(results.filter(({ status }) => status === "rejected")).toHaveLength(4);
  });

  test("is recorded with who gave it", async () => {
    const { jobId } = await jobThatAllowsIt();
    await give(asUser(db.api, people.operator), command, jobId);

    const { rows } = await db.owner.query(
      "select actor_kind, actor_id from public.job_events where job_id = $1 order by id desc limit 1",
      [jobId],
    );
    expect(rows).toEqual([{ actor_kind: "user", actor_id: people.operator }]);
  });
});

test("pausing what runs ends its attempt without costing one, and keeps finished stages", async () => {
  const { jobId, attemptId } = await jobInStatus(db, "processing");
  await db.worker.query("select private.begin_stage($1, 'script')", [attemptId]);
  await db.worker.query("select private.finish_stage($1, 'script', '{}', '[]')", [attemptId]);
  await db.worker.query("select private.begin_stage($1, 'narrate')", [attemptId]);

  const paused = await give(asService(db.api), "pause_job", jobId);

  expect(paused).toMatchObject({ attempt_id: null, node_id: null, attempt_count: 0 });
  const { rows } = await db.owner.query(
    `select (select status from public.job_attempts where id = $1) as attempt,
       (select array_agg(status::text order by ordinal) from public.job_stages where job_id = $2) as stages`,
    [attemptId, jobId],
  );
  expect(rows).toEqual([{ attempt: "handed_back", stages: ["completed", "pending"] }]);
});

test("a type that cannot be paused is refused with 409", async () => {
  await db.owner.query(
    `insert into public.job_types select (jsonb_populate_record(t, '{"name": "live_test", "is_pausable": false}')).*
     from public.job_types as t where t.name = 'doubt'`,
  );
  const jobId = await insertJob(db.owner, { jobType: "live_test" });

  await expect(give(asService(db.api), "pause_job", jobId)).rejects.toMatchObject({
    code: "PT409",
    message: "Jobs of type live_test cannot be paused",
  });
  expect(await statusOf(jobId)).toBe("pending");
});

test("a scheduled job that was paused keeps its time", async () => {
  const runAt = new Date(Date.now() + 3_600_000);
  const jobId = await insertJob(db.owner, { runAt });
  await give(asService(db.api), "pause_job", jobId);

  expect(await give(asService(db.api), "resume_job", jobId)).toMatchObject({ run_at: runAt });
});

test("a retry starts from nothing: no error, no result, no stages, all attempts", async () => {
  const { jobId } = await jobInStatus(db, "completed");

  const retried = await give(asService(db.api), "retry_job", jobId);

  expect(retried).toMatchObject({ status: "pending", attempt_count: 0, progress_ratio: "0", video_path: null, video_url: null, finished_at: null }); // prettier-ignore
  const node = await registerNode(db.worker);
  const claimed = (await claimNext(db.worker, node, 1_000)).find((attempt) => attempt.job_id === jobId);
  expect(claimed).toMatchObject({ attempt_number: 2 });
});

test("of opposite commands at once one wins, and the other is told how the job is by now", async () => {
  const OPPOSITES = [
    ["resume_job", "cancel_job", "paused"],
    ["pause_job", "retry_job", "cancelled"],
  ] as const;
  for (const [one, other, from] of OPPOSITES) {
    const { jobId } = await jobInStatus(db, from);
    const [first, second] = await Promise.allSettled([
      give(asService(db.api), one, jobId),
      give(asService(db.api), other, jobId),
    ]);

    const refused = [first, second].flatMap((result) =>
      result.status === "rejected" ? [result.reason as unknown] : [],
    );
    // One after the other both may be legal: resumed and then cancelled.
    for (const reason of refused) {
      expect(reason).toMatchObject({
        code: "PT409",
        message: expect.stringMatching(/^A job that is (cancelled|pending) cannot become /) as string,
      });
    }
    expect(refused.length).toBeLessThan(2);
  }
});
