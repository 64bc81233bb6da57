import { asAnon, asApiKey, asService, asUser, type Caller } from "@spool/testing/callers";
import { insertJob } from "@spool/testing/jobs";
import { withRole } from "@spool/local-supabase/postgres/as-role";
import { createApiKey, createPeople, type People, type ProjectRole } from "@spool/testing/people";
import { useTestDatabase } from "@spool/testing/use-database";
import { beforeEach, describe, expect, test } from "vitest";

const db = useTestDatabase();
let people: People;
let jobId: string;

beforeEach(async () => {
  people = await createPeople(db.owner);
  jobId = await insertJob(db.owner, { projectId: people.projectId });
});

const ROLES = ["viewer", "operator", "admin"] as const;

interface ApiKeyRow {
  id: string;
  prefix: string;
  role: ProjectRole;
  expires_at: Date | null;
  revoked_at: Date | null;
  last_used_at: Date | null;
}

async function makeKey(
  caller: Caller,
  options: { projectId?: string; name?: string; role?: ProjectRole; expiresAt?: string } = {},
): Promise<{ id: string; prefix: string; key: string }> {
  const { rows } = await caller<{ id: string; prefix: string; key: string }>(
    "select (c.api_key).id, (c.api_key).prefix, c.key from public.create_api_key($1, $2, $3, $4) as c",
    [options.projectId ?? people.projectId, options.name ?? "Importer", options.role ?? "operator", options.expiresAt ?? null], // prettier-ignore
  );
  return one(rows);
}

const jobsSeenBy = async (caller: Caller): Promise<number | null> =>
  (await caller("select 1 from public.jobs")).rowCount;

const submit = (caller: Caller, projectId = people.projectId) =>
  caller<{ id: string }>(
    `insert into public.jobs (project_id, job_type, payload) values ($1, 'doubt', '{"question": "Q"}') returning id`,
    [projectId],
  );

const storedKey = async (id: string): Promise<ApiKeyRow> =>
  one((await db.owner.query<ApiKeyRow>("select * from public.api_keys where id = $1", [id])).rows);

test("a key is shown once and stored as a hash alone", async () => {
  const { key, prefix } = await makeKey(asUser(db.api, people.admin));

  expect(key).toMatch(/^spool_[0-9a-f]{8}_[0-9a-f]{64}$/);
  expect(key.startsWith(`${prefix}_`)).toBe(true);
  const dumps = await Promise.all(
    ["public.api_keys", "private.api_key_secrets", "public.audit_log"].map(
      async (table) => (await db.owner.query<{ row: string }>(`select t::text as row from ${table} as t`)).rows,
    ),
  ); // prettier-ignore
  expect(JSON.stringify(dumps)).toContain(prefix);
  expect(JSON.stringify(dumps)).not.toContain(key.slice(prefix.length + 1));
});

describe("a key speaks for its project, in its role", () => {
  test.each(ROLES)("a %s's key reads the project's jobs and no others", async (role) => {
    const { key } = await createApiKey(db.owner, people.projectId, role);
    await insertJob(db.owner);

    expect(await jobsSeenBy(asApiKey(db.api, key))).toBe(1);
  });

  test("a viewer's key neither submits nor steers", async () => {
    const program = asApiKey(db.api, (await createApiKey(db.owner, people.projectId, "viewer")).key);

    await expect(submit(program)).rejects.toMatchObject({ code: "42501" });
    await expect(program("select public.cancel_job($1)", [jobId])).rejects.toMatchObject({ code: "PT403" });
  });

  test("an operator's key submits and steers, and is named in the events", async () => {
    const { id, key } = await createApiKey(db.owner, people.projectId);
    const program = asApiKey(db.api, key);

    const submitted = one((await submit(program)).rows).id;
    await program("select public.cancel_job($1)", [submitted]);

    const { rows } = await db.owner.query(
      "select cause, actor_kind, actor_id from public.job_events where job_id = $1 order by id",
      [submitted],
    );
    expect(rows).toEqual([
      { cause: "insert", actor_kind: "api_key", actor_id: id },
      { cause: "cancel", actor_kind: "api_key", actor_id: id },
    ]);
  });

  test("into a project of others it neither submits nor looks", async () => {
    const other = await createPeople(db.owner);
    const otherJob = await insertJob(db.owner, { projectId: other.projectId });
    const program = asApiKey(db.api, (await createApiKey(db.owner, people.projectId, "admin")).key);

    await expect(submit(program, other.projectId)).rejects.toMatchObject({ code: "42501" });
    await expect(program("select public.cancel_job($1)", [otherJob])).rejects.toMatchObject({
      code: "PT404",
    });
  });

  test("somebody signed in who sends a key too stays who they are, and sees both", async () => {
    const other = await createPeople(db.owner);
    await insertJob(db.owner, { projectId: other.projectId });
    const { key } = await createApiKey(db.owner, other.projectId);
    const context = { role: "authenticated", claims: { role: "authenticated", sub: people.operator }, headers: { "x-spool-key": key } } as const; // prettier-ignore

    const seen = await withRole(db.api, context, async (client) => ({
      jobs: (await client.query("select 1 from public.jobs")).rowCount,
      actor: (await client.query("select * from private.current_actor()")).rows,
    }));

    expect(seen).toEqual({ jobs: 2, actor: [{ actor_kind: "user", actor_id: people.operator }] });
  });

  test("an administrator's key does not make keys, so that a stolen one cannot outlive its revocation", async () => {
    const { id, key } = await createApiKey(db.owner, people.projectId, "admin");
    // With the rights of somebody signed in, or the grants alone would refuse it.
    const context = { role: "authenticated", claims: { role: "authenticated", sub: people.admin }, headers: { "x-spool-key": key } } as const; // prettier-ignore
    const program: Caller = (sql, values) => withRole(db.api, context, (client) => client.query(sql, values));

    await expect(makeKey(program)).rejects.toMatchObject({ code: "PT403" });
    await expect(program("select public.rotate_api_key($1)", [id])).rejects.toMatchObject({ code: "PT403" });
    await expect(makeKey(asApiKey(db.api, key))).rejects.toMatchObject({ code: "42501" });
  });
});

describe("a key that does not hold is refused with 401 and the reason", () => {
  test.each([
    ["forged", () => `spool_00000000_${"0".repeat(64)}`],
    ["of quotes, unicode and a NUL written out", () => `spool_'"; drop table jobs;-- \\u0000 ключ`],
    ["ten thousand characters long", () => "spool_".repeat(1_700)],
  ])("%s", async (_what, key) => {
    await expect(jobsSeenBy(asApiKey(db.api, key()))).rejects.toMatchObject({
      code: "PT401",
      message: "The API key in x-spool-key is not known",
    });
  });

  test("revoked", async () => {
    const { id, key } = await createApiKey(db.owner, people.projectId);
    await asUser(db.api, people.admin)("select public.revoke_api_key($1)", [id]);

    await expect(submit(asApiKey(db.api, key))).rejects.toMatchObject({ code: "PT401", message: /revoked/ });
  });

  test("expired", async () => {
    const { id, key } = await createApiKey(db.owner, people.projectId);
    await db.owner.query("update public.api_keys set expires_at = now() where id = $1", [id]);

    await expect(jobsSeenBy(asApiKey(db.api, key))).rejects.toMatchObject({
      code: "PT401",
      message: /expired/,
    });
  });

  test("an empty header is no key", async () => {
    expect(await jobsSeenBy(asApiKey(db.api, ""))).toBe(0);
  });

  test("beside the service key it is not even looked at", async () => {
    const context = { role: "service_role", claims: { role: "service_role" }, headers: { "x-spool-key": "nonsense" } } as const; // prettier-ignore

    const { rowCount } = await withRole(db.api, context, (client) =>
      client.query("select 1 from public.jobs"),
    );

    expect(rowCount).toBeGreaterThan(0);
  });
});

describe("rotating", () => {
  const rotate = async (id: string, overlap?: string): Promise<string> => {
    const { rows } = await asUser(db.api, people.admin)<{ key: string }>(
      overlap === undefined ? "select key from public.rotate_api_key($1)" : "select key from public.rotate_api_key($1, $2)",
      overlap === undefined ? [id] : [id, overlap],
    ); // prettier-ignore
    return one(rows).key;
  };

  test("gives a new secret, and the old one holds for the overlap", async () => {
    const { id, key } = await createApiKey(db.owner, people.projectId);

    const next = await rotate(id, "1 hour");

    expect(next).not.toBe(key);
    expect(await jobsSeenBy(asApiKey(db.api, key))).toBe(1);
    expect(await jobsSeenBy(asApiKey(db.api, next))).toBe(1);
    await db.owner.query(
      "update private.api_key_secrets set expires_at = now() where expires_at is not null",
    );
    await expect(jobsSeenBy(asApiKey(db.api, key))).rejects.toMatchObject({
      code: "PT401",
      message: /rotated/,
    });
    expect(await jobsSeenBy(asApiKey(db.api, next))).toBe(1);
  });

  test("without an overlap ends the old secret at once", async () => {
    const { id, key } = await createApiKey(db.owner, people.projectId);

    await rotate(id, "0");

    await expect(jobsSeenBy(asApiKey(db.api, key))).rejects.toMatchObject({ code: "PT401" });
  });

  test("is refused for a revoked key and for a nonsensical overlap", async () => {
    const { id } = await createApiKey(db.owner, people.projectId);

    await expect(rotate(id, "-1 hour")).rejects.toMatchObject({ code: "PT400" });
    await expect(rotate(id, "31 days")).rejects.toMatchObject({ code: "PT400" });
    await asUser(db.api, people.admin)("select public.revoke_api_key($1)", [id]);
    await expect(rotate(id)).rejects.toMatchObject({ code: "PT409" });
  });
});

describe("managing keys", () => {
  test.each(["operator", "viewer"] as const)("is refused to the project's %s", async (name) => {
    const { id } = await createApiKey(db.owner, people.projectId);
    const caller = asUser(db.api, people[name]);

    await expect(makeKey(caller)).rejects.toMatchObject({ code: "PT403" });
    await expect(caller("select public.revoke_api_key($1)", [id])).rejects.toMatchObject({ code: "PT403" });
    await expect(caller("select public.rotate_api_key($1)", [id])).rejects.toMatchObject({ code: "PT403" });
    expect((await caller("select 1 from public.api_keys")).rowCount).toBe(0);
  });

  test("is refused to a stranger, as if there were no such project", async () => {
    await expect(makeKey(asUser(db.api, people.stranger))).rejects.toMatchObject({ code: "PT404" });
  });

  test.each([
    ["no name", { name: " " }],
    ["a name of 101 characters", { name: "x".repeat(101) }],
    ["an expiry that has passed", { expiresAt: "2020-01-01" }],
  ])("%s is refused with a sentence", async (_what, options) => {
    await expect(makeKey(asUser(db.api, people.admin), options)).rejects.toMatchObject({ code: "PT400" });
  });

  test("revoking twice keeps the first time", async () => {
    const { id } = await createApiKey(db.owner, people.projectId);
    const revoke = () => asUser(db.api, people.admin)<ApiKeyRow>("select * from public.revoke_api_key($1)", [id]); // prettier-ignore

    const first = one((await revoke()).rows);
    const second = one((await revoke()).rows);

    expect(second.revoked_at).toEqual(first.revoked_at);
  });

  test("nobody writes keys past the RPCs, the service key included", async () => {
    await createApiKey(db.owner, people.projectId);

    for (const caller of [asAnon(db.api), asUser(db.api, people.admin), asService(db.api)]) {
      await expect(caller("update public.api_keys set role = 'admin'")).rejects.toMatchObject({
        code: "42501",
      });
      await expect(caller("select * from private.api_key_secrets")).rejects.toMatchObject({ code: "42501" });
    }
  });
});

describe("the last use of a key", () => {
  test("is written with what it submits, at most once a minute", async () => {
    const { id, key } = await createApiKey(db.owner, people.projectId);
    expect((await storedKey(id)).last_used_at).toBeNull();

    await submit(asApiKey(db.api, key));
    const first = (await storedKey(id)).last_used_at;
    await submit(asApiKey(db.api, key));

    expect(first).not.toBeNull();
    expect((await storedKey(id)).last_used_at).toEqual(first);
    await db.owner.query("update public.api_keys set last_used_at = now() - interval '61 seconds' where id = $1", [id]); // prettier-ignore
    await submit(asApiKey(db.api, key));
    expect((await storedKey(id)).last_used_at?.getTime()).toBeGreaterThanOrEqual(first?.getTime() ?? 0);
  });

  test("is told by a read, which may not write, to whoever listens", async () => {
    const { id, key } = await createApiKey(db.owner, people.projectId, "viewer");
    const listener = await db.worker.connect();
    const heard: string[] = [];
    listener.on("notification", ({ payload }) => heard.push(payload ?? ""));
    await listener.query("listen spool_api_keys");
    const context = { role: "anon", claims: { role: "anon" }, headers: { "x-spool-key": key } } as const;

    await withRole(db.api, context, (client) => client.query("select 1 from public.jobs"), {
      readOnly: true,
    });

    await expect.poll(() => heard).toEqual([id]);
    await db.worker.query("select private.note_api_key_use($1)", [id]);
    expect((await storedKey(id)).last_used_at).not.toBeNull();
    listener.release(true);
  });

  test("two requests with one key do not wait for each other over it", async () => {
    const { id } = await createApiKey(db.owner, people.projectId);
    const first = await db.owner.connect();
    await first.query("begin");
    await first.query("select private.note_api_key_use($1)", [id]);

    await db.owner.query("set lock_timeout = '200ms'; select private.note_api_key_use('" + id + "'); reset lock_timeout"); // prettier-ignore

    await first.query("rollback");
    first.release();
  });
});

function one<Row>(rows: readonly Row[]): Row {
  const [row] = rows;
  if (row === undefined || rows.length > 1) throw new Error(`Expected one row, got ${rows.length}`);
  return row;
}
