import { asAnon, asService, asUser } from "@spool/testing/callers";
import { claimNext, completedOutcome, failedOutcome, insertJob, registerNode, settleAttempt, startAttempt } from "@spool/testing/jobs"; // prettier-ignore
import { createPeople, type People } from "@spool/testing/people";
import { useTestDatabase } from "@spool/testing/use-database";
import { beforeEach, expect, test } from "vitest";

const db = useTestDatabase();
let people: People;

beforeEach(async () => {
  await db.owner.query("delete from public.jobs");
  await db.owner.query("delete from public.nodes");
  await db.owner.query("update public.queues set is_paused = false where is_paused");
  await db.owner.query("update private.settings set reserved_live_slots = 0");
  people = await createPeople(db.owner);
});

interface Explanation {
  status: string;
  position: number | null;
  jobs_ahead: number | null;
  expected_start_at: string | null;
  expected_start_low_at: string | null;
  expected_start_high_at: string | null;
  basis: { measured_runs: number };
  reasons: { code: string; text: string }[];
}

const newJob = (job = {}) => insertJob(db.owner, { projectId: people.projectId, ...job });
const service = () => asService(db.api);

async function explain(jobId: string): Promise<Explanation> {
  const viewer = asUser(db.api, people.viewer);
  const { rows } = await viewer<{ found: Explanation }>("select public.explain_wait($1) as found", [jobId]);
  const [row] = rows;
  if (!row) throw new Error("No explanation");
  return row.found;
}

const textsOf = async (jobId: string) => (await explain(jobId)).reasons.map(({ text }) => text);

const inSeconds = (moment: string | null | undefined) =>
  moment ? (new Date(moment).getTime() - Date.now()) / 1_000 : undefined;

/** A completed job that ran for so long. */
async function measured(nodeId: string, seconds: number): Promise<void> {
  const jobId = await newJob();
  const [claimed] = await claimNext(db.worker, nodeId);
  await startAttempt(db.worker, claimed?.attempt_id ?? "");
  await settleAttempt(
    db.worker,
    claimed?.attempt_id ?? "",
    completedOutcome(jobId, claimed?.attempt_id ?? ""),
  );
  await db.owner.query(
    "update public.jobs set started_at = finished_at - make_interval(secs => $2) where id = $1",
    [jobId, seconds],
  );
}

test("a job that is next says so, and starts now", async () => {
  await registerNode(db.worker);
  const found = await explain(await newJob());

  expect(found).toMatchObject({
    status: "pending",
    position: 1,
    jobs_ahead: 0,
    reasons: [{ code: "next", text: "It is next in line" }],
  });
  expect(inSeconds(found.expected_start_at)).toBeCloseTo(0, -1);
});

test("a job counts those ahead in all open queues and none of the paused", async () => {
  for (const queue of ["live", "batch", "default"]) await newJob({ queue });
  await newJob({ priority: "high" });
  await newJob({ priority: "low" });
  const jobId = await newJob();

  expect(await explain(jobId)).toMatchObject({ position: 4, jobs_ahead: 3 });
  await service()("select public.pause_queue('live')");
  expect(await explain(jobId)).toMatchObject({ position: 3, jobs_ahead: 2 });
  expect(await textsOf(jobId)).toEqual(["No worker is running", "2 jobs are served before it"]);
});

test("all reasons are told at once", async () => {
  await asUser(db.api, people.operator)("select 1");
  await db.owner.query("update public.profiles set instance_role = 'operator', display_name = 'Olga' where user_id = $1", [people.operator]); // prettier-ignore
  await asUser(db.api, people.operator)("select public.pause_queue('default', 'Maintenance', '2099-01-02T03:04:05Z')"); // prettier-ignore
  await service()("select public.limit_running_jobs($1, 1)", [people.projectId]);
  const nodeId = await registerNode(db.worker, "busy", { slots: 1 });
  await newJob({ queue: "live" });
  await claimNext(db.worker, nodeId);
  const drained = await registerNode(db.worker, "drained");
  await service()("select public.drain_node($1)", [drained]);
  await newJob();
  const jobId = await newJob();

  expect(await textsOf(jobId)).toEqual([
    "Queue default was paused by Olga until 2099-01-02 03:04:05 UTC: Maintenance",
    "1 node is being drained and takes nothing new",
    "The only slot that can run it is busy",
    "1 job is served before it",
    "Its project runs 1 of at most 1 jobs",
  ]);
});

test.each([
  [{ gpu: true }, "no_node_with_gpu", "No running node has a GPU"],
  [{ encoder: "h264_nvenc" }, "no_node_with_encoder", "No running node has the encoder h264_nvenc"],
  [{ memory_mb: 64_000 }, "no_node_with_memory_mb", "No running node has 64000 MB of free memory"],
  [{ renderer: "manim" }, "no_node_with_renderer", "No running node has the renderer manim"],
  [{ site: "oslo" }, "no_node_with_site", "No running node has a place at site oslo"],
])("requirements %j that no node can ever meet are named, and the job waits", async (requirements, code, text) => {
  await db.owner.query("insert into public.sites (slug, name, storage_root) values ('oslo', 'Oslo', '/') on conflict do nothing"); // prettier-ignore
  const nodeId = await registerNode(db.worker);
  const jobId = await newJob({ requirements });
  expect(await claimNext(db.worker, nodeId)).toEqual([]);

  const { reasons, expected_start_at: expectedStartAt } = await explain(jobId);
  expect(reasons).toMatchObject([{ code, text }, { code: "requirements_never_met" }]);
  expect(expectedStartAt).toBeNull();
}); // prettier-ignore

test("requirements that a node could meet are told apart: it is off, too full, or has not all of them", async () => {
  await registerNode(db.worker, "small", {
    gpus: [{ name: "A" }],
    memory_total_mb: 8_000,
    memory_free_mb: 100,
  });
  await registerNode(db.worker, "plain", { renderers: ["manim"] });
  const off = await registerNode(db.worker, "off", { encoders: ["libx265"], renderers: ["manim"] });
  await db.worker.query("select private.retire_node($1)", [off]);

  const codes = async (requirements: object) =>
    (await explain(await newJob({ requirements }))).reasons.map(({ code }) => code).filter((code) => code !== "jobs_ahead"); // prettier-ignore
  expect(await codes({ memory_mb: 4_000 })).toEqual(["no_node_with_memory_mb"]);
  expect(await codes({ encoder: "libx265" })).toEqual(["no_node_with_encoder"]);
  expect(await codes({ gpu: true, renderer: "manim" })).toEqual([
    "no_node_with_all",
    "requirements_never_met",
  ]);
});

test("a job that is scheduled, backing off or paused says until when and why", async () => {
  const nodeId = await registerNode(db.worker);
  const scheduled = await newJob({ runAt: new Date("2099-01-02T03:04:05Z") });
  expect(await explain(scheduled)).toMatchObject({
    position: null,
    reasons: [{ code: "scheduled", text: "It is scheduled for 2099-01-02 03:04:05 UTC" }],
  });
  expect((await explain(scheduled)).expected_start_at).toMatch(/^2099-01-02T03:04:05/);

  const failed = await newJob();
  const [claimed] = await claimNext(db.worker, nodeId);
  await startAttempt(db.worker, claimed?.attempt_id ?? "");
  await settleAttempt(db.worker, claimed?.attempt_id ?? "", failedOutcome("TIMEOUT"));
  expect((await explain(failed)).reasons).toMatchObject([
    {
      code: "retry_backoff",
      text: expect.stringMatching(
        /^Attempt 1 failed \(TIMEOUT: It did not work\.\); it is tried again at 20/,
      ) as string,
    },
  ]);

  const paused = await newJob();
  await db.owner.query("update public.profiles set display_name = 'Olga' where user_id = $1", [
    people.operator,
  ]);
  await asUser(db.api, people.operator)("select public.pause_job($1)", [paused]);
  expect(await explain(paused)).toMatchObject({ position: null, expected_start_at: null });
  expect(await textsOf(paused)).toEqual([expect.stringMatching(/^It was paused by Olga at 20/)]);
});

test("the expected start comes from measured runs, dealt out over the slots", async () => {
  const nodeId = await registerNode(db.worker, "two", { slots: 2 });
  for (const seconds of [90, 110, 100]) await measured(nodeId, seconds);
  for (let i = 0; i < 7; i += 1) await newJob();
  await claimNext(db.worker, nodeId, 2);
  const last = await newJob();

  const found = await explain(last);

  // Two run for 100 s, five wait before it: the third round of two begins after 200 s with one place taken.
  expect(found).toMatchObject({ position: 6, basis: { measured_runs: 3 } });
  expect(inSeconds(found.expected_start_at)).toBeCloseTo(300, -1.3);
  const [low, high] = [inSeconds(found.expected_start_low_at), inSeconds(found.expected_start_high_at)];
  expect(low).toBeGreaterThan(200);
  expect(low).toBeLessThan(300);
  expect(high).toBeGreaterThan(300);
  expect(high).toBeLessThan(400);
});

test("without measured runs nothing is made up", async () => {
  const nodeId = await registerNode(db.worker, "one", { slots: 1 });
  await newJob();
  await claimNext(db.worker, nodeId);
  const found = await explain(await newJob());

  expect(found).toMatchObject({ expected_start_at: null, basis: { measured_runs: 0 } });
  expect(found.reasons).toMatchObject([{ code: "slots_busy" }]);
});

test("a job that does not wait says so", async () => {
  const nodeId = await registerNode(db.worker);
  const running = await newJob();
  await claimNext(db.worker, nodeId);
  expect((await explain(running)).reasons).toMatchObject([{ code: "running" }]);
  await service()("select public.cancel_job($1)", [running]);
  expect(await textsOf(running)).toEqual(["It does not wait: it is cancelled"]);
});

test("slots that are reserved for live jobs are named", async () => {
  const nodeId = await registerNode(db.worker, "reserving", { slots: 2, reserved_live_slots: 1 });
  await newJob();
  await claimNext(db.worker, nodeId);

  expect(await textsOf(await newJob())).toEqual(["All slots but the 1 reserved for queue live are busy"]);
  expect(await textsOf(await newJob({ queue: "live" }))).toEqual(["It is next in line"]);
});

test("jobs of others are told nothing of", async () => {
  const jobId = await newJob();
  const call = "select public.explain_wait($1)";
  await expect(asUser(db.api, people.stranger)(call, [jobId])).rejects.toMatchObject({ code: "PT404" });
  await expect(asAnon(db.api)(call, [jobId])).rejects.toMatchObject({ code: "PT401" });
  await expect(service()(call, ["00000000-0000-4000-8000-00000000dead"])).rejects.toMatchObject({
    code: "PT404",
  });
});

test("the order of a queue is the order of service, with expected starts, and without the jobs of others", async () => {
  const nodeId = await registerNode(db.worker, "one", { slots: 1 });
  await measured(nodeId, 60);
  const [low, foreign, high] = [await newJob({ priority: "low" }), await insertJob(db.owner), await newJob({ priority: "high" })]; // prettier-ignore
  await newJob({ runAt: new Date(Date.now() + 60_000) });

  const { rows } = await asUser(
    db.api,
    people.viewer,
  )<{ place: string; job_id: string; expected_start_at: Date }>(
    "select * from public.get_queue_order('default', 10)",
  );

  expect(rows.map(({ place, job_id: jobId }) => [Number(place), jobId])).toEqual([[1, high], [3, low]]); // prettier-ignore
  const seconds = rows.map((row) =>
    Math.abs(Math.round((row.expected_start_at.getTime() - Date.now()) / 10_000) * 10),
  );
  expect(seconds).toEqual([0, 120]);
  const served: string[] = [];
  for (let i = 0; i < 3; i += 1) served.push((await claimNext(db.worker, nodeId))[0]?.job_id ?? "");
  expect(served).toEqual([high, foreign, low]);
});

test.each([0, 501])("an order of %i jobs is refused", async (max) => {
  await expect(service()("select public.get_queue_order('live', $1)", [max])).rejects.toMatchObject({
    code: "PT400",
  });
});

test("the order of a queue without nodes has places and no expected starts", async () => {
  const [first, second] = [await newJob(), await newJob()];

  const { rows } = await service()(
    "select place::int, job_id, expected_start_at from public.get_queue_order('default', 10)",
  );

  expect(rows).toEqual([
    { place: 1, job_id: first, expected_start_at: null },
    { place: 2, job_id: second, expected_start_at: null },
  ]);
});
