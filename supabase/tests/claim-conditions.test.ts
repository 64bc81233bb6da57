import { asService } from "@spool/testing/callers";
import { claimNext, completedOutcome, insertJob, registerNode, settleAttempt, startAttempt } from "@spool/testing/jobs"; // prettier-ignore
import { createProject } from "@spool/testing/people";
import { useTestDatabase } from "@spool/testing/use-database";
import { beforeEach, describe, expect, test } from "vitest";

const db = useTestDatabase();

beforeEach(async () => {
  await db.owner.query("delete from public.jobs");
  await db.owner.query("update private.settings set reserved_live_slots = 0, affinity_seconds = 5");
});

const node = (info: object = {}) => registerNode(db.worker, undefined, info);
const claimIds = async (nodeId: string, max = 1) =>
  (await claimNext(db.worker, nodeId, max)).map(({ job_id }) => job_id);
const limit = (projectId: string, max: number | null) =>
  asService(db.api)("select public.limit_running_jobs($1, $2)", [projectId, max]);

async function limitedProject(max: number): Promise<string> {
  const projectId = await createProject(db.owner);
  await limit(projectId, max);
  return projectId;
}

async function insertMany(projectId: string, count: number): Promise<void> {
  await db.owner.query(
    `insert into public.jobs (project_id, job_type, payload) select $1, 'doubt', '{"question": "Q"}' from generate_series(1, $2)`,
    [projectId, count],
  );
}

describe("requirements", () => {
  const GPU = { vendor: "nvidia", name: "A", memory_mb: 8_000, encoders: ["h264_nvenc"] };

  test.each([
    [{ gpu: true }, { gpus: [GPU] }, { gpus: [] }],
    [{ encoder: "h264_nvenc" }, { gpus: [GPU] }, { encoders: ["libx264"] }],
    [{ encoder: "libx264" }, { encoders: ["libx264"] }, { gpus: [GPU] }],
    [{ memory_mb: 4_000 }, { memory_total_mb: 8_000, memory_free_mb: 4_000 }, { memory_total_mb: 8_000, memory_free_mb: 3_999 }], // prettier-ignore
    [{ memory_mb: 1 }, { memory_total_mb: 8_000, memory_free_mb: 4_000 }, {}],
    [{ renderer: "canvas" }, { renderers: ["canvas", "manim"] }, { renderers: ["manim"] }],
    [{ gpu: true, renderer: "canvas" }, { gpus: [GPU], renderers: ["canvas"] }, { gpus: [GPU] }],
  ])("%j go where they are met and nowhere else", async (requirements, able, unable) => {
    const jobId = await insertJob(db.owner, { requirements });
    const other = await insertJob(db.owner, { priority: "low" });

    expect(await claimIds(await node(unable), 2)).toEqual([other]);
    expect(await claimIds(await node(able), 2)).toEqual([jobId]);
  });

  test("of a site are met by its nodes", async () => {
    await db.owner.query(
      "insert into public.sites (slug, name, storage_root) values ('oslo', 'Oslo', '/'), ('rome', 'Rome', '/')",
    );
    const jobId = await insertJob(db.owner, { requirements: { site: "oslo" } });

    expect(await claimIds(await node({ site: "rome" }))).toEqual([]);
    expect(await claimIds(await node({ site: "oslo" }))).toEqual([jobId]);
  });

  test("of the type are added to those of the job, which come first", async () => {
    await db.owner.query(
      `insert into public.job_types select (jsonb_populate_record(t, '{"name": "heavy", "requirements": {"gpu": true, "memory_mb": 10}}')).*
       from public.job_types as t where t.name = 'doubt'`,
    );
    const jobId = await insertJob(db.owner, { jobType: "heavy", requirements: { memory_mb: 5 } });

    const { rows } = await db.owner.query("select requirements from public.jobs where id = $1", [jobId]);
    expect(rows).toEqual([{ requirements: { gpu: true, memory_mb: 5 } }]);
  });

  test.each([
    [{ gpu: false }, "requirements.gpu must be true"],
    [{ quantum: true }, "requirements.quantum is not allowed"],
    [{ memory_mb: 0 }, "requirements.memory_mb must be at least 1"],
    [{ memory_mb: 1.5 }, "requirements.memory_mb must be an integer, not a number"],
    [{ encoder: "" }, "requirements.encoder must not be empty"],
    [{ site: "atlantis" }, 'There is no site "atlantis"'],
    [["gpu"], "requirements must be an object, not an array"],
    ["gpu", "requirements must be an object, not a string"],
  ])("%j are refused at the door", async (requirements, message) => {
    await expect(insertJob(db.owner, { requirements })).rejects.toMatchObject({ code: "PT400", message });
  });

  test("that a long backlog has are passed over, and what can run is found behind it in order", async () => {
    await db.owner.query(
      `insert into public.jobs (job_type, payload, requirements)
       select 'doubt', '{"question": "Q"}', '{"gpu": true}' from generate_series(1, 700)`,
    );
    const [first, second] = [await insertJob(db.owner), await insertJob(db.owner)];
    const third = await insertJob(db.owner, { priority: "low" });
    const nodeId = await node();

    expect(await claimIds(nodeId, 2)).toEqual([first, second]);
    expect(await claimIds(nodeId, 2)).toEqual([third]);
  });
});

describe("a limit of a project", () => {
  test("holds over all nodes, and the jobs of others go on", async () => {
    const limited = await limitedProject(2);
    await insertMany(limited, 3);
    const other = await insertJob(db.owner);
    const [one, two] = [await node(), await node()];

    const claimed = await claimNext(db.worker, one, 1);
    expect(await claimIds(two, 3)).toEqual([expect.any(String), other]);
    expect(await claimIds(one, 1)).toEqual([]);

    await startAttempt(db.worker, claimed[0]?.attempt_id ?? "");
    await settleAttempt(db.worker, claimed[0]?.attempt_id ?? "", completedOutcome("a", "b"));
    expect(await claimIds(two, 3)).toHaveLength(1);
  });

  test("is never overshot by claims at the same time, and nothing is left lying", async () => {
    const limited = await limitedProject(3);
    await insertMany(limited, 40);
    const nodes = await Promise.all(Array.from({ length: 6 }, () => node()));
    let finished = 0;
    let mostRunning = 0;

    await Promise.all(
      nodes.map(async (nodeId) => {
        while (finished < 40) {
          const attempts = await claimNext(db.worker, nodeId, 2);
          const { rows } = await db.owner.query<{ running: number }>(
            "select count(*)::int as running from public.jobs where project_id = $1 and status in ('assigned', 'processing')",
            [limited],
          );
          mostRunning = Math.max(mostRunning, rows[0]?.running ?? 0);
          for (const { attempt_id: attemptId } of attempts) {
            await startAttempt(db.worker, attemptId);
            await settleAttempt(db.worker, attemptId, completedOutcome(attemptId, attemptId));
            finished += 1;
          }
        }
      }),
    );

    expect(finished).toBe(40);
    expect(mostRunning).toBeGreaterThan(0);
    expect(mostRunning).toBeLessThanOrEqual(3);
  });

  test("is passed over while another claim of the project is under way, frozen or not", async () => {
    const limited = await limitedProject(5);
    await insertMany(limited, 4);
    const other = await insertJob(db.owner, { priority: "low" });
    const [one, two] = [await node(), await node()];
    const frozen = await db.worker.connect();
    try {
      await frozen.query("begin");
      expect(await claimNext(frozen, one, 1)).toHaveLength(1);
      expect(await claimIds(two, 2)).toEqual([other]);
    } finally {
      await frozen.query("rollback");
      frozen.release();
    }
    expect(await claimIds(two, 2)).toHaveLength(2);
  });

  test("does not hide what stands behind a long backlog", async () => {
    const limited = await limitedProject(1);
    await insertMany(limited, 900);
    const nodeId = await node();
    expect(await claimIds(nodeId)).toHaveLength(1);
    const behind = await insertJob(db.owner);

    expect(await claimIds(nodeId)).toEqual([behind]);
  });

  test.each([0, -1])("of %i is refused", async (max) => {
    await expect(limitedProject(max)).rejects.toMatchObject({
      code: "PT400",
      message: "max_running_jobs must be at least 1",
    });
  });

  test("can be lifted", async () => {
    const limited = await limitedProject(1);
    await insertMany(limited, 3);
    await limit(limited, null);

    expect(await claimIds(await node(), 3)).toHaveLength(3);
  });
});

describe("reserved slots", () => {
  test("of a node are left to live jobs", async () => {
    const nodeId = await node({ slots: 3, reserved_live_slots: 1 });
    for (let i = 0; i < 3; i += 1) await insertJob(db.owner);

    expect(await claimIds(nodeId, 3)).toHaveLength(2);
    const live = await insertJob(db.owner, { queue: "live" });
    expect(await claimIds(nodeId, 1)).toEqual([live]);
  });

  test("of the instance hold for every node that has no figure of its own", async () => {
    await asService(db.api)("select public.set_scheduling($1)", [{ reserved_live_slots: 2 }]);
    await insertMany("00000000-0000-4000-8000-000000000001", 9);
    const [plain, own] = [await node({ slots: 3 }), await node({ slots: 3 })];
    await asService(db.api)("select public.reserve_live_slots($1, 0)", [own]);

    expect(await claimIds(plain, 3)).toHaveLength(1);
    expect(await claimIds(own, 3)).toHaveLength(3);
  });

  test("may be all of them", async () => {
    const nodeId = await node({ slots: 2, reserved_live_slots: 5 });
    await insertJob(db.owner);
    expect(await claimIds(nodeId, 2)).toEqual([]);
  });
});

describe("affinity", () => {
  test("prefers a project whose files the node holds, inside the class, while the others are young", async () => {
    const cached = await createProject(db.owner);
    const nodeId = await node({ cached_project_ids: [cached] });
    const [first, second] = [await insertJob(db.owner), await insertJob(db.owner)];
    const mine = await insertJob(db.owner, { projectId: cached });
    await insertJob(db.owner, { projectId: cached, priority: "low" });
    await db.worker.query("select private.promote_due_jobs(10)");

    expect(await claimIds(nodeId, 1)).toEqual([mine]);
    expect(await claimIds(nodeId, 2)).toEqual([first, second]);
  });

  test("makes nobody wait longer than its time", async () => {
    const cached = await createProject(db.owner);
    const nodeId = await node({ cached_project_ids: [cached] });
    const first = await insertJob(db.owner);
    await insertJob(db.owner, { projectId: cached });
    await db.worker.query("select private.promote_due_jobs(10)");
    await db.owner.query("update public.jobs set queued_at = now() - interval '6 seconds' where id = $1", [
      first,
    ]);

    expect(await claimIds(nodeId, 1)).toEqual([first]);
  });
});

describe("a unique key", () => {
  const keyed = (uniqueKey: string, projectId?: string) =>
    insertJob(db.owner, { uniqueKey, ...(projectId === undefined ? {} : { projectId }) });

  test("is refused while an unfinished job has it, with the job's id", async () => {
    const present = await keyed("invoice-1");

    await expect(keyed("invoice-1")).rejects.toMatchObject({
      code: "PT409",
      message: 'A job with unique_key "invoice-1" is there already, and is pending',
      detail: JSON.stringify({ job_id: present, status: "pending" }).replace('","', '", "').replaceAll('":"', '": "'), // prettier-ignore
    });
    await keyed("invoice-2");
    await keyed("invoice-1", await createProject(db.owner));
  });

  test("is free again when its job has finished, which then cannot run again beside the new one", async () => {
    const present = await keyed("again");
    await asService(db.api)("select public.cancel_job($1)", [present]);
    await keyed("again");

    const retry = asService(db.api)("select public.retry_job($1)", [present]);
    await expect(retry).rejects.toMatchObject({ code: "PT409" });
  });

  test("lets one of many through that come at once, and tells the others which", async () => {
    const results = await Promise.allSettled(Array.from({ length: 8 }, () => keyed("race")));

    const entered = results.filter((result) => result.status === "fulfilled");
    expect(entered).toHaveLength(1);
    for (const result of results) {
      if (result.status === "rejected") {
        expect(result.reason).toMatchObject({
          code: "PT409",
          detail: expect.stringContaining(entered[0]?.value ?? "none") as string,
        });
      }
    }
  });

  test("twice in one statement is refused as a whole", async () => {
    const twice = db.owner.query(
      `insert into public.jobs (job_type, payload, unique_key)
       values ('doubt', '{"question": "Q"}', 'twin'), ('doubt', '{"question": "Q"}', 'twin')`,
    );
    await expect(twice).rejects.toMatchObject({ code: "PT409" });
  });

  test.each(["", "x".repeat(201)])("of a length that nobody means is refused", async (key) => {
    await expect(keyed(key)).rejects.toMatchObject({ code: "PT400" });
  });
});
