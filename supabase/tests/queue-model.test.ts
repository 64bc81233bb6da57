import { PRIORITIES, QUEUES, type JobStatus, type Priority, type Queue } from "@spool/contracts/job-states"; // prettier-ignore
import { asService, asUser, type Caller } from "@spool/testing/callers";
import { claimNext, completedOutcome, failedOutcome, insertJob, registerNode, settleAttempt, startAttempt } from "@spool/testing/jobs"; // prettier-ignore
import { addMember, createPeople, createProject } from "@spool/testing/people";
import { useTestDatabase } from "@spool/testing/use-database";
import fc from "fast-check";
import pg from "pg";
import { expect, test } from "vitest";
import { QueueModel, RETRY_BASE_SECONDS, type Answer, type ModelJob, type Outcome, type Role, type Verb } from "./queue-model.ts"; // prettier-ignore

const db = useTestDatabase();

const TIME_LIMIT_MS = 25_000;
const VERBS: Verb[] = ["cancel", "pause", "resume", "retry", "remove"];
const OUTCOMES: Outcome[] = ["completed", "TIMEOUT", "INVALID_INPUT", "handed_back", "lost"];

/** The database of one run, with the ids of what the model numbers. */
interface Real {
  callers: Record<Role, Caller>;
  projects: string[];
  nodes: string[];
}
type Command = fc.AsyncCommand<QueueModel, Real>;

/** A step that must leave database and model alike. `run` gives null where the model has nothing to do it to. */
const step = (text: string, run: (model: QueueModel, real: Real) => Promise<void> | null): Command => ({
  check: () => true,
  toString: () => text,
  async run(model, real) {
    await run(model, real);
    await compare(model);
  },
});

/** Where the model sees a due job, the database may have it in line already or queue it with the next claim. */
const waiting = (status: JobStatus, isDue: boolean) => (status === "pending" && isDue ? "queued" : status);

async function compare(model: QueueModel): Promise<void> {
  const { rows } =
    await db.owner.query<{ id: string; status: JobStatus; is_due: boolean; line: string; attempts: number; lost: number }>( // prettier-ignore
      `select id, status, run_at <= now() as is_due, queue || ' ' || priority as line, attempt_count as attempts, lost_in_a_row as lost
     from public.jobs order by id`,
    );
  const { rows: order } = await db.owner.query<{ id: string }>(
    `select id from public.jobs where status = 'queued' or (status = 'pending' and run_at <= now())
     order by queue, priority, position`,
  );
  expect(
    rows.map((row) => ({
      id: row.id,
      status: waiting(row.status, row.is_due),
      line: row.line,
      attempts: row.attempts,
      lost: row.lost,
    })),
  ).toEqual(
    // prettier-ignore
    model.jobs
      .map((job) => ({
        id: job.id,
        status: waiting(job.status, job.dueInSeconds <= 0),
        line: `${job.queue} ${job.priority}`,
        attempts: job.attempts,
        lost: job.lostInARow,
      }))
      .sort((a, b) => (a.id < b.id ? -1 : 1)),
  );
  expect(order.map(({ id }) => id)).toEqual(model.line().map(({ id }) => id));
}

async function answerOf(call: Promise<unknown>): Promise<Answer> {
  try {
    await call;
    return "done";
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code?.startsWith("PT")) return error.code as Answer; // compared with the model's right after
    throw error;
  }
}

/** The nth job of those that a step is about. */
const nth = (jobs: ModelJob[], n: number) => jobs[n % Math.max(jobs.length, 1)];
const running = ({ jobs }: QueueModel) => jobs.filter(({ status }) => status === "assigned" || status === "processing"); // prettier-ignore

const submit = (project: number, queue: Queue, priority: Priority, delaySeconds: number, needsGpu: boolean, uniqueKey: string | null) =>
  step(`submit to ${queue}/${priority} of project ${project} in ${delaySeconds} s${needsGpu ? " on a GPU" : ""} as ${uniqueKey ?? "one of many"}`, async (model, real) => {
    const expected = model.isKeyTaken(project, uniqueKey) ? "PT409" : "done";
    let id = "";
    const answer = await answerOf(
      insertJob(db.owner, {
        projectId: real.projects[project] ?? "", queue, priority,
        ...(delaySeconds > 0 ? { runAt: new Date(Date.now() + delaySeconds * 1_000) } : {}),
        ...(needsGpu ? { requirements: { gpu: true } } : {}),
        ...(uniqueKey === null ? {} : { uniqueKey }),
      }).then((inserted) => (id = inserted)),
    );
    expect(answer).toBe(expected);
    if (answer !== "done") return;
    const { rows } = await db.owner.query<{ position: string }>("select position from public.jobs where id = $1", [id]);
    model.jobs.push({
      id, project, queue, priority, uniqueKey, needsGpu, position: Number(rows[0]?.position), status: "pending",
      dueInSeconds: delaySeconds, attemptId: null, attempts: 0, lostInARow: 0, node: null,
    });
  }); // prettier-ignore

const claim = (node: number, max: number) =>
  step(`node ${node} claims ${max}`, async (model, real) => {
    const expected = model.claim(node, max);
    const claimed = await claimNext(db.worker, real.nodes[node] ?? "", max);
    expect(claimed.map(({ job_id }) => job_id)).toEqual(expected.map(({ id }) => id));
    for (const [index, { attempt_id }] of claimed.entries()) {
      const job = expected[index];
      if (job) job.attemptId = attempt_id;
    }
  });

const start = (n: number) =>
  step(`running job ${n} starts`, async (model) => {
    const job = nth(running(model), n);
    if (!job) return;
    expect(await startAttempt(db.worker, job.attemptId ?? "")).toBe(true);
    job.status = "processing";
  });

const settle = (n: number, outcome: Outcome) =>
  step(`running job ${n} ends: ${outcome}`, async (model) => {
    const job = nth(running(model), n);
    if (!job) return;
    const attemptId = job.attemptId ?? "";
    if (outcome === "completed" && job.status === "assigned") {
      await startAttempt(db.worker, attemptId);
      job.status = "processing";
    }
    const said = outcome === "completed" ? completedOutcome(job.id, attemptId)
      : outcome === "handed_back" || outcome === "lost" ? { kind: outcome } : failedOutcome(outcome);
    model.settle(job, outcome);
    expect(await settleAttempt(db.worker, attemptId, said)).toBe(job.status);
    // Its attempt is over: nothing that it says counts any more.
    expect(await settleAttempt(db.worker, attemptId, { kind: "lost" })).toBeNull();
  }); // prettier-ignore

const loseNode = (index: number) =>
  step(`node ${index} falls silent`, async (model) => {
    for (const job of running(model).filter(({ node }) => node === index)) {
      const attemptId = job.attemptId ?? "";
      model.settle(job, "lost");
      expect(await settleAttempt(db.worker, attemptId, { kind: "lost" })).toBe(job.status);
    }
  });

const control = (n: number, verb: Verb, role: Role) =>
  step(`${role}: ${verb} job ${n}`, async (model, real) => {
    const job = nth(model.jobs, n);
    if (!job) return;
    const answer = await answerOf(real.callers[role](`select public.${verb}_job($1)`, [job.id]));
    expect(answer).toBe(model.control(job, verb, role));
  });

/** Two that were put between others apart may have the same fraction, and which is first in a common class is nobody's promise. */
const wouldTie = (model: QueueModel, job: ModelJob, to: Partial<ModelJob>) => {
  const moved = { ...job, ...to };
  return model.jobs.some((other) => other !== job && other.queue === moved.queue && other.priority === moved.priority && other.position === moved.position); // prettier-ignore
};

const reprioritise = (n: number, priority: Priority, role: Role) =>
  step(`${role}: job ${n} to priority ${priority}`, async (model, real) => {
    const job = nth(model.jobs, n);
    if (!job || wouldTie(model, job, { priority })) return;
    const answer = await answerOf(real.callers[role]("select public.reprioritise_job($1, $2)", [job.id, priority]));
    expect(answer).toBe(model.change(job, { priority }, role));
  }); // prettier-ignore

const moveToQueue = (n: number, queue: Queue, role: Role) =>
  step(`${role}: job ${n} to queue ${queue}`, async (model, real) => {
    const job = nth(model.jobs, n);
    if (!job || wouldTie(model, job, { queue })) return;
    const answer = await answerOf(real.callers[role]("select public.move_job_to_queue($1, $2)", [job.id, queue]));
    expect(answer).toBe(model.change(job, { queue }, role));
  }); // prettier-ignore

const reorder = (n: number, anchorN: number, side: "before" | "after", role: Role) =>
  step(`${role}: job ${n} ${side} job ${anchorN}`, async (model, real) => {
    const [job, anchor] = [nth(model.jobs, n), nth(model.jobs, anchorN)];
    if (!job || !anchor || job === anchor) return;
    const answer = await answerOf(
      real.callers[role](`select public.reorder_job($1, ${side} => $2)`, [job.id, anchor.id]),
    );
    expect(answer).toBe(model.reorder(job, anchor, side, role));
  });

const pauseQueue = (queue: Queue, seconds: number | null) =>
  step(`pause ${queue} for ${seconds ?? "ever"}`, async (model) => {
    const until = seconds === null ? null : new Date(Date.now() + seconds * 1_000);
    const answer = await answerOf(
      asService(db.api)("select public.pause_queue($1, null, $2)", [queue, until]),
    );
    expect(answer).toBe(model.pausedSeconds.has(queue) ? "PT409" : "done");
    if (answer === "done") model.pausedSeconds.set(queue, seconds ?? Infinity);
  });

const resumeQueue = (queue: Queue) =>
  step(`resume ${queue}`, async (model) => {
    const answer = await answerOf(asService(db.api)("select public.resume_queue($1)", [queue]));
    expect(answer).toBe(model.pausedSeconds.delete(queue) ? "done" : "PT409");
  });

const drain = (index: number, isDrained: boolean) =>
  step(`${isDrained ? "drain" : "resume"} node ${index}`, async (model, real) => {
    const node = model.nodes[index];
    if (!node) return;
    const call = `select public.${isDrained ? "drain" : "resume"}_node($1)`;
    expect(await answerOf(asService(db.api)(call, [real.nodes[index]]))).toBe(
      node.isDrained === isDrained ? "PT409" : "done",
    );
    node.isDrained = isDrained;
  });

const limit = (project: number, max: number | null) =>
  step(`limit project ${project} to ${max ?? "any number"}`, async (model, real) => {
    await asService(db.api)("select public.limit_running_jobs($1, $2)", [real.projects[project], max]);
    if (max === null) model.limits.delete(project);
    else model.limits.set(project, max);
  });

const reserve = (index: number, slots: number) =>
  step(`reserve ${slots} slots of node ${index}`, async (model, real) => {
    await asService(db.api)("select public.reserve_live_slots($1, $2)", [real.nodes[index], slots]);
    const node = model.nodes[index];
    if (node) node.reserved = slots;
  });

const passTime = (seconds: number) =>
  step(`${seconds} s pass`, async (model) => {
    await db.owner.query("update public.jobs set run_at = run_at - make_interval(secs => $1)", [seconds]);
    await db.owner.query("update public.queues set paused_until = paused_until - make_interval(secs => $1) where is_paused", [seconds]); // prettier-ignore
    await db.worker.query("select private.heartbeat_node(gen_random_uuid(), 0, 0, 0)");
    model.passTime(seconds);
  });

const bulk = (project: number, queue: Queue, verb: Verb) =>
  step(`${verb} all of ${queue} in project ${project}`, async (model, real) => {
    const projectId = real.projects[project];
    const { rows } = await real.callers.operator<{ id: string }>(
      "select id from public.start_bulk_action($1, $2, $3)",
      [projectId, verb, { queue: [queue] }],
    );
    await real.callers.operator("select public.run_bulk_action_batch($1)", [rows[0]?.id]);
    const chosen = model.jobs.filter((job) => job.project === project && job.queue === queue);
    // Of several with one key that are to run again, the one with the lowest id does.
    for (const job of chosen.sort((a, b) => (a.id < b.id ? -1 : 1))) model.control(job, verb, "operator");
  });

const n = fc.nat(11);
const queue = fc.constantFrom(...QUEUES);
const priority = fc.constantFrom(...PRIORITIES);
const project = fc.nat(1);
const node = fc.nat(1);
// Mostly somebody who may: refusals change nothing.
const role = fc.constantFrom<Role>("operator", "operator", "operator", "operator", "viewer", "stranger");
const key = fc.constantFrom(null, null, null, "a", "b");
const delay = fc.constantFrom(0, 0, 0, 1_800);
const submits = fc.tuple(project, queue, priority, delay, fc.boolean(), key).map((args) => submit(...args));
const claims = fc.tuple(node, fc.integer({ min: 1, max: 4 })).map((args) => claim(...args));
const settles = fc.tuple(n, fc.constantFrom(...OUTCOMES)).map((args) => settle(...args));

const commands = fc.commands(
  [
    submits, submits, submits, claims, claims, claims, settles, settles, node.map(loseNode), node.map(loseNode),
    n.map(start),
    fc.tuple(n, fc.constantFrom(...VERBS), role).map((args) => control(...args)),
    fc.tuple(n, fc.constantFrom(...VERBS), role).map((args) => control(...args)),
    fc.tuple(n, priority, role).map((args) => reprioritise(...args)),
    fc.tuple(n, queue, role).map((args) => moveToQueue(...args)),
    fc.tuple(n, n, fc.constantFrom<"before" | "after">("before", "after"), role).map((args) => reorder(...args)),
    fc.tuple(n, n, fc.constantFrom<"before" | "after">("before", "after"), role).map((args) => reorder(...args)),
    fc.tuple(queue, fc.constantFrom(null, 900)).map((args) => pauseQueue(...args)),
    queue.map(resumeQueue),
    fc.tuple(node, fc.boolean()).map((args) => drain(...args)),
    fc.tuple(project, fc.constantFrom(null, 1, 2)).map((args) => limit(...args)),
    fc.tuple(node, fc.nat(3)).map((args) => reserve(...args)),
    fc.constantFrom(400, 1_000).map(passTime),
    fc.tuple(project, queue, fc.constantFrom(...VERBS)).map((args) => bulk(...args)),
  ],
  { maxCommands: 60, size: "max" },
); // prettier-ignore

async function fresh(real: Omit<Real, "nodes">): Promise<{ model: QueueModel; real: Real }> {
  await db.owner.query("delete from public.jobs");
  await db.owner.query("delete from public.nodes");
  await db.owner.query("update public.queues set is_paused = false where is_paused");
  await db.owner.query(
    "update public.projects set max_running_jobs = null where max_running_jobs is not null",
  );
  const nodes = [
    await registerNode(db.worker, "gpu", { slots: 4, gpus: [{ name: "A" }] }),
    await registerNode(db.worker, "plain", { slots: 4 }),
  ];
  const modelNode = { slots: 4, reserved: 0, isDrained: false };
  return {
    model: new QueueModel([{ ...modelNode, hasGpu: true }, { ...modelNode, hasGpu: false }]),
    real: { ...real, nodes },
  }; // prettier-ignore
}

/** Every event begins where the one before it ended, and only finished jobs have finished. */
async function illegalHistories(): Promise<unknown[]> {
  const { rows } = await db.owner.query<{ job_id: string }>(
    `select e.job_id, e.cause, e.from_status, e.former
     from (select *, lag(to_status) over (partition by job_id order by id) as former from public.job_events) as e
     where e.from_status is distinct from e.former
     union all
     select j.id, 'last', j.status, e.to_status from public.jobs as j
     join lateral (select to_status from public.job_events where job_id = j.id order by id desc limit 1) as e on true
     where e.to_status <> j.status`,
  );
  return rows;
}

test("whatever people, nodes and time do, the queue is what the model says", async () => {
  const people = await createPeople(db.owner);
  const other = await createProject(db.owner);
  await addMember(db.owner, other, people.operator, "operator");
  await addMember(db.owner, other, people.viewer, "viewer");
  await db.owner.query("update private.settings set retry_base_seconds = $1, retry_max_seconds = 1e6", [RETRY_BASE_SECONDS]); // prettier-ignore
  const base = {
    callers: {
      operator: asUser(db.api, people.operator),
      viewer: asUser(db.api, people.viewer),
      stranger: asUser(db.api, people.stranger),
    },
    projects: [people.projectId, other],
  };
  const seed = Date.now() % 2 ** 31;
  let runCount = 0;

  await fc.assert(
    fc.asyncProperty(commands, async (steps) => {
      const { model, real } = await fresh(base);
      await fc.asyncModelRun(() => ({ model, real }), steps);
      expect(await illegalHistories()).toEqual([]);
      runCount += 1;
    }),
    { seed, numRuns: 200, interruptAfterTimeLimit: TIME_LIMIT_MS },
  );

  process.stdout.write(`queue model: ${runCount} runs agreed, seed ${seed}\n`);
  expect(runCount).toBeGreaterThan(0);
}); // prettier-ignore
