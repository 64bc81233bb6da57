import { asAnon, asService, asUser, type Caller } from "@spool/testing/callers";
import {
  claimNext,
  completedOutcome,
  insertJob,
  registerNode,
  settleAttempt,
  startAttempt,
} from "@spool/testing/jobs";
import { createPeople, type People } from "@spool/testing/people";
import { useTestDatabase } from "@spool/testing/use-database";
import { beforeAll, describe, expect, test } from "vitest"; // prettier-ignore

const db = useTestDatabase();
let people: People;
let jobId: string;

type CallerName = "admin" | "operator" | "viewer" | "stranger" | "anon";
const as = (name: CallerName): Caller => (name === "anon" ? asAnon(db.api) : asUser(db.api, people[name]));

/** Tables whose rows belong to a project, with the condition that finds this project's. */
const PROJECT_TABLES: Record<string, () => string> = {
  projects: () => `id = '${people.projectId}'`,
  project_members: () => `project_id = '${people.projectId}'`,
  jobs: () => `project_id = '${people.projectId}'`,
  job_events: () => `project_id = '${people.projectId}'`,
  job_counts: () => `project_id = '${people.projectId}'`,
  job_minutes: () => `project_id = '${people.projectId}'`,
  job_count_deltas: () => `project_id = '${people.projectId}'`,
  job_stages: () => `job_id = '${jobId}'`,
  job_attempts: () => `job_id = '${jobId}'`,
  job_logs: () => `job_id = '${jobId}'`,
  job_files: () => `job_id = '${jobId}'`,
  bulk_actions: () => `project_id = '${people.projectId}'`,
};
/** Tables that anybody signed in may read. */
const SHARED_TABLES = ["sites", "queues", "nodes", "job_types"];

beforeAll(async () => {
  people = await createPeople(db.owner);
  await db.owner.query("insert into public.sites (slug, name, storage_root) values ('test', 'Test', '/tmp')");
  jobId = await insertJob(db.owner, { projectId: people.projectId });
  const [claimed] = await claimNext(db.worker, await registerNode(db.worker));
  const attemptId = claimed?.attempt_id ?? "";
  await startAttempt(db.worker, attemptId);
  await db.worker.query("select private.begin_stage($1, 'script')", [attemptId]);
  await db.worker.query("select private.append_logs($1, $2)", [attemptId, '[{"message": "m"}]']);
  await settleAttempt(db.worker, attemptId, completedOutcome(jobId, attemptId));
  await db.worker.query("select private.fold_job_counts()");
  await insertJob(db.owner, { projectId: people.projectId });
  await asService(db.api)(`select public.start_bulk_action($1, 'cancel', '{"ids": ["${jobId}"]}')`, [
    people.projectId,
  ]);
});

describe.each(Object.keys(PROJECT_TABLES))("%s", (table) => {
  const count = async (caller: Caller) =>
    (await caller(`select 1 from public.${table} where ${PROJECT_TABLES[table]?.() ?? ""}`)).rowCount;

  test.each(["admin", "operator", "viewer"] as const)("is read by the project's %s", async (name) => {
    expect(await count(as(name))).toBeGreaterThan(0);
  });

  test("shows a stranger nothing of the project", async () => {
    expect(await count(as("stranger"))).toBe(0);
  });

  test("shows nothing to who neither is signed in nor sends a key", async () => {
    expect(await count(as("anon"))).toBe(0);
  });

  test("is open to the service key", async () => {
    expect(await count(asService(db.api))).toBeGreaterThan(0);
  });
});

describe.each(SHARED_TABLES)("%s", (table) => {
  test("is read by anybody signed in, and by nobody else", async () => {
    expect((await as("stranger")(`select 1 from public.${table}`)).rowCount).toBeGreaterThan(0);
    if (table === "sites") {
      await expect(as("anon")("select 1 from public.sites")).rejects.toMatchObject({ code: "42501" });
    } else {
      expect((await as("anon")(`select 1 from public.${table}`)).rowCount).toBe(0);
    }
  });
});

describe("profiles", () => {
  const seenBy = async (name: CallerName) =>
    (await as(name)<{ user_id: string }>("select user_id from public.profiles")).rows.map(
      ({ user_id }) => user_id,
    );

  test("people see themselves and the people of their projects", async () => {
    expect((await seenBy("viewer")).sort()).toEqual([people.admin, people.operator, people.viewer].sort());
    expect(await seenBy("stranger")).toEqual([people.stranger]);
    await expect(seenBy("anon")).rejects.toMatchObject({ code: "42501" });
  });

  test("a profile follows its account, and goes with it", async () => {
    const { rows } = await db.owner.query<{ id: string }>(
      `insert into auth.users (id, email, raw_user_meta_data)
       values (gen_random_uuid(), 'one@example.test', '{"display_name": "One"}') returning id`,
    );
    const userId = rows[0]?.id;
    const profile = async (): Promise<unknown[]> =>
      (await db.owner.query<Record<string, unknown>>("select email, display_name, instance_role from public.profiles where user_id = $1", [userId])).rows; // prettier-ignore
    expect(await profile()).toEqual([{ email: "one@example.test", display_name: "One", instance_role: "none" }]); // prettier-ignore

    await db.owner.query("update auth.users set email = 'two@example.test' where id = $1", [userId]);
    expect(await profile()).toMatchObject([{ email: "two@example.test", display_name: "One" }]);

    await db.owner.query("delete from auth.users where id = $1", [userId]);
    expect(await profile()).toEqual([]);
  });
});

describe("inserting a job", () => {
  const insert = (caller: Caller, projectId: string) =>
    caller(
      `insert into public.jobs (project_id, job_type, payload) values ($1, 'doubt', '{"question": "Q"}') returning id`,
      [projectId],
    );

  test.each(["admin", "operator"] as const)("is the %s's right", async (name) => {
    expect((await insert(as(name), people.projectId)).rowCount).toBe(1);
  });

  // PostgREST answers 42501 with 403 for somebody signed in and 401 for anybody else.
  test.each(["viewer", "stranger", "anon"] as const)("is refused to the %s", async (name) => {
    await expect(insert(as(name), people.projectId)).rejects.toMatchObject({ code: "42501" });
  });

  test("into a project of others is refused to everybody", async () => {
    const other = await createPeople(db.owner);

    await expect(insert(as("admin"), other.projectId)).rejects.toMatchObject({ code: "42501" });
  });
});

describe("finished files in Storage", () => {
  beforeAll(async () => {
    await db.owner.query(
      `insert into storage.objects (bucket_id, name)
       values ('videos', $1 || '/a/video.mp4'), ('work', $1 || '/a/part.mp4'), ('videos', 'not-a-job/video.mp4'), ('videos', 'loose.mp4')`,
      [jobId],
    );
  });

  const namesSeenBy = async (caller: Caller) =>
    (await caller<{ name: string }>("select name from storage.objects order by name")).rows.map(
      ({ name }) => name,
    );

  test.each(["admin", "operator", "viewer"] as const)("are read by the project's %s, and only they", async (name) => {
    expect(await namesSeenBy(as(name))).toEqual([`${jobId}/a/video.mp4`]);
  }); // prettier-ignore

  test.each(["stranger", "anon"] as const)("are hidden from the %s", async (name) => {
    expect(await namesSeenBy(as(name))).toEqual([]);
  });

  test("lie in private buckets", async () => {
    const { rows } = await db.owner.query("select id, public from storage.buckets order by id");

    expect(rows).toEqual([
      { id: "uploads", public: false },
      { id: "videos", public: false },
      { id: "work", public: false },
    ]);
  });
});

test("lists of who is signed in are planned for the values that they filter by", async () => {
  const { rows } = await db.owner.query(
    "select rolname from pg_roles where 'plan_cache_mode=force_custom_plan' = any (rolconfig)",
  );

  expect(rows).toEqual([{ rolname: "authenticated" }]);
});
