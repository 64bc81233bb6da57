import { asApiKey, asService, asUser } from "@spool/testing/callers";
import { insertJob, jobInStatus, registerNode } from "@spool/testing/jobs";
import { createApiKey, createPeople, type People } from "@spool/testing/people";
import { useTestDatabase } from "@spool/testing/use-database";
import type pg from "pg";
import { beforeEach, describe, expect, test } from "vitest";

const db = useTestDatabase();
let people: People;

beforeEach(async () => {
  people = await createPeople(db.owner);
});

interface Verdict {
  is_intact: boolean;
  broken: { position: number | null; entry_id: number; problem: string } | null;
  checked: number;
  from_position: number;
  to_position: number;
  removed_through: number;
  head_position: number;
  head_hash: string;
  unsealed: number;
}

async function verify(client: pg.Pool | pg.ClientBase = db.owner, from?: number, to?: number): Promise<Verdict> {
  const { rows } = await client.query<{ verdict: Verdict }>(
    "select private.verify_audit_chain($1, $2) as verdict",
    [from ?? null, to ?? null],
  );
  const [row] = rows;
  if (!row) throw new Error("No verdict");
  return row.verdict;
} // prettier-ignore

const seal = async (max = 1_000): Promise<number> =>
  Number((await db.owner.query<{ n: number }>("select private.seal_audit_log($1) as n", [max])).rows[0]?.n);

async function sealAll(): Promise<void> {
  while ((await seal()) > 0);
}

const record = (client: pg.Pool | pg.ClientBase, action = "test.done") =>
  client.query("select private.record_audit($1, 'test', '1', $2, '{\"n\": 1.50, \"text\": \"ключ\"}')", [
    action,
    people.projectId,
  ]);

const entries = async (where: string, values: unknown[] = []) =>
  (
    await db.owner.query<{ action: string; actor_kind: string; actor_id: string | null; subject_id: string; project_id: string | null; detail: Record<string, unknown> }>(
      `select action, actor_kind, actor_id, subject_id, project_id, detail from public.audit_log where ${where} order by id`,
      values,
    )
  ).rows; // prettier-ignore

/** What an intruder with the owner's rights could do: as if no trigger were there. Rolled back. */
async function tampering(work: (client: pg.PoolClient) => Promise<void>): Promise<void> {
  const client = await db.owner.connect();
  try {
    await client.query("begin");
    for (const table of ["audit_log", "audit_chain"]) {
      await client.query(`alter table public.${table} disable trigger user`);
    }
    await work(client);
  } finally {
    await client.query("rollback");
    client.release();
  }
}

describe("every control action is written down with who did it", () => {
  test("moves of jobs by people and by keys, and not the workers' own", async () => {
    const { id, key } = await createApiKey(db.owner, people.projectId);
    const { jobId } = await jobInStatus(db, "completed", { projectId: people.projectId });
    await asUser(db.api, people.operator)("select public.retry_job($1)", [jobId]);
    await asApiKey(db.api, key)("select public.cancel_job($1)", [jobId]);

    expect(await entries("subject_kind = 'job' and subject_id = $1", [jobId])).toEqual([
      { action: "job.manual_retry", actor_kind: "user", actor_id: people.operator, subject_id: jobId, project_id: people.projectId, detail: { from_status: "completed", to_status: "pending" } },
      { action: "job.cancel", actor_kind: "api_key", actor_id: id, subject_id: jobId, project_id: people.projectId, detail: { from_status: "pending", to_status: "cancelled" } },
    ]); // prettier-ignore
  });

  test("queues, nodes, sites, members, keys, roles and projects, with what changed", async () => {
    const service = asService(db.api);
    const nodeId = await registerNode(db.worker, `audited-${people.projectId}`);
    await service("update public.queues set is_paused = true, paused_reason = 'Repair' where name = 'batch'");
    await service("update public.queues set is_paused = false where name = 'batch'");
    await service("update public.nodes set status = 'draining' where id = $1", [nodeId]);
    await service("insert into public.sites (slug, name, storage_root) values ('audited', 'City', '/mnt')");
    const admin = asUser(db.api, people.admin);
    await admin("select public.change_member_role($1, $2, 'operator')", [people.projectId, people.viewer]);
    await admin("select public.rename_project($1, 'Renamed')", [people.projectId]);
    await admin("select public.create_api_key($1, 'Program')", [people.projectId]);
    await service("select public.set_instance_role($1, 'operator')", [people.viewer]);

    expect(await entries("subject_kind = 'queue'")).toMatchObject([
      { action: "queue.changed", actor_kind: "service", subject_id: "batch", detail: { is_paused: { from: false, to: true }, paused_reason: { from: null, to: "Repair" } } },
      { action: "queue.changed", detail: { is_paused: { from: true, to: false } } },
    ]); // prettier-ignore
    expect(await entries("subject_kind = 'node'")).toMatchObject([
      { action: "node.changed", detail: { status: { from: "available", to: "draining" } } },
    ]);
    expect(await entries("subject_kind = 'site'")).toMatchObject([{ action: "site.created", detail: { slug: "audited" } }]); // prettier-ignore
    expect(await entries("project_id = $1 and actor_kind = 'user'", [people.projectId])).toMatchObject([
      { action: "member.changed", actor_id: people.admin, subject_id: people.viewer, detail: { role: { from: "viewer", to: "operator" } } },
      { action: "project.changed", detail: { name: { to: "Renamed" } } },
      { action: "api_key.created", detail: { name: "Program", role: "operator" } },
    ]); // prettier-ignore
    expect(await entries("subject_kind = 'profile'")).toMatchObject([
      { action: "profile.changed", subject_id: people.viewer, detail: { instance_role: { from: "none", to: "operator" } } },
    ]); // prettier-ignore
  });

  test("a heartbeat is no control action", async () => {
    const nodeId = await registerNode(db.worker);
    const before = (await entries("true")).length;

    await db.worker.query("select private.heartbeat_node($1, 100, 0.5, 1000)", [nodeId]);

    expect(await entries("true")).toHaveLength(before);
  });

  test("deleted jobs, in one entry for a statement", async () => {
    const ids = [await insertJob(db.owner, { projectId: people.projectId }), await insertJob(db.owner, { projectId: people.projectId })]; // prettier-ignore
    await asService(db.api)("delete from public.jobs where project_id = $1", [people.projectId]);

    const [entry] = await entries("action = 'job.deleted' and project_id = $1", [people.projectId]);
    expect(entry?.detail).toEqual({ count: 2, job_ids: expect.arrayContaining(ids) as unknown });
  });

  test("an entry outlives its project", async () => {
    await record(db.owner);
    await db.owner.query("delete from public.projects where id = $1", [people.projectId]);

    expect((await entries("project_id = $1 and action = 'test.done'", [people.projectId])).length).toBe(1);
    expect((await entries("project_id = $1 and action = 'project.deleted'", [people.projectId])).length).toBe(1); // prettier-ignore
  });
});

describe("who reads the log", () => {
  const countFor = async (userId: string) =>
    (await asUser(db.api, userId)("select 1 from public.audit_log where project_id = $1", [people.projectId]))
      .rowCount;

  test("is the project's administrator for the project, and the instance's for all", async () => {
    await record(db.owner);
    expect(await countFor(people.admin)).toBeGreaterThan(0);
    for (const name of ["operator", "viewer", "stranger"] as const) expect(await countFor(people[name])).toBe(0); // prettier-ignore

    await db.owner.query("update public.profiles set instance_role = 'admin' where user_id = $1", [people.stranger]); // prettier-ignore
    expect(await countFor(people.stranger)).toBeGreaterThan(0);
  });

  test("verifying is for administrators of the instance", async () => {
    await expect(asUser(db.api, people.admin)("select public.verify_audit_chain()")).rejects.toMatchObject({
      code: "PT403",
    });
    const { rows } = await asService(db.api)<{ v: Verdict }>("select public.verify_audit_chain() as v");
    expect(rows[0]?.v).toMatchObject({ is_intact: true, unsealed: 0 });
  });
});

describe("the log is only ever added to", () => {
  test.each([
    "update public.audit_log set action = 'test.forged'",
    "delete from public.audit_log",
    "truncate public.audit_log",
    "update public.audit_chain set chain_hash = ''",
    "delete from public.audit_chain",
    "truncate public.audit_chain",
    "truncate public.audit_anchors",
  ])("%s is refused to the owner and to the service key", async (statement) => {
    await record(db.owner);
    await sealAll();

    await expect(db.owner.query(statement)).rejects.toMatchObject({ code: "PT403" });
    await expect(asService(db.api)(statement)).rejects.toMatchObject({ code: "42501" });
  });

  test("nobody writes an entry by hand", async () => {
    await expect(
      asService(db.api)(
        "insert into public.audit_log (actor_kind, action, subject_kind, content_hash) values ('service', 'a.b', 'a', '')",
      ),
    ).rejects.toMatchObject({ code: "42501" });
  });
});

describe("the chain", () => {
  test("holds every entry once sealed, and says how many wait before", async () => {
    await sealAll();
    await record(db.owner);
    expect(await verify()).toMatchObject({ is_intact: true, unsealed: 1 });

    expect(await seal()).toBe(1);

    const verdict = await verify();
    expect(verdict).toMatchObject({ is_intact: true, unsealed: 0, broken: null });
    expect(verdict.checked).toBe(verdict.head_position - verdict.removed_through);
    expect(verdict.head_hash).toMatch(/^[0-9a-f]{64}$/);
  });

  test("is the same in whatever time zone and language it is verified", async () => {
    await record(db.owner);
    await sealAll();
    const client = await db.owner.connect();
    await client.query("set timezone = 'Asia/Kathmandu'; set datestyle = 'German'; set bytea_output = 'escape'");

    expect(await verify(client)).toMatchObject({ is_intact: true });

    client.release(true);
  }); // prettier-ignore

  test.each([
    ["an edited entry", "update public.audit_log set detail = '{}' where id = $1", "its entry was changed"],
    ["an entry given to somebody else", "update public.audit_log set actor_id = 'other' where id = $1", "its entry was changed"],
    ["an entry moved in time by a microsecond", "update public.audit_log set occurred_at = occurred_at + interval '1 microsecond' where id = $1", "its entry was changed"],
    ["an edited entry with its own hash made right", `update public.audit_log as l set detail = '{}', content_hash = private.audit_content_hash(jsonb_populate_record(l, '{"detail": {}}')) where id = $1`, "its entry was changed"],
    ["a deleted entry", "delete from public.audit_log where id = $1", "its entry is missing"],
    ["a deleted entry and its link", "with gone as (delete from public.audit_log where id = $1) delete from public.audit_chain where entry_id = $1", "a link before it is missing"],
    ["a link to another entry", "update public.audit_chain set content_hash = sha256('') where entry_id = $1", "the link was changed"],
  ])("shows %s", async (_what, statement, problem) => {
    for (let n = 0; n < 3; n += 1) await record(db.owner);
    await sealAll();
    const { head_position: head } = await verify();
    const target = (await db.owner.query<{ entry_id: string }>("select entry_id from public.audit_chain where position = $1", [head - 1])).rows[0]?.entry_id;

    await tampering(async (client) => {
      await client.query(statement, [target]);
      const verdict = await verify(client);
      expect(verdict).toMatchObject({ is_intact: false, broken: { problem } });
      expect(verdict.broken?.position).toBe(problem.startsWith("a link") ? head : head - 1);
    });
    expect(await verify()).toMatchObject({ is_intact: true });
  }); // prettier-ignore

  test("shows an entry that was slipped in, and one that vanished before it was sealed", async () => {
    await sealAll();
    await tampering(async (client) => {
      await client.query(
        "insert into public.audit_log (actor_kind, action, subject_kind, content_hash) values ('service', 'a.b', 'a', '')",
      );
      expect(await verify(client)).toMatchObject({ broken: { position: null, problem: "the entry was slipped in past the chain" } }); // prettier-ignore
    });
    await record(db.owner);
    await tampering(async (client) => {
      await client.query("delete from public.audit_log where id = (select max(id) from public.audit_log)");
      expect(await verify(client)).toMatchObject({ broken: { problem: "its entry is missing" } });
    });
  });

  test("is verified between two positions as well", async () => {
    for (let n = 0; n < 5; n += 1) await record(db.owner);
    await sealAll();
    const { head_position: head } = await verify();

    expect(await verify(db.owner, head - 2, head - 1)).toMatchObject({ is_intact: true, checked: 2 });
    await tampering(async (client) => {
      await client.query("update public.audit_log set detail = '{}' where id = (select entry_id from public.audit_chain where position = $1)", [head - 3]); // prettier-ignore
      expect(await verify(client, head - 2, head)).toMatchObject({ is_intact: true, checked: 3 });
      expect(await verify(client, head - 3, head)).toMatchObject({ broken: { position: head - 3 } });
    });
  });

  test("neither forks nor loses an entry when twenty write and five seal at once, some of them rolling back", async () => {
    await sealAll();
    const start = (await verify()).head_position;
    let done = 0;
    const write = async (rolledBack: boolean) => {
      const client = await db.owner.connect();
      await client.query("begin");
      await record(client);
      await client.query("select pg_sleep(random() * 0.02)");
      await client.query(rolledBack ? "rollback" : "commit");
      client.release();
    };
    const writers = Array.from({ length: 10 }, async (_, writer) => {
      for (let n = 0; n < 20; n += 1) await write((writer + n) % 5 === 0);
      done += 1;
    });
    const sealers = Array.from({ length: 5 }, async () => {
      while (done < 10) await seal(7);
    });
    await Promise.all([...writers, ...sealers]);
    await sealAll();

    const verdict = await verify();
    expect(verdict).toMatchObject({ is_intact: true, unsealed: 0 });
    expect(verdict.head_position - start).toBe(160);
  });

  test("a writer does not wait for a sealer, nor a sealer for a writer that has not committed", async () => {
    await sealAll();
    const [writer, sealer] = [await db.owner.connect(), await db.owner.connect()];
    await writer.query("begin; set local lock_timeout = '300ms'");
    await record(writer);
    await record(db.owner);
    await sealer.query("begin; set local lock_timeout = '300ms'");
    const sealed = await sealer.query<{ n: number }>("select private.seal_audit_log() as n");

    expect(sealed.rows).toEqual([{ n: 1 }]);
    await record(writer);
    await record(db.owner);
    expect(await seal()).toBe(0);
    await writer.query("commit");
    await sealer.query("commit");
    await sealAll();
    expect(await verify()).toMatchObject({ is_intact: true, unsealed: 0 });
    writer.release();
    sealer.release();
  });

  test("is made by the nodes' heartbeats in passing", async () => {
    const nodeId = await registerNode(db.worker);
    await record(db.owner);

    await db.worker.query("select private.heartbeat_node($1, 0, 0.5, 1000)", [nodeId]);

    expect(await verify()).toMatchObject({ unsealed: 0 });
  });
});

describe("retention", () => {
  test("takes out what is old, leaves an anchor, and the rest still verifies", async () => {
    for (let n = 0; n < 6; n += 1) await record(db.owner);
    await sealAll();
    const { head_position: head } = await verify();
    const client = await db.owner.connect();
    // Everything but the last two is made forty days old, as honestly as a test can: entries and chain anew.
    await client.query("begin");
    for (const table of ["audit_log", "audit_chain"]) await client.query(`alter table public.${table} disable trigger user`); // prettier-ignore
    await client.query("update public.audit_log as l set occurred_at = l.occurred_at - interval '40 days' from public.audit_chain as c where c.entry_id = l.id and c.position <= $1", [head - 2]); // prettier-ignore
    await client.query("update public.audit_log as l set content_hash = private.audit_content_hash(l)");
    await client.query("insert into private.audit_unsealed select l.id, l.content_hash from public.audit_log as l"); // prettier-ignore
    await client.query("delete from public.audit_chain");
    await client.query("select private.seal_audit_log(100000)");
    for (const table of ["audit_log", "audit_chain"]) await client.query(`alter table public.${table} enable trigger user`); // prettier-ignore
    await client.query("commit");
    client.release();
    expect(await verify()).toMatchObject({ is_intact: true });

    await expect(db.worker.query("select private.prune_audit_log('29 days')")).rejects.toMatchObject({
      code: "PT400",
    });
    const { rows } = await db.worker.query<{ n: string }>("select private.prune_audit_log('30 days') as n");

    expect(Number(rows[0]?.n)).toBe(head - 2);
    await sealAll();
    expect(await verify()).toMatchObject({ is_intact: true, removed_through: head - 2, checked: 3 });
    expect(await entries("action = 'audit.pruned'")).toMatchObject([
      { actor_kind: "worker", detail: { removed: head - 2, through_position: head - 2 } },
    ]);
    await tampering(async (intruder) => {
      await intruder.query("update public.audit_log set detail = '{}' where action = 'test.done'");
      expect(await verify(intruder)).toMatchObject({ broken: { position: head - 1 } });
    });
  });
});
