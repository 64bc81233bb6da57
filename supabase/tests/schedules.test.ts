import { asAnon, asService, asUser } from "@spool/testing/callers";
import { DEFAULT_PROJECT_ID } from "@spool/testing/jobs";
import { createPeople, createUser, type People } from "@spool/testing/people";
import { useTestDatabase } from "@spool/testing/use-database";
import { randomUUID } from "node:crypto";
import { beforeAll, beforeEach, expect, test } from "vitest";

const db = useTestDatabase();
let people: People;
let instanceOperator: string;

beforeAll(async () => {
  people = await createPeople(db.owner);
  instanceOperator = await createUser(db.owner);
  await db.owner.query("update public.profiles set instance_role = 'operator' where user_id = $1", [
    instanceOperator,
  ]);
});
beforeEach(() => db.owner.query("delete from public.schedules"));

interface Schedule {
  id: string;
  next_run_at: Date | null;
  last_run_at: Date | null;
  last_job_id: string | null;
  last_problem: string | null;
}

async function makeSchedule(values: Record<string, unknown> = {}): Promise<Schedule> {
  const row = {
    name: randomUUID(),
    project_id: people.projectId,
    job_type: "doubt",
    payload: { question: "Why?" },
    cron: "* * * * *",
    ...values,
  };
  const { rows } = await db.owner.query<Schedule>(
    `insert into public.schedules (${Object.keys(row).join(", ")})
     values (${Object.keys(row)
       .map((_, index) => `$${index + 1}`)
       .join(", ")}) returning *`,
    Object.values(row),
  );
  return rows[0] as Schedule; // one row was inserted
}

/** As if time had passed: the schedule was due so many minutes ago. */
const makeDue = (id: string, minutesAgo: number) =>
  db.owner.query(
    "update public.schedules set next_run_at = date_trunc('minute', now()) - make_interval(mins => $2) where id = $1",
    [id, minutesAgo],
  );

const runDue = async () =>
  (await db.worker.query<{ count: number }>("select private.run_due_schedules(100) as count")).rows[0]?.count;

const reread = async (id: string) =>
  (await db.owner.query<Schedule>("select * from public.schedules where id = $1", [id])).rows[0] as Schedule;

const runsOf = async (id: string) =>
  (
    await db.owner.query<{ due_at: Date; job_id: string | null; problem: string | null }>(
      "select * from public.schedule_runs where schedule_id = $1 order by due_at",
      [id],
    )
  ).rows;

test("a due schedule submits its job once, in its own name, and sets its next run", async () => {
  const { id } = await makeSchedule({ priority: "high" });
  await makeDue(id, 0);

  expect(await runDue()).toBe(1);
  expect(await runDue()).toBe(0);

  const after = await reread(id);
  expect(Number(after.next_run_at)).toBeGreaterThan(Date.now());
  const { rows } = await db.owner.query(
    `select j.priority, j.project_id, e.actor_kind, e.actor_id
     from public.jobs as j join public.job_events as e on e.job_id = j.id where j.id = $1`,
    [after.last_job_id],
  );
  expect(rows).toEqual([
    { priority: "high", project_id: people.projectId, actor_kind: "schedule", actor_id: id },
  ]);
});

test("many workers that look at once start a run once", async () => {
  const { id } = await makeSchedule();
  await makeDue(id, 0);

  const counts = await Promise.all(Array.from({ length: 8 }, runDue));

  expect(counts.reduce<number>((sum, count) => sum + (count ?? 0), 0)).toBe(1);
  expect(await runsOf(id)).toHaveLength(1);
});

test.each([
  { missed_runs: "skip", jobs: 0, problems: 1 },
  { missed_runs: "run_once", jobs: 1, problems: 0 },
  { missed_runs: "run_all", jobs: 4, problems: 0 },
])(
  "after an outage of three minutes, $missed_runs makes $jobs jobs",
  async ({ missed_runs, jobs, problems }) => {
    const { id } = await makeSchedule({ missed_runs, may_overlap: true });
    await makeDue(id, 3);
    // The fourth run is the one of this very minute, which is not missed: leave it out for skip.
    if (missed_runs === "skip") {
      await db.owner.query("update public.schedules set cron = '0 0 1 1 *' where id = $1", [id]);
      await makeDue(id, 3);
    }

    await runDue();

    const runs = await runsOf(id);
    expect(runs.filter(({ job_id }) => job_id !== null)).toHaveLength(jobs);
    expect(runs.filter(({ problem }) => problem !== null)).toHaveLength(problems);
  },
);

test("a run does not start while the job of the last one is unfinished, and says so", async () => {
  const { id } = await makeSchedule();
  await makeDue(id, 1);
  await runDue();
  const first = await reread(id);
  await makeDue(id, 0);

  expect(await runDue()).toBe(0);

  const second = await reread(id);
  expect(second.last_job_id).toBe(first.last_job_id);
  expect(second.last_problem).toContain("has not finished");
  await expect(
    asUser(db.api, people.operator)("select * from public.run_schedule($1)", [id]),
  ).rejects.toMatchObject({ code: "PT409" });
});

test("a payload that the catalogue refuses by now is noted, and the schedule goes on", async () => {
  const { id } = await makeSchedule();
  await db.owner.query("alter table public.schedules disable trigger schedules_prepare");
  await db.owner.query("update public.schedules set payload = '{}' where id = $1", [id]);
  await db.owner.query("alter table public.schedules enable trigger schedules_prepare");
  await makeDue(id, 0);

  expect(await runDue()).toBe(0);

  const after = await reread(id);
  expect(after.last_problem).toBe("payload.question is required");
  expect(Number(after.next_run_at)).toBeGreaterThan(Date.now());
});

test("a schedule that fails notes why, and the others of its batch run", async () => {
  const broken = await makeSchedule({ payload: { question: "break" } });
  const whole = await makeSchedule();
  await makeDue(broken.id, 2);
  await makeDue(whole.id, 1);
  await db.owner.query(
    `create function private.break_inserts() returns trigger language plpgsql as $$ begin raise 'Out of order'; end $$;
     create trigger a_break before insert on public.jobs for each row
       when (new.payload ->> 'question' = 'break') execute function private.break_inserts()`,
  );

  const submitted = await runDue();
  await db.owner.query("drop function private.break_inserts() cascade");

  expect(submitted).toBe(1);
  expect(await reread(whole.id)).toMatchObject({
    last_problem: null,
    last_job_id: expect.any(String) as string,
  });
  const noted = await reread(broken.id);
  expect(noted).toMatchObject({ last_problem: "Out of order", last_job_id: null });
  expect(noted.next_run_at?.getTime()).toBeGreaterThan(Date.now());
});

test("a schedule that is switched off has no next run, and gets one when it is switched on", async () => {
  const { id } = await makeSchedule({ is_enabled: false });
  expect((await reread(id)).next_run_at).toBeNull();

  await asUser(db.api, people.operator)("update public.schedules set is_enabled = true where id = $1", [id]);

  expect((await reread(id)).next_run_at).not.toBeNull();
});

test.each([
  [{ cron: "61 * * * *" }, 'minute "61" is not between 0 and 59'],
  [{ cron: "0 0 30 2 *" }, "names a date that never comes"],
  [{ time_zone: "Mars/Olympus" }, 'There is no time zone "Mars/Olympus"'],
  [{ time_zone: "XYZ+3" }, "There is no time zone"],
  [{ job_type: "nonsense" }, 'job_type "nonsense" is not known'],
  [{ payload: {} }, "payload.question is required"],
])("a schedule with %j is refused with 400", async (values, message) => {
  await expect(makeSchedule(values)).rejects.toMatchObject({
    code: "PT400",
    message: expect.stringContaining(message) as string,
  });
});

test("who may make a schedule: the project's operators for videos, those of the instance for tasks", async () => {
  const insert = (caller: ReturnType<typeof asUser>, projectId: string, jobType: string, payload: object) =>
    caller(
      "insert into public.schedules (name, project_id, job_type, payload, cron) values ($1, $2, $3, $4, '@daily')",
      [randomUUID(), projectId, jobType, JSON.stringify(payload)],
    );
  const video = [people.projectId, "doubt", { question: "Why?" }] as const;
  const task = [DEFAULT_PROJECT_ID, "test_run", {}] as const;
  const refused = { code: "42501" };

  await insert(asUser(db.api, people.operator), ...video);
  await insert(asUser(db.api, instanceOperator), ...task);
  await insert(asService(db.api), ...task);
  await expect(insert(asUser(db.api, people.viewer), ...video)).rejects.toMatchObject(refused);
  await expect(insert(asUser(db.api, people.stranger), ...video)).rejects.toMatchObject(refused);
  await expect(insert(asUser(db.api, people.admin), ...task)).rejects.toMatchObject(refused);
  await expect(insert(asAnon(db.api), ...video)).rejects.toMatchObject(refused);
});

test("tasks are triggered by operators of the instance only, by hand or by inserting a job", async () => {
  const trigger = (userId: string, name = "test_run", payload: object = {}) =>
    asUser(db.api, userId)("select * from public.trigger_task($1, $2)", [name, JSON.stringify(payload)]);

  const { rows } = await trigger(instanceOperator);
  expect(rows[0]).toMatchObject({ job_type: "test_run", status: "pending", created_by: instanceOperator });

  await expect(trigger(people.admin)).rejects.toMatchObject({ code: "PT403" });
  await expect(trigger(instanceOperator, "doubt")).rejects.toMatchObject({ code: "PT404" });
  await expect(trigger(instanceOperator, "test_run", { duration_seconds: -1 })).rejects.toMatchObject({
    code: "PT400",
  });
  await expect(
    asUser(db.api, people.operator)(
      "insert into public.jobs (project_id, job_type, payload) values ($1, 'cleanup_jobs', '{}')",
      [people.projectId],
    ),
  ).rejects.toMatchObject({ code: "PT403" });
});

test("a preview tells the next five runs, to whoever asks, and what is wrong with nonsense", async () => {
  const { rows } = await asUser(
    db.api,
    people.viewer,
  )<{ at: Date }>("select * from public.preview_schedule('0 6 * * *', 'Asia/Kolkata') as at");
  expect(rows).toHaveLength(5);
  await expect(
    asUser(db.api, people.viewer)("select * from public.preview_schedule('whenever')"),
  ).rejects.toMatchObject({ code: "PT400" });
});

test.each([
  ["max", "'* * * * *', 'UTC', null"],
  ["a short expression", `'${"1,".repeat(200)}1 * * * *'`],
])("a preview without %s is refused, before it is worked out", async (_what, values) => {
  await expect(
    asAnon(db.api)(`select count(*) from public.preview_schedule(${values})`),
  ).rejects.toMatchObject({ code: "PT400" });
});

test("after a long outage a run that is on time starts, although those before it are skipped", async () => {
  const { id } = await makeSchedule({ missed_runs: "skip" });
  await makeDue(id, 180);

  expect(await runDue()).toBe(1);

  expect((await reread(id)).last_problem).toBeNull();
});

test("what is started by hand is in the audit log, with who did it", async () => {
  const { id } = await makeSchedule();
  await asUser(db.api, people.operator)("select public.run_schedule($1)", [id]);
  await asUser(db.api, instanceOperator)("select public.trigger_task('test_run', '{}')");

  const { rows } = await db.owner.query(
    "select action, subject_kind, actor_id from public.audit_log where action in ('schedule.run', 'task.trigger') order by id desc limit 2",
  );
  expect(rows).toEqual([
    { action: "task.trigger", subject_kind: "job", actor_id: instanceOperator },
    { action: "schedule.run", subject_kind: "schedule", actor_id: people.operator },
  ]);
});

test("a task is steered by operators of the instance, whatever they are in its project", async () => {
  await db.owner.query(
    "insert into public.project_members (project_id, user_id, role) values ($1, $2, 'admin')",
    [DEFAULT_PROJECT_ID, people.admin],
  );
  const admin = asUser(db.api, people.admin);
  const { rows } = await asUser(db.api, instanceOperator)<{ id: string }>("select id from public.trigger_task('test_run', '{}')"); // prettier-ignore
  const id = rows[0]?.id;
  const commands = [
    "cancel_job($1)",
    "retry_job($1)",
    "pause_job($1)",
    "reprioritise_job($1, 'high')",
    "remove_job($1)",
  ];

  for (const command of commands) {
    await expect(admin(`select public.${command}`, [id])).rejects.toMatchObject({ code: "PT403" });
  }
  const filter = { ids: [id] };
  const { rows: found } = await admin("select public.preview_bulk_action($1, 'cancel', $2) ->> 'matched_count' as count", [DEFAULT_PROJECT_ID, filter]); // prettier-ignore
  expect(found).toEqual([{ count: "0" }]);
  const { rows: started } = await admin("select total_count from public.start_bulk_action($1, 'cancel', $2)", [DEFAULT_PROJECT_ID, filter]); // prettier-ignore
  expect(started).toEqual([{ total_count: 0 }]);
  const cancelled = await asService(db.api)("select status from public.cancel_job($1)", [id]);
  expect(cancelled.rows).toEqual([{ status: "cancelled" }]);
});
