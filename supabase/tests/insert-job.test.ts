import { asService, asUser } from "@spool/testing/callers";
import { DEFAULT_PROJECT_ID } from "@spool/testing/jobs";
import { createPeople } from "@spool/testing/people";
import { useTestDatabase } from "@spool/testing/use-database";
import { expect, test } from "vitest";

const db = useTestDatabase();

const insert = (jobType: unknown, payload: unknown) =>
  asService(db.api)("insert into public.jobs (job_type, payload) values ($1, $2) returning *", [
    jobType,
    payload === undefined ? null : JSON.stringify(payload),
  ]);

test("a status sent by a client is ignored: a new job is pending", async () => {
  const { rows } = await asService(db.api)(
    `insert into public.jobs (job_type, priority, status, payload)
     values ('doubt', 'high', 'queued', '{"question": "Test question"}') returning *`,
  );

  expect(rows).toMatchObject([
    {
      project_id: DEFAULT_PROJECT_ID,
      status: "pending",
      priority: "high",
      queue: "default",
      title: "Test question",
      max_attempts: 3,
      created_by: null,
    },
  ]);
});

test("every column that only the system writes is forced", async () => {
  const { rows } = await asService(db.api)(
    `insert into public.jobs (job_type, payload, status, title, position, attempt_id, attempt_count, lost_in_a_row,
       max_attempts, stage, progress_ratio, video_path, video_url, video_url_expires_at, thumbnail_path, thumbnail_url,
       captions_path, duration_seconds, width_px, height_px, notices, error, error_category, created_at, queued_at,
       assigned_at, started_at, finished_at, updated_at, revision, run_at)
     values ('doubt', '{"question": "Q"}', 'completed', 'T', -1, gen_random_uuid(), 9, 9,
       9, 's', 0.5, 'p', 'u', now(), 'p', 'u',
       'p', 1, 1, 1, '{n}', '{}', 'UNKNOWN', '2000-01-01', now(),
       now(), now(), now(), '2000-01-01', 99, '2000-01-01') returning *, run_at = now() as is_due_now`,
  );

  expect(rows).toMatchObject([
    {
      status: "pending",
      title: "Q",
      attempt_id: null,
      attempt_count: 0,
      lost_in_a_row: 0,
      max_attempts: 3,
      stage: null,
      progress_ratio: "0",
      video_path: null,
      video_url: null,
      video_url_expires_at: null,
      thumbnail_path: null,
      thumbnail_url: null,
      captions_path: null,
      duration_seconds: null,
      width_px: null,
      height_px: null,
      notices: [],
      error: null,
      error_category: null,
      queued_at: null,
      assigned_at: null,
      started_at: null,
      finished_at: null,
      revision: "1",
      is_due_now: true,
    },
  ]);
  expect(Number(rows[0]?.["position"])).toBeGreaterThan(0);
  expect((rows[0]?.["created_at"] as Date).getFullYear()).toBeGreaterThan(2000);
});

test("a job carries who submitted it, whatever the client says", async () => {
  const people = await createPeople(db.owner);

  const { rows } = await asUser(db.api, people.operator)(
    `insert into public.jobs (project_id, job_type, payload, created_by)
     values ($1, 'doubt', '{"question": "Q"}', $2) returning created_by`,
    [people.projectId, people.admin],
  );

  expect(rows).toEqual([{ created_by: people.operator }]);
});

const long = (length: number) => "x".repeat(length);

test.each([
  ["an unknown type", "nope", {}, 'job_type "nope" is not known'],
  ["no type", null, {}, "job_type is required"],
  ["no payload", "doubt", undefined, "payload is required"],
  ["a payload that is an array", "doubt", [], "payload must be an object, not an array"],
  ["a payload that is null", "doubt", null, "payload must be an object, not null"],
  ["a payload that is a string", "doubt", "question", "payload must be an object, not a string"],
  ["a missing question", "doubt", {}, "payload.question is required"],
  ["an empty question", "doubt", { question: "" }, "payload.question must not be empty"],
  ["a question that is a number", "doubt", { question: 5 }, "payload.question must be a string, not a number"],
  ["a question that is null", "doubt", { question: null }, "payload.question must be a string, not null"],
  ["a question too long", "doubt", { question: long(2_001) }, "payload.question must have at most 2000 characters, it has 2001"],
  ["a wrong length", "doubt", { question: "Q", length: 61 }, "payload.length must be one of 60, 120, 180"],
  ["a length that is a string", "doubt", { question: "Q", length: "60" }, "payload.length must be a number, not a string"],
  ["a wrong style", "doubt", { question: "Q", style: "loud" }, "payload.style must be one of concise, detailed, example-rich"],
  ["points that are empty", "doubt", { question: "Q", points: [] }, "payload.points must not be empty"],
  ["a bad point", "doubt", { question: "Q", points: ["a", 5] }, "payload.points[1] must be a string, not a number"],
  ["2 MB of text", "doubt", { question: "Q", text: long(2_000_000) }, "payload.text is too long: a payload may have at most 256 KiB"],
  ["2 MB under any name", "doubt", { question: "Q", notes: long(2_000_000) }, "payload.notes is too long: a payload may have at most 256 KiB"],
  ["no subject", "daily_ca", {}, "payload.topic, payload.question, payload.text, payload.points or payload.script is required"],
  ["an empty topic", "topic_short", { topic: "" }, "payload.topic must not be empty"],
  ["an empty text as subject", "topic_short", { text: "" }, "payload.text must not be empty"],
  ["a wrong length beside a topic", "topic_short", { topic: "T", length: 1 }, "payload.length must be one of 60, 120, 180"],
])("%s is refused with 400, naming the field, and leaves no row", async (_case, jobType, payload, message) => {
  const count = () => db.owner.query("select count(*) from public.jobs").then(({ rows }) => rows[0] as unknown);
  const before = await count();

  const refused = insert(jobType, payload);

  await expect(refused).rejects.toMatchObject({ code: "PT400", message });
  expect(await count()).toEqual(before);
}); // prettier-ignore

test("several mistakes are named at once", async () => {
  await expect(insert("doubt", { length: 1, voice: 2 })).rejects.toThrow(
    "payload.question is required; payload.voice must be a string, not a number; payload.length must be one of 60, 120, 180",
  );
});

test("a payload of just under 256 KiB with unknown fields is kept as sent", async () => {
  const payload = { question: "Q", extra: { notes: long(250_000), list: [1, 2.5, null, true] } };

  const { rows } = await insert("doubt", payload);

  expect(rows[0]?.["payload"]).toEqual(payload);
});

test.each([
  [{ question: "  Why\n is  it  so? " }, "Why is it so?"],
  [{ question: long(200) }, `${long(119)}…`],
  [{ question: long(120) }, long(120)],
])("the title is one line of at most 120 characters", async (payload, title) => {
  const { rows } = await insert("doubt", payload);

  expect(rows).toMatchObject([{ title }]);
});

test.each([
  [{ topic: "Topic", title: "Title" }, "Topic"],
  [{ text: "Text", title: "Title" }, "Title"],
  [{ text: "Some text", points: ["Point"] }, "Some text"],
  [{ points: ["First point", "Second"] }, "First point"],
  [{ topic: "Topic", title: 5 }, "Topic"],
])("the title is taken from %o", async (payload, title) => {
  const { rows } = await insert("topic_short", payload);

  expect(rows).toMatchObject([{ title }]);
});

test("the service key cannot set a status by an update", async () => {
  const { rows } = await insert("doubt", { question: "Q" });

  const update = asService(db.api)("update public.jobs set status = 'completed' where id = $1", [
    rows[0]?.["id"],
  ]);

  await expect(update).rejects.toMatchObject({
    code: "PT409",
    message: "A job that is pending cannot become completed",
  });
});

test("a job with a unique key reads few pages though all the others are in the same status", async () => {
  const people = await createPeople(db.owner);
  const submit = (from: number, to: number, explain = "") =>
    asUser(db.api, people.operator)<{ "QUERY PLAN": [{ Plan: Record<string, unknown> }] }>(
      `${explain} insert into public.jobs (project_id, job_type, payload, unique_key)
       select $1, 'doubt', '{"question": "Q"}', repeat('k', 190) || n from generate_series($2::integer, $3::integer) as n`,
      [people.projectId, from, to],
    );
  // Long keys, so that their index is a level higher than the others and not chosen by chance.
  await submit(1, 3_000);
  await db.owner.query("analyze public.jobs");

  const { rows } = await submit(3_001, 3_010, "explain (analyze, buffers, format json)");

  const { Plan: plan } = rows[0]?.["QUERY PLAN"][0] ?? { Plan: {} };
  // About 100 each, most of them for the indexes; some 3,000 where it walks all jobs that have not finished.
  expect(Number(plan["Shared Hit Blocks"])).toBeGreaterThan(0);
  expect(Number(plan["Shared Hit Blocks"]) / 10).toBeLessThan(500);
});
