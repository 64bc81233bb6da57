import { asService } from "@spool/testing/callers";
import { claimNext, insertJob, registerNode } from "@spool/testing/jobs";
import { useTestDatabase } from "@spool/testing/use-database";
import { beforeEach, expect, test } from "vitest";

const db = useTestDatabase();

beforeEach(() => db.owner.query("delete from public.jobs"));

const call = (sql: string, values: unknown[]) => asService(db.api)(sql, values);
const drain = (nodeId: string) => call("select * from public.drain_node($1, 'New disk')", [nodeId]);
const resume = (nodeId: string) => call("select * from public.resume_node($1)", [nodeId]);

test("a drained node takes nothing, also after it was started again, until it is resumed", async () => {
  const nodeId = await registerNode(db.worker, "drained");
  await insertJob(db.owner);

  expect((await drain(nodeId)).rows).toMatchObject([{ status: "draining", drained_reason: "New disk" }]);
  expect(await claimNext(db.worker, nodeId)).toEqual([]);
  await db.worker.query("select private.retire_node($1)", [nodeId]);
  expect(await registerNode(db.worker, "drained")).toBe(nodeId);
  expect(await claimNext(db.worker, nodeId)).toEqual([]);

  expect((await resume(nodeId)).rows).toMatchObject([{ status: "available", drained_at: null, drained_reason: null }]); // prettier-ignore
  expect(await claimNext(db.worker, nodeId)).toHaveLength(1);
});

test("draining twice and resuming what is not drained is refused with how it is", async () => {
  const nodeId = await registerNode(db.worker, "twice");
  await drain(nodeId);

  await expect(drain(nodeId)).rejects.toMatchObject({
    code: "PT409",
    message: expect.stringMatching(/^Node twice was drained already, by a program at 20/) as string,
  });
  await resume(nodeId);
  await expect(resume(nodeId)).rejects.toMatchObject({
    code: "PT409",
    message: "Node twice is not drained, it is available",
  });
});

test("a node that is off stays off when it is drained and resumed", async () => {
  const nodeId = await registerNode(db.worker);
  await db.worker.query("select private.retire_node($1)", [nodeId]);

  expect((await drain(nodeId)).rows).toMatchObject([{ status: "offline" }]);
  expect((await resume(nodeId)).rows).toMatchObject([{ status: "offline" }]);
});

test("an unknown node is refused with 404", async () => {
  const unknown = "00000000-0000-4000-8000-00000000dead";
  await expect(drain(unknown)).rejects.toMatchObject({ code: "PT404" });
  await expect(resume(unknown)).rejects.toMatchObject({ code: "PT404" });
  await expect(call("select public.reserve_live_slots($1, 1)", [unknown])).rejects.toMatchObject({
    code: "PT404",
  });
});

test("a node tells what it holds and where it stands, and a heartbeat what changed", async () => {
  await db.owner.query("insert into public.sites (slug, name, storage_root) values ('oslo', 'Oslo', '/mnt')");
  const projectId = "00000000-0000-4000-8000-000000000001";
  const info = { slots: 2, site: "oslo", reserved_live_slots: 1, gpus: [{ vendor: "nvidia", name: "A", memory_mb: 8_000, encoders: ["h264_nvenc"] }] }; // prettier-ignore
  const { rows } = await db.worker.query<{ id: string }>("select private.register_node('sited', $1) as id", [
    JSON.stringify(info),
  ]);

  await db.worker.query("select private.heartbeat_node($1, 0, 0.5, 100, $2)", [
    rows[0]?.id,
    JSON.stringify({ cached_project_ids: [projectId], encoders: ["libx264"] }),
  ]);

  const node = await db.owner.query(
    `select n.*, s.slug from public.nodes as n left join public.sites as s on s.id = n.site_id where n.name = 'sited'`,
  );
  expect(node.rows).toMatchObject([
    { slug: "oslo", reserved_live_slots: 1, gpus: info.gpus, cached_project_ids: [projectId], encoders: ["libx264"], renderers: [] }, // prettier-ignore
  ]);
});

test("a node of a site that there is not is refused", async () => {
  await expect(
    db.worker.query(`select private.register_node('lost', '{"slots": 1, "site": "atlantis"}')`),
  ).rejects.toMatchObject({ code: "PT400", message: 'There is no site "atlantis"' });
});

test("a node that was off for long is removed, and what it ran keeps its name", async () => {
  const old = await registerNode(db.worker, "old");
  const drained = await registerNode(db.worker, "old and drained");
  await drain(drained);
  await insertJob(db.owner);
  await claimNext(db.worker, old);
  await db.owner.query(
    "update public.nodes set status = 'offline', heartbeat_at = now() - interval '2 days' where id in ($1, $2)",
    [old, drained],
  );

  await db.worker.query("select private.heartbeat_node(gen_random_uuid(), 0, 0, 0)");

  const { rows } = await db.owner.query<{ name: string }>(
    "select name from public.nodes where name like 'old%'",
  );
  expect(rows).toEqual([{ name: "old and drained" }]);
  const attempts = await db.owner.query("select node_name, node_id from public.job_attempts");
  expect(attempts.rows).toEqual([{ node_name: "old", node_id: old }]);
});

test("draining and resuming are in the audit log, off or on; that the process leaves and comes back is not", async () => {
  const nodeId = await registerNode(db.worker, "audited");
  await db.worker.query("select private.retire_node($1)", [nodeId]);
  await drain(nodeId);
  await registerNode(db.worker, "audited");
  await db.worker.query("select private.retire_node($1)", [nodeId]);
  await resume(nodeId);

  const { rows } = await db.owner.query(
    "select action, detail #>> '{drained_reason,to}' as reason from public.audit_log where subject_kind = 'node' and subject_id = 'audited' order by id",
  );
  expect(rows).toEqual([
    { action: "node.changed", reason: "New disk" },
    { action: "node.changed", reason: null },
  ]);
});

test("fewer than no slots cannot be reserved", async () => {
  const nodeId = await registerNode(db.worker);

  await expect(call("select public.reserve_live_slots($1, -1)", [nodeId])).rejects.toMatchObject({
    code: "PT400",
  });
});

test("nodes are drained and resumed by a filter, which tells before what it would do", async () => {
  await db.owner.query("delete from public.nodes");
  await db.owner.query(
    "insert into public.sites (slug, name, storage_root) values ('cellar', 'Cellar', '/mnt')",
  );
  await registerNode(db.worker, "a", { gpus: [{ name: "A" }], site: "cellar" });
  await registerNode(db.worker, "b", { site: "cellar" });
  const third = await registerNode(db.worker, "c", { gpus: [{ name: "A" }] });
  const control = async (...values: unknown[]) =>
    (
      await asService(db.api)<{ done: object }>(
        "select public.control_nodes($1, $2, 'New disk', $3) as done",
        values,
      )
    ).rows[0]?.done;
  const drained = async () => {
    const { rows } = await db.owner.query<{ name: string }>(
      "select name from public.nodes where status = 'draining' order by name",
    );
    return rows.map(({ name }) => name);
  };

  const expected = { matched_count: 2, change_count: 2, names: ["a", "c"] };
  expect(await control("drain", { has_gpu: true }, true)).toEqual(expected);
  expect(await drained()).toEqual([]);
  await drain(third);
  expect(await control("drain", { has_gpu: true }, false)).toEqual({
    ...expected,
    change_count: 1,
    names: ["a"],
  });
  expect(await control("drain", { sites: ["cellar"] }, false)).toMatchObject({ names: ["b"] });
  expect(await control("resume", { names: ["a", "b", "none"] }, false)).toMatchObject({ matched_count: 2 });
  expect(await drained()).toEqual(["c"]);

  for (const filter of [{}, { gpu: true }, { names: "a" }, { all: false }]) {
    await expect(control("drain", filter, true)).rejects.toMatchObject({ code: "PT400" });
  }
});
