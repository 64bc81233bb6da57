import { insertJob, registerNode } from "@spool/testing/jobs";
import { useTestDatabase } from "@spool/testing/use-database";
import { expect, test } from "vitest";

const db = useTestDatabase();

async function requirementsOf(fields: Parameters<typeof insertJob>[1]): Promise<unknown> {
  const jobId = await insertJob(db.owner, fields);
  const { rows } = await db.owner.query<{ requirements: unknown }>(
    "select requirements from public.jobs where id = $1",
    [jobId],
  );
  return rows[0]?.requirements;
}

const payload = { question: "Q", renderer: "manim" };

test("a job that names its renderer waits for a node that has it, once there is one", async () => {
  expect(await requirementsOf({ payload })).toEqual({});

  await registerNode(db.worker, "with manim", { renderers: ["canvas", "manim"] });

  expect(await requirementsOf({ payload })).toEqual({ renderer: "manim" });
  expect(await requirementsOf({ payload: { ...payload, renderer: "revideo" } })).toEqual({});
  expect(await requirementsOf({ payload, requirements: { memory_mb: 100 } })).toEqual({
    memory_mb: 100,
    renderer: "manim",
  });
});

test("one that lets canvas stand in, asks for canvas or says itself what it needs is left as it is", async () => {
  await registerNode(db.worker, "all", { renderers: ["canvas", "manim"] });

  expect(await requirementsOf({ payload: { ...payload, renderer_fallback: true } })).toEqual({});
  expect(await requirementsOf({ payload: { ...payload, renderer: "canvas" } })).toEqual({});
  expect(await requirementsOf({ payload: { question: "Q" } })).toEqual({});
  expect(await requirementsOf({ payload, requirements: { renderer: "special" } })).toEqual({
    renderer: "special",
  });
});

test("a node that is gone keeps no job waiting", async () => {
  const nodeId = await registerNode(db.worker, "gone", { renderers: ["remote"] });
  await db.owner.query("update public.nodes set status = 'offline' where id = $1", [nodeId]);

  expect(await requirementsOf({ payload: { ...payload, renderer: "remote" } })).toEqual({});
});
