import { asApiKey, asService, asUser, type Caller } from "@spool/testing/callers";
import { insertJob } from "@spool/testing/jobs";
import { addMember, createApiKey, createPeople, createUser, type People } from "@spool/testing/people";
import { useTestDatabase } from "@spool/testing/use-database";
import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, test } from "vitest";

const db = useTestDatabase();
let people: People;

beforeEach(async () => {
  people = await createPeople(db.owner);
});

interface Limits {
  jobs_per_hour?: number;
  submissions_per_minute?: number;
  bytes_stored?: number;
}

const limit = (limits: Limits, caller: Caller = asService(db.api)) =>
  caller("select * from public.set_project_limits($1, $2, $3, $4)", [
    people.projectId,
    limits.jobs_per_hour ?? null,
    limits.submissions_per_minute ?? null,
    limits.bytes_stored ?? null,
  ]);

const submit = (caller: Caller, count = 1) =>
  caller(
    `insert into public.jobs (project_id, job_type, payload)
     select $1, 'doubt', '{"question": "Q"}' from generate_series(1, $2::int)`,
    [people.projectId, count],
  );

const operator = () => asUser(db.api, people.operator);

/** Moves the windows of the project so far into the past. */
const pass = (parts: number) =>
  db.owner.query("update private.submission_counts set newest = newest - $2 where project_id = $1", [
    people.projectId,
    parts,
  ]);

const jobCount = async () =>
  (await db.owner.query("select from public.jobs where project_id = $1", [people.projectId])).rowCount;

describe("jobs an hour", () => {
  test("are counted for the whole project, whoever submits", async () => {
    await limit({ jobs_per_hour: 4 });
    const { key } = await createApiKey(db.owner, people.projectId);

    await submit(operator());
    await submit(asUser(db.api, people.admin));
    await submit(asApiKey(db.api, key));
    await submit(asService(db.api));

    await expect(submit(operator())).rejects.toMatchObject({
      code: "PT429",
      message: /^Project "Test project" takes 4 jobs an hour and has had them\. Try again in 6[01] minutes$/,
    });
    await expect(submit(asService(db.api))).rejects.toMatchObject({ code: "PT429" });
    expect(await jobCount()).toBe(4);
  });

  test("slide: what was submitted an hour ago makes room, part by part", async () => {
    await limit({ jobs_per_hour: 4 });
    await submit(operator(), 3);
    await pass(30);
    await submit(operator());
    await expect(submit(operator())).rejects.toMatchObject({
      code: "PT429",
      message: /Try again in 3[01] minutes/,
    });

    await pass(31);

    await submit(operator(), 3);
    await expect(submit(operator())).rejects.toMatchObject({ code: "PT429" });
    await pass(10_000);
    await submit(operator(), 4);
  });

  test("a refused insert counts for nothing", async () => {
    await limit({ jobs_per_hour: 3 });
    await submit(operator(), 2);
    await expect(submit(operator(), 2)).rejects.toMatchObject({ code: "PT429" });

    await submit(operator());

    expect(await jobCount()).toBe(3);
  });

  test("more at once than the limit is no matter of waiting", async () => {
    await limit({ jobs_per_hour: 3 });

    await expect(submit(operator(), 4)).rejects.toMatchObject({ code: "PT413" });
  });

  test("hold when thirty submit at the same moment", async () => {
    await limit({ jobs_per_hour: 10 });

    const outcomes = await Promise.allSettled(Array.from({ length: 30 }, () => submit(operator())));

    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(10);
    expect(await jobCount()).toBe(10);
  });

  test("do not touch other projects, nor system tasks", async () => {
    await limit({ jobs_per_hour: 0 });
    const other = await createPeople(db.owner);

    await expect(submit(operator())).rejects.toMatchObject({ code: "PT413" });
    await insertJob(db.owner, { projectId: other.projectId });
    await insertJob(db.owner, { projectId: people.projectId, jobType: "health_check", payload: {} });
  });

  test("count what a schedule submits, or anybody could get round them with one", async () => {
    await limit({ jobs_per_hour: 1 });
    const submitAs = async (schedule: string) => {
      const client = await db.owner.connect();
      try {
        await client.query("begin");
        await client.query("select private.begin_move('insert', 'schedule', $1)", [schedule]);
        const jobId = await insertJob(client, { projectId: people.projectId });
        await client.query("commit");
        return jobId;
      } finally {
        await client.query("rollback");
        client.release();
      }
    };

    const jobId = await submitAs("nightly");

    const { rows } = await db.owner.query("select actor_kind, actor_id from public.job_events where job_id = $1", [jobId]); // prettier-ignore
    expect(rows).toEqual([{ actor_kind: "schedule", actor_id: "nightly" }]);
    await expect(submitAs("nightly")).rejects.toMatchObject({ code: "PT429" });
  });
});

describe("submissions a minute", () => {
  test("are counted for each person and each key", async () => {
    await limit({ submissions_per_minute: 2 });
    const second = await createUser(db.owner);
    await addMember(db.owner, people.projectId, second, "operator");
    const keys = [await createApiKey(db.owner, people.projectId), await createApiKey(db.owner, people.projectId)]; // prettier-ignore
    const callers = [operator(), asUser(db.api, second), ...keys.map(({ key }) => asApiKey(db.api, key))];

    for (const caller of callers) {
      await submit(caller, 2);
      await expect(submit(caller)).rejects.toMatchObject({ code: "PT429", message: /Try again in \d+ seconds/ }); // prettier-ignore
    }

    await submit(asService(db.api), 5);
    await pass(61);
    await submit(operator());
  });
});

describe("bytes stored", () => {
  const put = async (jobId: string, bytes: number | null, name = randomUUID()): Promise<string> => {
    const { rows } = await db.owner.query<{ id: string }>(
      "insert into storage.objects (bucket_id, name, metadata) values ('videos', $1, $2) returning id",
      [`${jobId}/a/${name}`, bytes === null ? null : JSON.stringify({ size: bytes })],
    );
    return rows[0]?.id ?? "";
  };
  /** As the storage server removes a row, once its bytes are gone. */
  const remove = async (objectId: string) => {
    const client = await db.owner.connect();
    await client.query("set storage.allow_delete_query = 'true'");
    await client.query("delete from storage.objects where id = $1", [objectId]);
    await client.query("reset storage.allow_delete_query");
    client.release();
  };
  const used = async (): Promise<number> => {
    const { rows } = await asUser(db.api, people.viewer)<{ used: number }>(
      "select (public.get_project_limits($1) #>> '{used,bytes_stored}')::int as used",
      [people.projectId],
    );
    return rows[0]?.used ?? -1;
  };

  test("follow objects that come, change, move and go, even after their job went", async () => {
    const jobId = await insertJob(db.owner, { projectId: people.projectId });
    const [one, two] = [await put(jobId, 1_000), await put(jobId, 500)];
    await put(randomUUID(), 9_999);
    await db.owner.query("insert into storage.objects (bucket_id, name) values ('videos', 'loose.mp4') on conflict do nothing"); // prettier-ignore
    expect(await used()).toBe(1_500);

    await db.owner.query(`update storage.objects set metadata = '{"size": 700}' where id = $1`, [one]);
    expect(await used()).toBe(1_200);
    await db.owner.query("update storage.objects set last_accessed_at = now() where id = $1", [one]);
    await db.owner.query("delete from public.jobs where id = $1", [jobId]);
    await remove(two);
    expect(await used()).toBe(700);
    await db.owner.query("update storage.objects set name = 'loose/' || id where id = $1", [one]);
    expect(await used()).toBe(0);
  });

  test("are refused over the limit, whichever key brings them; what was there stays and may shrink", async () => {
    await limit({ bytes_stored: 1_000 });
    const jobId = await insertJob(db.owner, { projectId: people.projectId });
    const one = await put(jobId, 900);

    await expect(put(jobId, 101)).rejects.toMatchObject({ code: "PT413" });
    await put(jobId, 100);
    expect(await used()).toBe(1_000);
    // A server that asks with an empty row whether it may, before it takes the file.
    await expect(put(jobId, null)).rejects.toMatchObject({ code: "PT413" });
    await db.owner.query(`update storage.objects set metadata = '{"size": 100}' where id = $1`, [one]);
    await put(jobId, null);
    await expect(
      db.owner.query(`update storage.objects set metadata = '{"size": 901}' where id = $1`, [one]),
    ).rejects.toMatchObject({ code: "PT413" });
  });

  test("that are used up refuse new jobs, whose videos would find no place", async () => {
    await limit({ bytes_stored: 1_000 });
    await put(await insertJob(db.owner, { projectId: people.projectId }), 1_000);

    await expect(submit(operator())).rejects.toMatchObject({
      code: "PT413",
      message: /may store 1000 bytes/,
    });
  });

  test("stay right when twenty objects come and go at once", async () => {
    const jobs = await Promise.all([1, 2].map(() => insertJob(db.owner, { projectId: people.projectId })));
    await Promise.all(
      Array.from({ length: 20 }, async (_, n) => {
        const id = await put(jobs[n % 2] ?? "", 10);
        if (n % 2) await remove(id);
      }),
    );

    expect(await used()).toBe(100);
  });
});

describe("who sets limits", () => {
  const effective = async () =>
    (
      await asUser(db.api, people.viewer)<{ limits: Limits }>(
        "select public.get_project_limits($1) -> 'limits' as limits",
        [people.projectId],
      )
    ).rows[0]?.limits;

  test("the instance and the project each set theirs, and the lower holds", async () => {
    await limit({ jobs_per_hour: 10, bytes_stored: 100 });
    await limit({ jobs_per_hour: 1_000, submissions_per_minute: 5 }, asUser(db.api, people.admin));

    expect(await effective()).toEqual({ jobs_per_hour: 10, bytes_stored: 100, submissions_per_minute: 5 });
    await limit({ jobs_per_hour: 3 }, asUser(db.api, people.admin));
    expect(await effective()).toEqual({ jobs_per_hour: 3, bytes_stored: 100, submissions_per_minute: null });
  });

  test("nobody else does, and nonsense is refused", async () => {
    const { key } = await createApiKey(db.owner, people.projectId, "admin");

    for (const name of ["operator", "viewer"] as const) {
      await expect(limit({}, asUser(db.api, people[name]))).rejects.toMatchObject({ code: "PT403" });
    }
    await expect(limit({}, asUser(db.api, people.stranger))).rejects.toMatchObject({ code: "PT404" });
    await expect(limit({}, asApiKey(db.api, key))).rejects.toMatchObject({ code: "42501" });
    await expect(limit({ jobs_per_hour: -1 })).rejects.toMatchObject({ code: "PT400" });
    await expect(
      asUser(db.api, people.stranger)("select public.get_project_limits($1)", [people.projectId]),
    ).rejects.toMatchObject({ code: "PT404" });
  });

  test("a change is in the audit log", async () => {
    await limit({ jobs_per_hour: 10 });
    await limit({ jobs_per_hour: 20 });

    const { rows } = await db.owner.query(
      "select action, detail -> 'jobs_per_hour' as jobs from public.audit_log where subject_kind = 'limits' and project_id = $1 order by id",
      [people.projectId],
    );
    expect(rows).toEqual([
      { action: "limits.created", jobs: 10 },
      { action: "limits.changed", jobs: { from: 10, to: 20 } },
    ]);
  });
});
