import { asUser } from "@spool/testing/callers";
import {
  claimNext,
  completedOutcome,
  failedOutcome,
  insertJob,
  registerNode,
  settleAttempt,
  startAttempt,
} from "@spool/testing/jobs";
import { createPeople, createProject, type People } from "@spool/testing/people";
import { withRole } from "@spool/local-supabase/postgres/as-role";
import { useTestDatabase } from "@spool/testing/use-database";
import { beforeAll, beforeEach, describe, expect, test } from "vitest"; // prettier-ignore

const db = useTestDatabase();

interface Message {
  topic: string;
  event: string;
  payload: Record<string, unknown>;
  private: boolean;
}

beforeEach(async () => {
  await db.owner.query("delete from public.jobs");
  await db.owner.query("delete from realtime.messages");
});

/** What was sent since the last look. */
async function sent(): Promise<Message[]> {
  const { rows } = await db.owner.query<Message>(
    "with taken as (delete from realtime.messages returning *) select topic, event, payload, private from taken",
  );
  return rows;
}

const eventsOn = (messages: Message[], topic: string) =>
  messages
    .filter((message) => message.topic === topic)
    .map(({ event }) => event)
    .sort();

test("a new job is announced to its project, without its payload", async () => {
  const projectId = await createProject(db.owner);
  const jobId = await insertJob(db.owner, { projectId, payload: { question: "A secret?" } });

  const [message, ...others] = (await sent()).filter(({ topic }) => topic === `project:${projectId}`);

  expect(others).toEqual([]);
  expect(message).toMatchObject({
    event: "job_changed",
    private: true,
    payload: { id: jobId, project_id: projectId, status: "pending", title: "A secret?", revision: 1 },
  });
  const { rows } = await db.owner.query<{ name: string }>(
    "select attname as name from pg_attribute where attrelid = 'public.jobs'::regclass and attnum > 0 and not attisdropped",
  );
  const columns = rows.map(({ name }) => name).filter((name) => name !== "payload");
  expect(Object.keys(message?.payload ?? {}).sort()).toEqual(columns.sort());
});

test("the way of a job is told to its project and to its page", async () => {
  const projectId = await createProject(db.owner);
  const jobId = await insertJob(db.owner, { projectId });
  const node = await registerNode(db.worker);
  const [project, page] = [`project:${projectId}`, `job:${jobId}`];
  expect(eventsOn(await sent(), page)).toEqual(["event_added"]);

  const [claimed] = await claimNext(db.worker, node);
  const attemptId = claimed?.attempt_id ?? "";
  const claiming = await sent();
  expect(eventsOn(claiming, project)).toEqual(["job_changed"]);
  expect(eventsOn(claiming, page)).toEqual(["attempt_changed", "event_added", "event_added"]);

  await startAttempt(db.worker, attemptId);
  const starting = await sent();
  expect(eventsOn(starting, project)).toEqual(["job_changed"]);
  expect(eventsOn(starting, page)).toEqual(["attempt_changed", "event_added"]);

  await db.worker.query("select private.begin_stage($1, 'script')", [attemptId]);
  expect(eventsOn(await sent(), page)).toEqual(["stage_changed"]);

  await db.worker.query("select private.finish_stage($1, 'script', $2, '[]')", [
    attemptId,
    { secret: "large" },
  ]);
  const finishing = (await sent()).filter(({ topic }) => topic === page);
  expect(finishing).toMatchObject([
    { event: "stage_changed", payload: { stage: "script", status: "completed" } },
  ]);
  expect(finishing[0]?.payload).not.toHaveProperty("checkpoint");

  await settleAttempt(db.worker, attemptId, completedOutcome(jobId, attemptId));
  const settling = await sent();
  expect(eventsOn(settling, project)).toEqual(["job_changed"]);
  expect(eventsOn(settling, page)).toEqual(["attempt_changed", "event_added", "file_added", "file_added", "file_added"]); // prettier-ignore
});

test("an error is announced without its stack", async () => {
  await insertJob(db.owner);
  const [claimed] = await claimNext(db.worker, await registerNode(db.worker));
  await sent();

  await settleAttempt(db.worker, claimed?.attempt_id ?? "", failedOutcome("TIMEOUT"));

  const change = (await sent()).find(({ event }) => event === "job_changed");
  expect(change?.payload["error"]).toMatchObject({ category: "TIMEOUT", message: "It did not work." });
  expect(change?.payload["error"]).not.toHaveProperty("stack");
});

test("log lines travel together and in order, at most 25 to a message", async () => {
  const jobId = await insertJob(db.owner);
  const [claimed] = await claimNext(db.worker, await registerNode(db.worker));
  await sent();
  const lines = Array.from({ length: 60 }, (_, n) => ({ level: "info", message: `line ${n}` }));

  await db.worker.query("select private.append_logs($1, $2)", [claimed?.attempt_id, JSON.stringify(lines)]);

  const messages = await sent();
  expect(
    messages.map(({ topic, event, payload }) => [topic, event, (payload["lines"] as unknown[]).length]),
  ).toEqual([
    [`job:${jobId}`, "logs", 25],
    [`job:${jobId}`, "logs", 25],
    [`job:${jobId}`, "logs", 10],
  ]);
  expect(
    messages
      .flatMap(({ payload }) => payload["lines"] as { message: string }[])
      .map(({ message }) => message),
  ).toEqual(lines.map(({ message }) => message));
});

const many = (count: number, projectId: string) =>
  db.owner.query(
    `insert into public.jobs (project_id, job_type, payload)
     select $2, 'doubt', '{"question": "Q"}' from generate_series(1, $1::int)`,
    [count, projectId],
  );

test("fifty rows of a statement are told one by one, more as one jobs_changed", async () => {
  const projectId = await createProject(db.owner);

  await many(50, projectId);
  expect(eventsOn(await sent(), `project:${projectId}`)).toEqual(Array(50).fill("job_changed"));

  await many(51, projectId);
  expect(await sent()).toMatchObject([
    { topic: `project:${projectId}`, event: "jobs_changed", payload: { count: 51 } },
  ]);

  await db.owner.query("update public.jobs set priority = 'high' where project_id = $1", [projectId]);
  expect(await sent()).toMatchObject([{ event: "jobs_changed", payload: { count: 101 } }]);

  await db.owner.query("delete from public.jobs where project_id = $1", [projectId]);
  expect(await sent()).toMatchObject([{ event: "jobs_changed", payload: { count: 101 } }]);
});

test("a few rows of one project are told one by one beside the many of another", async () => {
  const [busy, quiet] = [await createProject(db.owner), await createProject(db.owner)];
  await many(60, busy);
  await many(2, quiet);
  await sent();

  await db.owner.query("update public.jobs set priority = 'high'");

  const messages = await sent();
  expect(eventsOn(messages, `project:${busy}`)).toEqual(["jobs_changed"]);
  expect(eventsOn(messages, `project:${quiet}`)).toEqual(["job_changed", "job_changed"]);

  await db.owner.query("delete from public.jobs");

  const farewells = await sent();
  expect(eventsOn(farewells, `project:${busy}`)).toEqual(["jobs_changed"]);
  expect(eventsOn(farewells, `project:${quiet}`)).toEqual(["job_deleted", "job_deleted"]);
});

test("a deleted job is announced with its last revision", async () => {
  const projectId = await createProject(db.owner);
  const jobId = await insertJob(db.owner, { projectId });
  await db.worker.query("select private.promote_due_jobs(10)");
  await sent();

  await db.owner.query("delete from public.jobs where id = $1", [jobId]);

  expect(await sent()).toMatchObject([
    { topic: `project:${projectId}`, event: "job_deleted", payload: { id: jobId, revision: 2 } },
  ]);
});

test("nodes and queues have a topic each", async () => {
  const node = await registerNode(db.worker, "announced");
  expect(await sent()).toMatchObject([
    { topic: "nodes", event: "node_changed", payload: { id: node, name: "announced", revision: 1 } },
  ]);

  await db.worker.query("select private.heartbeat_node($1, 1, 0.5, 512)", [node]);
  expect(await sent()).toMatchObject([
    { event: "node_changed", payload: { busy_slots: 1, cpu_load: 0.5, revision: 2 } },
  ]);

  await db.owner.query(
    "update public.queues set is_paused = true, paused_reason = 'Why' where name = 'batch'",
  );
  expect(await sent()).toMatchObject([
    {
      topic: "queues",
      event: "queue_changed",
      payload: { name: "batch", is_paused: true, paused_reason: "Why", revision: 2 },
    },
  ]);

  await db.owner.query("update public.queues set is_paused = false where name = 'batch'");
  expect(await sent()).toMatchObject([{ payload: { is_paused: false, paused_reason: null } }]);
});

test("a transaction that rolls back tells nobody", async () => {
  const client = await db.owner.connect();
  await client.query("begin");
  await insertJob(client);
  await client.query("rollback");
  client.release();

  expect(await sent()).toEqual([]);
});

describe("who may listen", () => {
  let people: People;
  let other: People;
  beforeAll(async () => {
    people = await createPeople(db.owner);
    other = await createPeople(db.owner);
  });

  /** As the Realtime server asks: is a message on this topic visible to the caller? */
  async function mayListen(userId: string, topic: string): Promise<boolean> {
    await db.owner.query("select realtime.send('{}', 'probe', $1, true)", [topic]);
    const claims = { role: "authenticated", sub: userId };
    const { rowCount } = await withRole(
      db.api,
      { role: "authenticated", claims },
      (client) => client.query("select 1 from realtime.messages where topic = $1", [topic]),
      { settings: { "realtime.topic": topic } },
    );
    return rowCount !== null && rowCount > 0;
  }

  test("members listen to their project and its jobs, strangers do not", async () => {
    const jobId = await insertJob(db.owner, { projectId: people.projectId });
    const topics = [`project:${people.projectId}`, `job:${jobId}`];

    for (const topic of topics) {
      for (const member of [people.admin, people.operator, people.viewer]) {
        expect(await mayListen(member, topic)).toBe(true);
      }
      for (const stranger of [people.stranger, other.admin]) {
        expect(await mayListen(stranger, topic)).toBe(false);
      }
    }
  });

  test("anybody signed in listens to nodes and queues", async () => {
    expect(await mayListen(people.stranger, "nodes")).toBe(true);
    expect(await mayListen(people.stranger, "queues")).toBe(true);
  });

  test.each([
    "",
    "project:",
    "job:",
    "job:not-a-uuid",
    "project:' or true",
    "job:*",
    "nodes:all",
    "anything",
  ])("nobody listens to %j", async (topic) => {
    expect(await mayListen(people.admin, topic)).toBe(false);
  });

  test("nobody signed in may send", async () => {
    const send = asUser(db.api, people.admin)("select realtime.send('{}', 'fake', $1, true)", [
      `project:${people.projectId}`,
    ]);
    await send.catch(() => undefined);

    expect((await sent()).filter(({ event }) => event === "fake")).toEqual([]);
  });
});
