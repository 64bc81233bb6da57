import { execFileSync } from "node:child_process";
import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { renderErrorSchema, renderResponseSchema } from "@spool/contracts/render-api";
import { readMediaEnv } from "@spool/media/env";
import { probeMedia } from "@spool/media/probe-media";
import pino from "pino";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { type Orchestrator, type OrchestratorOptions, startOrchestrator } from "./orchestrator.ts";
import { storyboardSchema } from "@spool/contracts/storyboard";
import { ffmpegChildren } from "./test-support/child-processes.ts";
import { readEvents } from "./test-support/read-events.ts";
import { SHORT_INPUT } from "./test-support/short-input.ts";
import { startStorageStandIn, type StorageStandIn } from "./test-support/storage-stand-in.ts";

// A video is made as a whole by several of them, and the machine may have other things to do.
vi.setConfig({ testTimeout: 180_000 });

let storage: StorageStandIn;
let root: string;
let orchestrator: Orchestrator;

const start = (options: Partial<OrchestratorOptions> = {}) =>
  startOrchestrator({
    host: "127.0.0.1",
    port: 0,
    maxRenders: 2,
    storage: { url: storage.url, secretKey: "sb_secret_test" },
    media: readMediaEnv(),
    log: pino({ level: "silent" }),
    workRoot: root,
    pictureScale: 0.15,
    ...options,
  });

beforeAll(async () => {
  storage = await startStorageStandIn();
  root = await mkdtemp(join(tmpdir(), "spool-orchestrator-test-"));
  orchestrator = await start();
});
beforeEach(() => storage.refuseUploadsWith(null));
afterEach(async () => {
  // Whatever a test did: no child goes on, no folder stays.
  await expect.poll(ffmpegChildren).toEqual([]);
  await expect.poll(() => readdir(root)).toEqual([]);
});
afterAll(async () => {
  await orchestrator.close();
  await storage.close();
  await rm(root, { recursive: true });
});

const DOUBT = {
  job_type: "doubt",
  input: {
    question: "Why is the sky blue?",
    text: "Air scatters short waves more than long ones. Blue is short.",
  },
};

const FILES = ["video.mp4", "thumbnail.jpg", "poster.jpg", "captions.vtt", "captions.srt", "chapters.vtt", "storyboard.json", "script.json"]; // prettier-ignore

const post = (body: unknown, to = orchestrator, signal: AbortSignal | null = null) =>
  fetch(`${to.url}/render`, { method: "POST", body: JSON.stringify(body), signal });
const newJob = () => ({ job_id: crypto.randomUUID(), ...DOUBT });
const refusalOf = async (response: Response) => renderErrorSchema.parse(await response.json());

const bytesOf = async (key: string) =>
  new Uint8Array((await storage.objects.get(key)?.arrayBuffer()) ?? new ArrayBuffer(0));

const eventsOf = (jobId: string) => readEvents(orchestrator.url, jobId);

/** Resolves when ffmpeg encodes the pictures of a render. */
const encoding = () => expect.poll(ffmpegChildren, { timeout: 30_000 }).not.toEqual([]);

test("a question becomes a video of its length, with captions, thumbnail and storyboard", async () => {
  const job = newJob();

  const answer = post(job);
  const events = await eventsOf(job.job_id);
  const response = await answer;

  expect(response.status).toBe(200);
  const video = renderResponseSchema.parse(await response.json());
  const prefix = `${job.job_id}/0/`;
  expect(video.files?.map(({ path }) => path)).toEqual(FILES.map((name) => prefix + name));
  expect(video.video_url).toContain(`${prefix}video.mp4`);
  const path = join(tmpdir(), `spool-${job.job_id}.mp4`);
  await writeFile(path, await bytesOf(`${prefix}video.mp4`));
  const facts = await probeMedia(path);
  await rm(path);
  expect(facts).toMatchObject({ videoCodec: "h264", audioCodec: "aac", pixelFormat: "yuv420p" });
  expect(Math.abs(facts.durationSeconds - 60)).toBeLessThan(0.1);
  expect(Math.abs(video.duration - 60)).toBeLessThan(0.1);
  expect(await storage.objects.get(`${prefix}captions.vtt`)?.text()).toContain("Why is the sky blue?");
  storyboardSchema.parse(JSON.parse((await storage.objects.get(`${prefix}storyboard.json`)?.text()) ?? ""));

  const stages = events.filter(({ type }) => type === "stage_started" || type === "stage_completed");
  expect(stages.map((event) => `${event.type} ${"stage" in event ? String(event.stage) : ""}`)).toEqual(
    ["script", "narrate", "render", "package"].flatMap((name) => [
      `stage_started ${name}`,
      `stage_completed ${name}`,
    ]),
  );
  expect(events.at(-1)).toEqual({ type: "ended", outcome: "completed" });
  expect(await eventsOf(job.job_id)).toEqual(events);
});

test.each([
  ["not JSON", "{", 400, /not JSON/],
  ["no body", "", 400, /not JSON/],
  ["a body that is an array", "[]", 400, /body/i],
  ["a job_id that is no uuid", JSON.stringify({ ...DOUBT, job_id: "7" }), 400, /^job_id/],
  ["an unknown job_type", JSON.stringify({ ...newJob(), job_type: "opera" }), 400, /^job_type/],
  ["a wrong length", JSON.stringify({ ...newJob(), length: 90 }), 400, /^length/],
  ["a wrong voice", JSON.stringify({ ...newJob(), voice: "robot" }), 400, /^voice/],
  ["an input that is an array", JSON.stringify({ ...newJob(), input: ["a"] }), 400, /^input/],
  ["a missing question", JSON.stringify({ ...newJob(), input: {} }), 422, /^input\.question/],
  [
    "a blank question",
    JSON.stringify({ ...newJob(), input: { question: " \n " } }),
    422,
    /^input\.question is blank/,
  ],
  [
    "a body of 2 MB",
    JSON.stringify({ ...newJob(), input: { question: "a".repeat(2e6) } }),
    413,
    /larger than/,
  ],
])("%s is refused, and the message names the field", async (_what, body, status, message) => {
  const response = await fetch(`${orchestrator.url}/render`, { method: "POST", body });

  const refusal = await refusalOf(response);
  expect(response.status).toBe(status);
  expect(refusal.status).toBe(status);
  expect(refusal.message).toMatch(message);
});

test("a job for a renderer that is not here is refused at once with what to do, and its absence is told", async () => {
  const startedAtMs = performance.now();
  const response = await post({ ...newJob(), renderer: "manim" });

  expect(response.status).toBe(422);
  expect((await refusalOf(response)).message).toMatch(/manim cannot draw here.*docs\/renderers\.md/);
  expect(performance.now() - startedAtMs).toBeLessThan(5_000);
  expect(await (await fetch(`${orchestrator.url}/capabilities`)).json()).toEqual({ renderers: ["canvas"] });
});

test("a newer attempt takes over: the older one is answered 409, the newer one finishes", async () => {
  const job = newJob();
  const older = post({ ...job, attempt_id: crypto.randomUUID() });
  await encoding();
  const attemptId = crypto.randomUUID();

  const newer = await post({ ...job, input: SHORT_INPUT, attempt_id: attemptId });
  const olderResponse = await older;

  expect(olderResponse.status).toBe(409);
  expect(await refusalOf(olderResponse)).toMatchObject({ error: "replaced" });
  expect(newer.status).toBe(200);
  expect([...storage.objects.keys()].filter((key) => key.startsWith(job.job_id))).toEqual(
    expect.arrayContaining([`${job.job_id}/${attemptId}/video.mp4`]),
  );
  expect([...storage.objects.keys()].filter((key) => key.startsWith(job.job_id))).toHaveLength(FILES.length);
});

test("DELETE ends the render and its ffmpeg before it answers 204; another attempt's is 409", async () => {
  const job = { ...newJob(), attempt_id: crypto.randomUUID() };
  const url = `${orchestrator.url}/render/${job.job_id}`;
  const answer = post(job);
  const events = eventsOf(job.job_id);
  await encoding();

  const other = await fetch(`${url}?attempt_id=${crypto.randomUUID()}`, { method: "DELETE" });
  expect(other.status).toBe(409);
  expect(ffmpegChildren()).not.toEqual([]);
  const mine = await fetch(`${url}?attempt_id=${job.attempt_id}`, { method: "DELETE" });

  expect(mine.status).toBe(204);
  expect(ffmpegChildren()).toEqual([]);
  expect(await refusalOf(await answer)).toMatchObject({ error: "cancelled", status: 409 });
  expect((await events).at(-1)).toEqual({ type: "ended", outcome: "cancelled" });
  expect((await fetch(url, { method: "DELETE" })).status).toBe(404);
});

test("a connection that drops cancels the render and leaves no ffmpeg", async () => {
  const job = newJob();
  const sent = request(`${orchestrator.url}/render`, { method: "POST" });
  sent.on("error", () => undefined); // it is us who hang up
  sent.end(JSON.stringify(job));
  const events = eventsOf(job.job_id);
  await encoding();

  sent.destroy();

  await expect.poll(ffmpegChildren).toEqual([]);
  expect((await events).at(-1)).toEqual({ type: "ended", outcome: "cancelled" });
  expect([...storage.objects.keys()].filter((key) => key.startsWith(job.job_id))).toEqual([]);
});

test("a Storage that refuses uploads makes the render fail with its category, and nothing stays there", async () => {
  storage.refuseUploadsWith(503);
  const job = { ...newJob(), input: SHORT_INPUT };

  const response = await post(job);

  expect(response.status).toBe(502);
  expect(await refusalOf(response)).toMatchObject({
    error: "service_failed",
    message: expect.stringContaining("answered 503") as string,
  });
  expect([...storage.objects.keys()].filter((key) => key.startsWith(job.job_id))).toEqual([]);
});

test("a missing ffmpeg is told by /readyz and by each render, and is found once it is there", async () => {
  const folder = await mkdtemp(join(tmpdir(), "spool-ffmpeg-"));
  const path = join(folder, "ffmpeg");
  const lacking = await start({ media: { ...readMediaEnv(), ffmpegPath: path } });

  const [readiness, render] = await Promise.all([fetch(`${lacking.url}/readyz`), post(newJob(), lacking)]);
  const found = (await import("@spool/media/locate-ffmpeg")).locateFfmpeg();
  await writeFile(path, `#!/bin/sh\nexec ${(await found).ffmpegPath} "$@"\n`);
  await chmod(path, 0o755);
  const afterwards = await fetch(`${lacking.url}/readyz`);

  await lacking.close();
  await rm(folder, { recursive: true });
  expect(readiness.status).toBe(503);
  expect(await readiness.json()).toMatchObject({
    checks: { ffmpeg: expect.stringContaining("FFMPEG_PATH") as string },
  });
  expect(await refusalOf(render)).toMatchObject({ error: "ffmpeg_missing", status: 503 });
  expect(afterwards.status).toBe(200);
});

test("a Storage that is not there is told by /readyz", async () => {
  const lonely = await start({ storage: { url: "http://127.0.0.1:9", secretKey: "x" } });

  const response = await fetch(`${lonely.url}/readyz`);

  await lonely.close();
  expect(response.status).toBe(503);
  expect(await response.json()).toMatchObject({
    checks: { ffmpeg: "ok", storage: expect.stringContaining("did not answer") as string },
  });
});

test("a full disk is 507 with the folder's name, and nothing half-written stays", async ({ skip }) => {
  const tiny = await mkdtemp(join(tmpdir(), "spool-tiny-"));
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=1m", "none", tiny], { stdio: "ignore" });
  } catch {
    await rm(tiny, { recursive: true });
    skip("only root can mount a small file system");
  }
  const cramped = await start({ workRoot: join(tiny, "work") });
  try {
    const response = await post(newJob(), cramped);

    expect(response.status).toBe(507);
    expect(await refusalOf(response)).toMatchObject({
      error: "disk_full",
      message: expect.stringContaining(tiny) as string,
    });
    expect(await readdir(join(tiny, "work"))).toEqual([]);
  } finally {
    await cramped.close();
    execFileSync("umount", [tiny]);
    await rm(tiny, { recursive: true });
  }
});

test("health is answered while two renders run", async () => {
  const stopped = new AbortController();
  const renders = [
    post(newJob(), orchestrator, stopped.signal),
    post(newJob(), orchestrator, stopped.signal),
  ];
  await encoding();

  const startedAtMs = performance.now();
  const response = await fetch(`${orchestrator.url}/healthz`);
  const tookMs = performance.now() - startedAtMs;

  stopped.abort();
  await Promise.allSettled(renders);
  expect(response.status).toBe(200);
  expect(tookMs).toBeLessThan(1_000);
});

test("closing stops a running render and answers it 503", async () => {
  const folder = join(root, "closing");
  await mkdir(folder);
  const closing = await start({ workRoot: folder });
  const answer = post(newJob(), closing);
  await encoding();

  await closing.close();

  expect(await refusalOf(await answer)).toMatchObject({ error: "stopping", status: 503 });
  expect(ffmpegChildren()).toEqual([]);
  expect(await readdir(folder)).toEqual([]);
  await rm(folder, { recursive: true });
});

test("an unknown job has no events, and an unknown address is a 404 in the same form", async () => {
  const events = await fetch(`${orchestrator.url}/render/${crypto.randomUUID()}/events`);
  const nowhere = await fetch(`${orchestrator.url}/nowhere`);

  expect(await refusalOf(events)).toMatchObject({ error: "not_found", status: 404 });
  expect(await refusalOf(nowhere)).toMatchObject({ error: "not_found", status: 404 });
});
