import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startStorageStandIn, type StorageStandIn } from "../test-support/storage-stand-in.ts";
import { connectStorage, type VideoStorage } from "./storage.ts";

let standIn: StorageStandIn;
let storage: VideoStorage;
let folder: string;
let file: { kind: "video"; path: string; contentType: string };
const signal = AbortSignal.timeout(60_000);

beforeAll(async () => {
  standIn = await startStorageStandIn();
  storage = connectStorage({ url: standIn.url, secretKey: "sb_secret_test" });
  folder = await mkdtemp(join(tmpdir(), "spool-storage-"));
  file = { kind: "video", path: join(folder, "video.mp4"), contentType: "video/mp4" };
  await writeFile(file.path, "not really a video");
});
afterAll(async () => {
  await standIn.close();
  await rm(folder, { recursive: true });
});

test("a file is stored with its size and type, gets an address, and can be discarded", async () => {
  const stored = await storage.upload(file, "job/attempt/video.mp4", signal);

  expect(stored).toEqual({
    kind: "video",
    bucket: "videos",
    path: "job/attempt/video.mp4",
    content_type: "video/mp4",
    size_bytes: 18,
  });
  expect(await standIn.objects.get("job/attempt/video.mp4")?.text()).toBe("not really a video");
  expect(await storage.sign(stored.path, signal)).toContain(
    `${standIn.url}/storage/v1/object/sign/videos/job/attempt`,
  );
  await storage.discard([stored.path]);
  expect(standIn.objects.size).toBe(0);
});

test.each([
  [401, "UNKNOWN", /Check SUPABASE_SECRET_KEY/],
  [403, "UNKNOWN", /Check SUPABASE_SECRET_KEY/],
  [404, "NOT_FOUND", /answered 404/],
  [413, "INVALID_INPUT", /answered 413/],
  [429, "API_ERROR", /answered 429/],
  [500, "API_ERROR", /answered 500/],
  [503, "API_ERROR", /answered 503/],
  [504, "TIMEOUT", /answered 504/],
] as const)("an upload that is answered %i is %s", async (status, category, message) => {
  standIn.refuseUploadsWith(status);

  const attempt = storage.upload(file, "job/attempt/video.mp4", signal);

  await expect(attempt).rejects.toMatchObject({
    category,
    message: expect.stringMatching(message) as string,
  });
  standIn.refuseUploadsWith(null);
});

test("a Storage that is not there is TIMEOUT and named by its address", async () => {
  const gone = connectStorage({ url: "http://127.0.0.1:9", secretKey: "sb_secret_test" });

  await expect(gone.upload(file, "job/attempt/video.mp4", signal)).rejects.toMatchObject({
    category: "TIMEOUT",
    message: expect.stringContaining("http://127.0.0.1:9 did not answer") as string,
  });
  await expect(gone.check(signal)).rejects.toMatchObject({ category: "TIMEOUT" });
});

test("an aborted upload is CANCELLED", async () => {
  const attempt = storage.upload(file, "job/attempt/video.mp4", AbortSignal.abort());

  await expect(attempt).rejects.toMatchObject({ category: "CANCELLED" });
});
