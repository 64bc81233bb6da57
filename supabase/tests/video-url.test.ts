import { asAnon, asApiKey, asService, asUser, type Caller } from "@spool/testing/callers";
import { insertJob } from "@spool/testing/jobs";
import { createApiKey, createPeople, type People } from "@spool/testing/people";
import { useTestDatabase } from "@spool/testing/use-database";
import { beforeAll, expect, test } from "vitest";

const db = useTestDatabase();
let people: People;

beforeAll(async () => {
  people = await createPeople(db.owner);
});

interface VideoUrl {
  bucket: string;
  path: string;
  url: string | null;
  expires_at: string | null;
  is_renewing: boolean;
}
const ask = async (caller: Caller, jobId: string) =>
  (await caller<{ answer: VideoUrl }>("select public.get_video_url($1) as answer", [jobId])).rows[0]?.answer;
const take = async () =>
  (await asService(db.api)<{ job_id: string }>("select * from public.take_video_url_renewals(100)")).rows.map(
    ({ job_id }) => job_id,
  );
const store = async (jobId: string, path: string) =>
  (
    await asService(db.api)<{ done: boolean }>(
      "select public.store_video_url($1, $2, 'https://example.test/new', null, now() + interval '7 days') as done",
      [jobId, path],
    )
  ).rows[0]?.done;

async function jobWithVideo(validFor: string): Promise<string> {
  const jobId = await insertJob(db.owner, { projectId: people.projectId });
  await db.owner.query(
    `update public.jobs set video_path = id || '/a/video.mp4', video_url = 'https://example.test/old',
       thumbnail_url = 'https://example.test/thumbnail', video_url_expires_at = now() + $2::interval where id = $1`,
    [jobId, validFor],
  );
  return jobId;
}

test("an address with more than a day left is given as it is, and nobody is asked for another", async () => {
  const jobId = await jobWithVideo("2 days");

  const answer = await ask(asUser(db.api, people.viewer), jobId);

  expect(answer).toMatchObject({
    bucket: "videos",
    path: `${jobId}/a/video.mp4`,
    url: "https://example.test/old",
    is_renewing: false,
  });
  expect(await take()).not.toContain(jobId);
});

test.each([
  ["runs out soon", "1 hour", "https://example.test/old"],
  ["has run out", "-1 second", null],
])("an address that %s is renewed once, by one renewer", async (_name, validFor, url) => {
  const jobId = await jobWithVideo(validFor);

  const asked = await Promise.all([1, 2, 3].map(() => ask(asUser(db.api, people.viewer), jobId)));
  expect(asked).toEqual([1, 2, 3].map(() => expect.objectContaining({ url, is_renewing: true }) as unknown));
  const taken = (await Promise.all([take(), take(), take()])).flat();
  expect(taken.filter((id) => id === jobId)).toHaveLength(1);
  expect(await store(jobId, `${jobId}/a/video.mp4`)).toBe(true);

  expect(await ask(asUser(db.api, people.viewer), jobId)).toMatchObject({
    url: "https://example.test/new",
    is_renewing: false,
  });
  const { rows } = await db.owner.query("select thumbnail_url from public.jobs where id = $1", [jobId]);
  expect(rows).toEqual([{ thumbnail_url: "https://example.test/thumbnail" }]);
  expect(await take()).not.toContain(jobId);
});

test("an address signed for a video that was replaced meanwhile is not written", async () => {
  const jobId = await jobWithVideo("-1 second");

  expect(await store(jobId, `${jobId}/older/video.mp4`)).toBe(false);
  expect(await ask(asUser(db.api, people.viewer), jobId)).toMatchObject({ url: null });
});

test("a renewer that dies leaves its jobs to the next, and what nobody could sign is given up after a day", async () => {
  const jobId = await jobWithVideo("-1 second");
  await ask(asService(db.api), jobId);
  expect(await take()).toContain(jobId);
  expect(await take()).not.toContain(jobId);

  await db.owner.query("update private.video_url_renewals set try_at = now() where job_id = $1", [jobId]);
  expect(await take()).toContain(jobId);
  await db.owner.query(
    "update private.video_url_renewals set try_at = now(), asked_at = now() - interval '25 hours' where job_id = $1",
    [jobId],
  );
  expect(await take()).not.toContain(jobId);
});

test("a program with an API key learns where the video is, and may read the file and so sign it", async () => {
  const jobId = await jobWithVideo("-1 second");
  const { key } = await createApiKey(db.owner, people.projectId, "viewer");
  const program = asApiKey(db.api, key);
  await db.owner.query("insert into storage.objects (bucket_id, name) values ('videos', $1)", [
    `${jobId}/a/video.mp4`,
  ]);

  const answer = await ask(program, jobId);

  const readable = "select from storage.objects where bucket_id = $1 and name = $2";
  expect((await program(readable, [answer?.bucket, answer?.path])).rowCount).toBe(1);
  expect((await asAnon(db.api)(readable, [answer?.bucket, answer?.path])).rowCount).toBe(0);
});

test("strangers learn nothing, a job without a video says so, and only the service key renews", async () => {
  const jobId = await jobWithVideo("2 days");
  const unfinishedId = await insertJob(db.owner, { projectId: people.projectId });

  await expect(ask(asUser(db.api, people.stranger), jobId)).rejects.toMatchObject({ code: "PT404" });
  await expect(ask(asAnon(db.api), jobId)).rejects.toMatchObject({ code: "PT401" });
  await expect(ask(asUser(db.api, people.viewer), unfinishedId)).rejects.toMatchObject({
    code: "PT404",
    message: `Job ${unfinishedId} has no video, it is pending`,
  });
  for (const caller of [asAnon(db.api), asUser(db.api, people.admin)]) {
    for (const sql of [
      "select * from public.take_video_url_renewals()",
      "select public.store_video_url(gen_random_uuid(), '', '', '', now())",
    ])
      await expect(caller(sql)).rejects.toMatchObject({ code: "42501" });
  }
});
