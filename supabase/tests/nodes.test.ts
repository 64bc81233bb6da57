import { registerNode } from "@spool/testing/jobs";
import { useTestDatabase } from "@spool/testing/use-database";
import { expect, test } from "vitest";

const db = useTestDatabase();

const node = async (nodeId: string) =>
  (await db.owner.query<Record<string, unknown>>("select * from public.nodes where id = $1", [nodeId]))
    .rows[0];

const heartbeat = async (nodeId: string, busySlots = 0) =>
  (
    await db.worker.query<{ status: string | null }>(
      "select private.heartbeat_node($1, $2, 0.25, 1024) as status",
      [nodeId, busySlots],
    )
  ).rows[0]?.status;

const FULL_INFO = {
  hostname: "host-1",
  slots: 2,
  cpu_cores: 8,
  memory_total_mb: 16_000,
  memory_free_mb: 9_000,
  gpus: [{ name: "GPU" }],
  encoders: ["libx264"],
  renderers: ["canvas"],
  version: "1.2.3",
};

test("a node says what it can do", async () => {
  const { rows } = await db.worker.query<{ id: string }>("select private.register_node('full', $1) as id", [
    JSON.stringify(FULL_INFO),
  ]);

  expect(await node(rows[0]?.id ?? "")).toMatchObject({ name: "full", status: "available", ...FULL_INFO });
});

test("a node that starts again under its name takes its row over", async () => {
  const first = await registerNode(db.worker, "again");
  await heartbeat(first, 100);
  await db.worker.query("select private.retire_node($1)", [first]);

  const second = await registerNode(db.worker, "again");

  expect(second).toBe(first);
  expect(await node(first)).toMatchObject({ status: "available", busy_slots: 0 });
});

test("a heartbeat says how busy the node is and learns of being drained", async () => {
  const nodeId = await registerNode(db.worker);

  expect(await heartbeat(nodeId, 1)).toBe("available");
  expect(await heartbeat(nodeId, 100)).toBe("busy");
  await db.owner.query("update public.nodes set status = 'draining' where id = $1", [nodeId]);
  expect(await heartbeat(nodeId, 1)).toBe("draining");
});

test("a node that was removed learns it from its heartbeat", async () => {
  expect(await heartbeat("00000000-0000-4000-8000-00000000dead")).toBeNull();
});

test("a node that fell silent is marked offline by one that lives, and comes back with its next heartbeat", async () => {
  const [silent, living] = [await registerNode(db.worker), await registerNode(db.worker)];
  await db.owner.query("update public.nodes set heartbeat_at = now() - interval '31 seconds' where id = $1", [
    silent,
  ]);

  await heartbeat(living);
  expect(await node(silent)).toMatchObject({ status: "offline" });

  expect(await heartbeat(silent)).toBe("available");
});

test("many heartbeats at once do not wait for each other", async () => {
  const nodes = await Promise.all(Array.from({ length: 6 }, () => registerNode(db.worker)));

  const statuses = await Promise.all(nodes.flatMap((nodeId) => [heartbeat(nodeId), heartbeat(nodeId)]));

  expect(new Set(statuses)).toEqual(new Set(["available"]));
});

test("a removed node leaves its jobs and attempts readable", async () => {
  const nodeId = await registerNode(db.worker, "gone");
  await db.owner.query(`insert into public.jobs (job_type, payload) values ('doubt', '{"question": "Q"}')`);
  await db.worker.query("select * from private.claim_next($1, 1)", [nodeId]);

  await db.owner.query("delete from public.nodes where id = $1", [nodeId]);

  const { rows } = await db.owner.query(
    "select j.status, j.node_id, a.node_name from public.jobs as j join public.job_attempts as a on a.job_id = j.id where a.node_name = 'gone'",
  );
  expect(rows).toEqual([{ status: "assigned", node_id: nodeId, node_name: "gone" }]);
});
