import { asAnon, asService, asUser } from "@spool/testing/callers";
import { createPeople, createUser, type People } from "@spool/testing/people";
import { useTestDatabase } from "@spool/testing/use-database";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";

const db = useTestDatabase();
let people: People;
let instanceOperator: string;

beforeAll(async () => {
  people = await createPeople(db.owner);
  instanceOperator = await createUser(db.owner, "olga@example.test");
  await db.owner.query("update public.profiles set instance_role = 'operator' where user_id = $1", [
    instanceOperator,
  ]);
});
beforeEach(() => db.owner.query("update public.queues set is_paused = false where is_paused"));

const operator = () => asUser(db.api, instanceOperator);
const pause = "select * from public.pause_queue($1, $2, $3)";
const resume = "select * from public.resume_queue($1)";

test("a paused queue says by whom, why and until when, and forgets it when it is resumed", async () => {
  const until = new Date(Date.now() + 60_000);
  const [paused] = (await operator()(pause, ["live", "Maintenance", until])).rows;
  expect(paused).toMatchObject({ is_paused: true, paused_by: instanceOperator, paused_reason: "Maintenance", paused_until: until }); // prettier-ignore

  const [resumed] = (await operator()(resume, ["live"])).rows;
  expect(resumed).toMatchObject({ is_paused: false, paused_by: null, paused_reason: null, paused_until: null }); // prettier-ignore
});

test("who presses what is so already is told how it is", async () => {
  await operator()(pause, ["batch", "Too hot", null]);

  await expect(operator()(pause, ["batch", null, null])).rejects.toMatchObject({
    code: "PT409",
    message: "Queue batch was paused by olga@example.test until somebody resumes it: Too hot",
  });
  await operator()(resume, ["batch"]);
  await expect(operator()(resume, ["batch"])).rejects.toMatchObject({
    code: "PT409",
    message: "Queue batch is not paused",
  });
});

test("of several who pause at once, one wins", async () => {
  const results = await Promise.allSettled(
    Array.from({ length: 5 }, () => operator()(pause, ["default", null, null])),
  );

  expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
});

test("a pause whose time is over may be followed by another, and a heartbeat ends it", async () => {
  await db.owner.query(
    "update public.queues set is_paused = true, paused_until = now() - interval '1 second' where name = 'live'",
  );
  await operator()(pause, ["live", null, null]);
  await db.owner.query("update public.queues set paused_until = now() where name = 'live'");

  await db.worker.query("select private.heartbeat_node(gen_random_uuid(), 0, 0, 0)");

  const { rows } = await db.owner.query("select is_paused from public.queues where name = 'live'");
  expect(rows).toEqual([{ is_paused: false }]);
});

test.each([
  ["a time that is over", [["live", null, new Date(0)]], "PT400"],
  ["no end at all", [["live", null, "infinity"]], "PT400"],
  ["a reason without end", [["live", "x".repeat(501), null]], "PT400"],
  ["a queue that there is not", [["express", null, null]], "22P02"],
  ["no queue", [[null, null, null]], "PT400"],
])("%s is refused", async (_, [values], code) => {
  await expect(operator()(pause, values)).rejects.toMatchObject({ code });
});

describe("figures of the instance", () => {
  const set = (figures: unknown) =>
    operator()<{ figures: object }>("select public.set_scheduling($1) as figures", [JSON.stringify(figures)]);

  test("are set one by one and kept", async () => {
    expect((await set({ reserved_live_slots: 1, ageing_seconds: 60 })).rows[0]?.figures).toMatchObject({
      reserved_live_slots: 1,
      ageing_seconds: 60,
      affinity_seconds: 5,
    });
    expect((await set({ reserved_live_slots: 0, ageing_seconds: null })).rows[0]?.figures).toMatchObject({
      reserved_live_slots: 0,
      ageing_seconds: null,
    });
  });

  test.each([
    [{ reserved_live_slots: -1 }],
    [{ reserved_live_slots: 0.5 }],
    [{ ageing_seconds: 0 }],
    [{ ageing_seconds: "soon" }],
    [{ node_removed_after_seconds: 0 }],
    [{ affinity_seconds: null }],
    [{ unheard_of: 1 }],
    [[1]],
  ])("%j is refused", async (figures) => {
    await expect(set(figures)).rejects.toMatchObject({ code: "PT400" });
  });
});

test.each([
  ["pause_queue", "select public.pause_queue('live')"],
  ["resume_queue", "select public.resume_queue('live')"],
  ["set_scheduling", "select public.set_scheduling('{}')"],
  ["drain_node", "select public.drain_node(gen_random_uuid())"],
  ["resume_node", "select public.resume_node(gen_random_uuid())"],
  ["reserve_live_slots", "select public.reserve_live_slots(gen_random_uuid(), 1)"],
])("%s is for operators of the instance, not of a project", async (_, sql) => {
  await expect(asUser(db.api, people.admin)(sql)).rejects.toMatchObject({ code: "PT403" });
  await expect(asAnon(db.api)(sql)).rejects.toMatchObject({ code: "42501" });
});

test("the service key may as well", async () => {
  await asService(db.api)("select public.pause_queue('live')");
  await expect(asService(db.api)("select public.pause_queue('live')")).rejects.toMatchObject({
    message: "Queue live was paused by a program until somebody resumes it",
  });
});

test("several queues are paused and resumed in one call, which tells before what it would do", async () => {
  const control = async (...values: unknown[]) =>
    (await operator()<{ done: object }>("select public.control_queues($1, $2, $3, null, $4) as done", values))
      .rows[0]?.done;
  await operator()(pause, ["batch", null, null]);

  const expected = { matched_count: 3, change_count: 2, names: ["live", "default"] };
  expect(await control("pause", null, "Repair", true)).toEqual(expected);
  const { rows: before } = await db.owner.query("select name from public.queues where is_paused");
  expect(before).toEqual([{ name: "batch" }]);

  expect(await control("pause", null, "Repair", false)).toEqual(expected);
  expect(await control("pause", null, "Repair", false)).toMatchObject({ change_count: 0 });
  const { rows } = await db.owner.query("select name, paused_reason from public.queues order by name");
  expect(rows).toMatchObject([
    { paused_reason: "Repair" },
    { paused_reason: "Repair" },
    { paused_reason: null },
  ]);

  expect(await control("resume", ["live", "batch"], null, false)).toMatchObject({ names: ["live", "batch"] });
  await expect(control("stop", null, null, false)).rejects.toMatchObject({ code: "PT400" });
});
