import { asAnon, asService, asUser, type Caller } from "@spool/testing/callers";
import { claimNext, insertJob, jobInStatus, registerNode } from "@spool/testing/jobs";
import { createPeople, type People } from "@spool/testing/people";
import { useTestDatabase } from "@spool/testing/use-database";
import { beforeEach, describe, expect, test } from "vitest";

const db = useTestDatabase();
let people: People;

beforeEach(async () => {
  await db.owner.query("delete from public.jobs");
  people = await createPeople(db.owner);
});

interface BulkAction {
  id: string;
  status: string;
  total_count: number;
  done_count: number;
  changed_count: number;
  skipped: Record<string, number>;
  revision: string;
}

const operator = () => asUser(db.api, people.operator);
const newJob = (job = {}) => insertJob(db.owner, { projectId: people.projectId, ...job });

async function preview(action: string, filter: object, args: object = {}) {
  const { rows } = await operator()<{ found: object }>(
    "select public.preview_bulk_action($1, $2, $3, $4) as found",
    [people.projectId, action, filter, args],
  );
  return rows[0]?.found;
}

async function start(action: string, filter: object, args: object = {}, caller = operator()) {
  const { rows } = await caller<BulkAction>("select * from public.start_bulk_action($1, $2, $3, $4)", [
    people.projectId,
    action,
    filter,
    args,
  ]);
  const [started] = rows;
  if (!started) throw new Error("Nothing was started");
  return started;
}

const batch = async (id: string, max = 200, caller: Caller = operator()) =>
  (await caller<BulkAction>("select * from public.run_bulk_action_batch($1, $2)", [id, max])).rows[0];

async function run(action: string, filter: object, args: object = {}) {
  const { id } = await start(action, filter, args);
  return { id, ended: await batch(id) };
}

const undo = async (id: string) =>
  (await operator()<BulkAction>("select * from public.undo_bulk_action($1)", [id])).rows[0]?.id ?? "";

const statuses = async () => {
  const { rows } = await db.owner.query<{ status: string; count: number }>(
    "select status, count(*)::int as count from public.jobs group by status",
  );
  return Object.fromEntries(rows.map(({ status, count }) => [status, count]));
};

async function insertMany(count: number, values = "'default', 'medium'"): Promise<void> {
  await db.owner.query(
    `insert into public.jobs (project_id, job_type, payload, queue, priority)
     select $1, 'doubt', '{"question": "Q"}', ${values} from generate_series(1, $2)`,
    [people.projectId, count],
  );
}

test("a preview says what would happen to how many, and nothing happens", async () => {
  await insertMany(5);
  await jobInStatus(db, "completed", { projectId: people.projectId });
  await jobInStatus(db, "cancelled", { projectId: people.projectId });
  const before = await statuses();

  expect(await preview("cancel", { type: ["doubt"] })).toMatchObject({
    matched_count: 7,
    change_count: 5,
    outcomes: [
      { effect: "change", count: 5 },
      { effect: "finished", count: 2, text: "2 have already finished" },
    ],
    text: "5 will be cancelled, 2 have already finished",
  });
  expect(await statuses()).toEqual(before);
});

test.each([
  ["cancel", {}, "1 will be cancelled, 1 has already finished"],
  ["pause", {}, "1 will be paused, 1 has already finished"],
  ["resume", {}, "1 has already finished, 1 is not paused"],
  ["retry", {}, "1 will run again, 1 has not finished yet"],
  ["reprioritise", { priority: "high" }, "1 will get priority high, 1 has already finished"],
  ["move_to_queue", { queue: "default" }, "1 has already finished, 1 is there already"],
  ["remove", {}, "1 will be removed, 1 has not finished yet"],
  ["reorder", { to: "front" }, "1 will be moved to the front of their line, 1 has already finished"],
])("a preview of %s has its words", async (action, args, text) => {
  await jobInStatus(db, "completed", { projectId: people.projectId });
  await newJob();

  const found = (await preview(action, { all: true }, args)) as { text: string };
  expect(found.text.split(", ").sort()).toEqual(text.split(", ").sort());
});

test("an action runs in batches, tells how far it is, and touches what it was started for", async () => {
  await insertMany(25);
  const started = await start("cancel", { all: true });
  expect(started).toMatchObject({ status: "running", total_count: 25, done_count: 0 });
  await insertMany(2);

  expect(await batch(started.id, 10)).toMatchObject({ done_count: 10, changed_count: 10, status: "running" });
  expect(await batch(started.id, 10)).toMatchObject({ done_count: 20 });
  expect(await batch(started.id, 10)).toMatchObject({ done_count: 25, status: "completed", skipped: {} });
  expect(await statuses()).toEqual({ cancelled: 25, pending: 2 });
  const { rows } = await db.owner.query(
    "select distinct actor_kind, actor_id from public.job_events where cause = 'cancel'",
  );
  expect(rows).toEqual([{ actor_kind: "user", actor_id: people.operator }]);
});

test("workers carry actions on in turns, also those that somebody left half done", async () => {
  await insertMany(6);
  const [one, two] = [await start("pause", { all: true }), await start("reprioritise", { all: true }, { priority: "low" })]; // prettier-ignore
  await batch(one.id, 2);

  const advance = async () =>
    (await db.worker.query<{ count: number }>("select private.advance_bulk_actions(4) as count")).rows[0]
      ?.count;
  const counts = [await advance(), await advance(), await advance(), await advance()];

  expect(counts.sort()).toEqual([0, 2, 4, 4]);
  const { rows } = await db.owner.query("select distinct status from public.bulk_actions where id in ($1, $2)", [one.id, two.id]); // prettier-ignore
  expect(rows).toEqual([{ status: "completed" }]);
});

test("an action that ended long ago is removed, with what was kept for undoing it", async () => {
  await insertMany(2);
  const [old, recent] = [await run("pause", { all: true }), await run("resume", { all: true })];
  // Its times are kept by a trigger, whoever writes them.
  await db.owner.query("alter table public.bulk_actions disable trigger bulk_actions_stamp");
  await db.owner.query(
    "update public.bulk_actions set finished_at = now() - interval '31 days' where id = $1",
    [old.id],
  );
  await db.owner.query("alter table public.bulk_actions enable trigger bulk_actions_stamp");
  await db.owner.query("delete from public.bulk_actions where status = 'running'");

  await db.worker.query("select private.advance_bulk_actions(1)");

  const { rows } = await db.owner.query("select id from public.bulk_actions where id in ($1, $2)", [
    old.id,
    recent.id,
  ]);
  expect(rows).toEqual([{ id: recent.id }]);
  const { rowCount } = await db.owner.query(
    "select from private.bulk_action_jobs where bulk_action_id = $1",
    [old.id],
  );
  expect(rowCount).toBe(0);
});

test("of two at the same action one works and the other passes by", async () => {
  await insertMany(40);
  const { id } = await start("cancel", { all: true });

  await Promise.all(Array.from({ length: 4 }, () => batch(id, 10)));
  while ((await batch(id, 10))?.status === "running");

  expect((await batch(id))?.changed_count).toBe(40);
  const { rows } = await db.owner.query(
    "select count(*)::int as count from public.job_events where cause = 'cancel'",
  );
  expect(rows).toEqual([{ count: 40 }]);
});

test("what has changed meanwhile is left alone and counted", async () => {
  const [cancelled, removed, kept] = [await newJob(), await newJob(), await newJob()];
  const { id } = await start("pause", { ids: [cancelled, removed, kept] });
  await asService(db.api)("select public.cancel_job($1)", [cancelled]);
  await db.owner.query("delete from public.jobs where id = $1", [removed]);

  expect(await batch(id)).toMatchObject({ status: "completed", done_count: 3, changed_count: 1, skipped: { cancelled: 1, gone: 1 } }); // prettier-ignore
});

test("a job that somebody has in hand is left for a later batch", async () => {
  const [held, free] = [await newJob(), await newJob()];
  const { id } = await start("cancel", { ids: [held, free] });
  const holder = await db.owner.connect();
  try {
    await holder.query("begin");
    await holder.query("select from public.jobs where id = $1 for update", [held]);
    expect(await batch(id)).toMatchObject({ status: "running", done_count: 1 });
  } finally {
    await holder.query("rollback");
    holder.release();
  }
  expect(await batch(id)).toMatchObject({ status: "completed", changed_count: 2 });
});

test("a stopped action touches nothing more, and a stop comes once", async () => {
  await insertMany(5);
  const { id } = await start("cancel", { all: true });
  await batch(id, 2);
  const stop = () => operator()("select * from public.stop_bulk_action($1)", [id]);

  expect((await stop()).rows).toMatchObject([{ status: "stopped", done_count: 2 }]);
  expect(await batch(id)).toMatchObject({ done_count: 2 });
  expect(await statuses()).toEqual({ cancelled: 2, pending: 3 });
  await expect(stop()).rejects.toMatchObject({
    code: "PT409",
    message: "The bulk action is stopped already, after 2 of 5 jobs",
  });
});

test("what runs is told to stop, and what is retried in one go runs once for each key", async () => {
  const { attemptId } = await jobInStatus(db, "processing", { projectId: people.projectId });
  await run("cancel", { status: ["processing"] });
  const { rows } = await db.owner.query("select status from public.job_attempts where id = $1", [attemptId]);
  expect(rows).toEqual([{ status: "cancelled" }]);

  for (let i = 0; i < 2; i += 1) {
    const twin = await newJob({ uniqueKey: "twin" });
    await asService(db.api)("select public.cancel_job($1)", [twin]);
  }
  expect((await run("retry", { status: ["cancelled"] })).ended).toMatchObject({
    changed_count: 2,
    skipped: { cancelled: 1 },
  });
});

describe("a reorder", () => {
  const line = async (): Promise<string> => {
    const { rows } = await db.owner.query<{ names: string }>(
      `select string_agg(payload ->> 'question', ' ' order by queue, priority, position) as names
       from public.jobs where status in ('pending', 'queued', 'paused')`,
    );
    return rows[0]?.names ?? "";
  };
  const stand = async (names: string): Promise<Map<string, string>> => {
    const ids = new Map<string, string>();
    for (const name of names.split(" ")) ids.set(name, await newJob({ payload: { question: name } }));
    return ids;
  };

  test.each([
    ["to the front", () => ({ to: "front" }), "c e f a b d g"],
    ["to the back", () => ({ to: "back" }), "a b d g c e f"],
    ["before another", (ids: Map<string, string>) => ({ before: ids.get("b") }), "a c e f b d g"],
    ["after another", (ids: Map<string, string>) => ({ after: ids.get("a") }), "a c e f b d g"],
    ["after the last", (ids: Map<string, string>) => ({ after: ids.get("g") }), "a b d g c e f"],
  ])("%s keeps the order of what it moves, in batches of any size", async (_, args, expected) => {
    const ids = await stand("a b c d e f g");
    const chosen = ["f", "c", "e"].map((name) => ids.get(name));

    const { id } = await start("reorder", { ids: chosen }, args(ids));
    await batch(id, 2);
    expect(await batch(id, 2)).toMatchObject({ status: "completed", changed_count: 3 });

    expect(await line()).toBe(expected);
    await newJob({ payload: { question: "new" } });
    expect(await line()).toBe(`${expected} new`);
  });

  test("again and again to the same place does not run out of places", async () => {
    const ids = await stand("a b c d e f");
    const [left, right] = [
      ["c", "d"],
      ["e", "f"],
    ].map((names) => names.map((name) => ids.get(name)));

    for (let round = 0; round < 12; round++) {
      await run("reorder", { ids: round % 2 === 0 ? left : right }, { before: ids.get("b") });
    }

    expect(await line()).toBe("a c d e f b");
    const { rows } = await db.owner.query("select max(scale(position)) <= 24 as is_short from public.jobs");
    expect(rows).toEqual([{ is_short: true }]);
  });

  test("leaves alone what runs, what stands elsewhere and the one to move next to, and says so", async () => {
    await jobInStatus(db, "processing", { projectId: people.projectId });
    const ids = await stand("a b");
    await newJob({ priority: "high" });

    expect(await preview("reorder", { all: true }, { after: ids.get("b") })).toMatchObject({
      change_count: 1,
      text: expect.stringMatching(/^1 will be moved after the chosen job, /) as string,
      outcomes: expect.arrayContaining([
        { effect: "running", count: 1, text: "1 runs already" },
        { effect: "anchor", count: 1, text: "1 is the one to move next to" },
        { effect: "elsewhere", count: 1, text: "1 stands in another queue or priority" },
      ]) as object[],
    });
  });

  test("next to a job that does not wait, or that there is not, is refused", async () => {
    const { jobId } = await jobInStatus(db, "completed", { projectId: people.projectId });
    await expect(start("reorder", { all: true }, { before: jobId })).rejects.toMatchObject({ code: "PT409" });
    await expect(
      start("reorder", { all: true }, { before: "00000000-0000-4000-8000-00000000dead" }),
    ).rejects.toMatchObject({ code: "PT404" });
    for (const args of [{}, { before: "x" }, { to: "front", before: jobId }, { to: "side" }]) {
      await expect(preview("reorder", { all: true }, args)).rejects.toMatchObject({ code: "PT400" });
    }
  });
});

test("stops, with the reason, when whoever started it may not operate the project any more", async () => {
  await insertMany(3);
  const { id } = await start("cancel", { all: true });
  await batch(id, 1);
  await db.owner.query("update public.project_members set role = 'viewer' where user_id = $1", [
    people.operator,
  ]);

  await db.worker.query("select private.advance_bulk_actions(200)");

  const { rows } = await db.owner.query("select status, stopped_reason, changed_count from public.bulk_actions where id = $1", [id]); // prettier-ignore
  expect(rows).toEqual([
    {
      status: "stopped",
      stopped_reason: expect.stringContaining("may not operate") as string,
      changed_count: 1,
    },
  ]);
});

describe("undo", () => {
  test("of a pause resumes what is paused still", async () => {
    await insertMany(3);
    const { id } = await run("pause", { all: true });
    const [one] = (await db.owner.query<{ id: string }>("select id from public.jobs limit 1")).rows;
    await asService(db.api)("select public.cancel_job($1)", [one?.id]);

    const undone = await batch(await undo(id));

    expect(undone).toMatchObject({ action: "resume", changed_count: 2, skipped: { cancelled: 1 } });
    expect(await statuses()).toEqual({ pending: 2, cancelled: 1 });
  });

  test("gives every job the priority and the queue back that it had, but not what people changed since", async () => {
    const [low, medium, changed] = [await newJob({ priority: "low" }), await newJob(), await newJob({ priority: "low" })]; // prettier-ignore
    const priorities = async () =>
      (await db.owner.query<{ at: string }>("select queue || ' ' || priority as at from public.jobs order by position")).rows.map(({ at }) => at); // prettier-ignore
    const raised = await run("reprioritise", { all: true }, { priority: "high" });
    const moved = await run("move_to_queue", { all: true }, { queue: "live" });
    expect(await priorities()).toEqual(["live high", "live high", "live high"]);
    await asService(db.api)("select public.reprioritise_job($1, 'medium')", [changed]);

    expect(await batch(await undo(raised.id))).toMatchObject({ changed_count: 2, skipped: { pending: 1 } });
    expect(await batch(await undo(moved.id))).toMatchObject({ changed_count: 3 });
    expect([low, medium, changed]).toHaveLength(3);
    expect(await priorities()).toEqual(["default low", "default medium", "default medium"]);
  });

  test("is refused where there is none, twice, and while the action runs", async () => {
    await insertMany(3);
    const paused = await run("pause", { all: true });
    await batch(await undo(paused.id));
    await expect(undo(paused.id)).rejects.toMatchObject({ code: "PT409" });

    const running = await start("pause", { all: true });
    await expect(undo(running.id)).rejects.toMatchObject({ code: "PT409", hint: "Stop it first." });

    const cancelled = await run("cancel", { all: true });
    await expect(undo(cancelled.id)).rejects.toMatchObject({
      code: "PT409",
      message: "The action cancel cannot be undone",
    });
  });
});

describe("a filter", () => {
  const matched = async (filter: object) =>
    ((await preview("cancel", filter)) as { matched_count: number }).matched_count;

  test("finds by every field of the console", async () => {
    await db.owner.query("insert into public.sites (slug, name, storage_root) values ('oslo', 'Oslo', '/') on conflict do nothing"); // prettier-ignore
    const nodeId = await registerNode(db.worker, undefined, { site: "oslo" });
    const running = await newJob({ queue: "live", priority: "high", payload: { question: "100% of_it?" } });
    await claimNext(db.worker, nodeId, 1);
    await newJob({ queue: "batch", requirements: { site: "oslo" } });
    await jobInStatus(db, "failed", { projectId: people.projectId });

    expect(await matched({ ids: [running] })).toBe(1);
    expect(await matched({ status: ["assigned", "failed"] })).toBe(2);
    expect(await matched({ type: ["doubt"] })).toBe(3);
    expect(await matched({ queue: ["live", "batch"] })).toBe(2);
    expect(await matched({ priority: ["high"] })).toBe(1);
    expect(await matched({ category: ["INVALID_INPUT"] })).toBe(1);
    expect(await matched({ node: [nodeId] })).toBe(1);
    expect(await matched({ site: ["oslo"] })).toBe(2);
    expect(await matched({ text: "100% OF_" })).toBe(1);
    expect(await matched({ text: "100%%" })).toBe(0);
    expect(await matched({ created_after: "2020-01-01", created_before: "2020-01-02" })).toBe(0);
    expect(await matched({ finished_after: "2020-01-01", status: ["failed"] })).toBe(1);
    expect(await matched({ all: true })).toBe(3);
  });

  test("finds nothing of other projects", async () => {
    const foreign = await insertJob(db.owner);
    expect(await matched({ ids: [foreign] })).toBe(0);
  });

  test.each([
    [{}, "An empty filter would touch every job of the project"],
    [{ colour: ["red"] }, "filter.colour is not allowed"],
    [{ status: "queued" }, "filter.status must be an array, not a string"],
    [{ status: [] }, "filter.status must not be empty"],
    [{ status: ["asleep"] }, 'filter: invalid input value for enum public.job_status: "asleep"'],
    [{ ids: ["1 or true"] }, 'filter: invalid input syntax for type uuid: "1 or true"'],
    [{ created_after: "yesterday-ish" }, 'filter: invalid input syntax for type timestamp with time zone: "yesterday-ish"'],
    [{ text: "" }, "filter.text must not be empty"],
    [[], "filter must be an object, not an array"],
  ])("%j is refused", async (filter, message) => {
    await expect(preview("cancel", JSON.stringify(filter) as never)).rejects.toMatchObject({ code: "PT400", message }); // prettier-ignore
  }); // prettier-ignore

  test("is text and nothing else", async () => {
    await newJob({ payload: { question: "'; drop table jobs; --" } });
    expect(await matched({ text: "'; drop table jobs; --" })).toBe(1);
    expect(await matched({ type: ["x') or true --"] })).toBe(0);
  });
});

test.each([
  ["reprioritise", {}],
  ["reprioritise", { priority: "urgent" }],
  ["move_to_queue", { queue: "express" }],
  ["cancel", { force: true }],
])("%s with arguments %j is refused", async (action, args) => {
  await expect(start(action, { all: true }, args)).rejects.toMatchObject({ code: "PT400" });
});

describe("clean-up", () => {
  const cleanUp = (seconds: number | null, kinds: string[] | null = ["failed"]) =>
    operator()<BulkAction>("select * from public.cleanup_jobs($1, $2, $3)", [
      people.projectId,
      seconds,
      kinds,
    ]);

  test("removes what finished long ago, of the statuses that were named", async () => {
    await jobInStatus(db, "failed", { projectId: people.projectId });
    await jobInStatus(db, "completed", { projectId: people.projectId });
    await db.owner.query("update public.jobs set finished_at = now() - interval '2 days'");
    await jobInStatus(db, "failed", { projectId: people.projectId });

    const [started] = (await cleanUp(86_400)).rows;
    await batch(started?.id ?? "");

    expect(await statuses()).toEqual({ completed: 1, failed: 1 });
  });

  test.each([[0], [-1], [null]])("of an age of %s is refused", async (seconds) => {
    await expect(cleanUp(seconds)).rejects.toMatchObject({ code: "PT400" });
  });

  test.each([[["queued"]], [[]], [["completed", "processing"]]])("of %j is refused", async (kinds) => {
    await expect(cleanUp(60, kinds)).rejects.toMatchObject({ code: "PT400" });
  });
});

test("bulk actions are an operator's", async () => {
  await newJob();
  const { id } = await start("pause", { all: true });
  const calls: [string, unknown[]][] = [
    ["select public.preview_bulk_action($1, 'cancel', '{\"all\": true}')", [people.projectId]],
    ["select public.start_bulk_action($1, 'cancel', '{\"all\": true}')", [people.projectId]],
    ["select public.cleanup_jobs($1, 60)", [people.projectId]],
    ["select public.run_bulk_action_batch($1)", [id]],
    ["select public.stop_bulk_action($1)", [id]],
    ["select public.undo_bulk_action($1)", [id]],
  ];
  for (const [sql, values] of calls) {
    await expect(asUser(db.api, people.viewer)(sql, values)).rejects.toMatchObject({ code: "PT403" });
    await expect(asUser(db.api, people.stranger)(sql, values)).rejects.toMatchObject({ code: "PT404" });
    await expect(asAnon(db.api)(sql, values)).rejects.toMatchObject({ code: "PT401" });
  }
});

test("how far an action is, is told on the topic of its project", async () => {
  await insertMany(2);
  await db.owner.query("delete from realtime.messages");
  const { id } = await run("cancel", { all: true });

  const { rows } = await db.owner.query<{ payload: BulkAction }>(
    "select payload from realtime.messages where topic = $1 and event = 'bulk_action_changed' order by inserted_at",
    [`project:${people.projectId}`],
  );
  expect(rows.at(-1)?.payload).toMatchObject({ id, status: "completed", done_count: 2 });
  const revisions = rows.map(({ payload }) => Number(payload.revision));
  expect(revisions).toEqual([...revisions].sort((a, b) => a - b));
});

test.each([0, 1_001, null])("a batch of %s is refused", async (max) => {
  await insertMany(2);
  const { id } = await start("cancel", { all: true });

  await expect(operator()("select public.run_bulk_action_batch($1, $2)", [id, max])).rejects.toMatchObject({
    code: "PT400",
  });
});
