import { startTestStack, type TestStack } from "@spool/testing/stack";
import { createClient } from "@supabase/supabase-js";
import pino from "pino";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startRenewingVideoUrls } from "./renew-video-urls.ts";

const log = pino({ level: "silent" });
let stack: TestStack;

beforeAll(async () => {
  stack = await startTestStack();
});
afterAll(async () => {
  await stack.stop();
});

const connect = () => createClient(stack.apiUrl, stack.secretKey, { auth: { persistSession: false } });

interface VideoUrl {
  url: string | null;
  path: string;
  is_renewing: boolean;
}
const ask = async (jobId: string) =>
  (await connect().rpc("get_video_url", { job_id: jobId }).throwOnError()).data as VideoUrl; // as its comment says

/** A completed job whose address has run out, with or without its file. */
async function jobWithOldUrl(isStored: boolean): Promise<string> {
  const supabase = connect();
  const { data } = await supabase
    .from("jobs")
    .insert({ job_type: "doubt", payload: { question: "Where is my video?" } })
    .select("id")
    .single<{ id: string }>()
    .throwOnError();
  const path = `${data.id}/attempt/video.mp4`;
  if (isStored) await supabase.storage.from("videos").upload(path, "film", { contentType: "video/mp4" });
  await supabase
    .from("jobs")
    .update({ video_path: path, video_url: "https://example.test/old", video_url_expires_at: new Date(0) })
    .eq("id", data.id)
    .throwOnError();
  return data.id;
}

test("an address that has run out is signed anew, and opens the video", async () => {
  const lostId = await jobWithOldUrl(false);
  const jobId = await jobWithOldUrl(true);
  expect(await ask(lostId)).toMatchObject({ url: null, is_renewing: true });
  expect(await ask(jobId)).toMatchObject({
    url: null,
    is_renewing: true,
    path: `${jobId}/attempt/video.mp4`,
  });

  // Two at once, as two orchestrators would.
  const stops = [50, 50].map((everyMs) =>
    startRenewingVideoUrls({ url: stack.apiUrl, secretKey: stack.secretKey }, log, everyMs),
  );
  await expect.poll(async () => (await ask(jobId)).is_renewing, { timeout: 10_000 }).toBe(false);
  await Promise.all(stops.map((stop) => stop()));

  const { url } = await ask(jobId);
  expect(await (await fetch(url ?? "")).text()).toBe("film");
  expect(await ask(lostId)).toMatchObject({ url: null, is_renewing: true });
});

test("without Supabase it goes on trying, and stops when told", async () => {
  const stop = startRenewingVideoUrls({ url: "http://127.0.0.1:9", secretKey: "sb_secret_x" }, log, 20);

  await expect(stop()).resolves.toBeUndefined();
});
