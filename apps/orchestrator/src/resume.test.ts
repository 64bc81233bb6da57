import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type RenderEvent, renderResponseSchema } from "@spool/contracts/render-api";
import { readMediaEnv } from "@spool/media/env";
import { probeMedia } from "@spool/media/probe-media";
import pino from "pino";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type Orchestrator, startOrchestrator } from "./orchestrator.ts";
import { readEvents } from "./test-support/read-events.ts";
import { SHORT_INPUT } from "./test-support/short-input.ts";
import { startStorageStandIn, type StorageStandIn } from "./test-support/storage-stand-in.ts";

// Each makes a whole video, and the machine may have other things to do.
vi.setConfig({ testTimeout: 180_000 });

let storage: StorageStandIn;
let root: string;
let orchestrator: Orchestrator;

const jobId = crypto.randomUUID();
const JOB = {
  job_id: jobId,
  job_type: "doubt",
  input: SHORT_INPUT,
};
type Checkpoints = Record<string, Record<string, unknown>>;

beforeAll(async () => {
  storage = await startStorageStandIn();
  root = await mkdtemp(join(tmpdir(), "spool-resume-test-"));
  orchestrator = await startOrchestrator({
    host: "127.0.0.1",
    port: 0,
    maxRenders: 1,
    storage: { url: storage.url, secretKey: "sb_secret_test" },
    media: readMediaEnv(),
    log: pino({ level: "silent" }),
    workRoot: root,
    pictureScale: 0.15,
  });
});
afterAll(async () => {
  await orchestrator.close();
  await storage.close();
  await rm(root, { recursive: true });
});

/** Renders as a worker would, and gives back what it was told. */
async function render(resumeFrom: Checkpoints = {}) {
  const body = { ...JOB, attempt_id: crypto.randomUUID(), resume_from: resumeFrom };
  const response = await fetch(`${orchestrator.url}/render`, { method: "POST", body: JSON.stringify(body) });
  const answer: unknown = await response.json();
  return { response, answer, told: await readEvents(orchestrator.url, body.job_id) };
}

const begun = (told: RenderEvent[]) =>
  told.flatMap((event) => (event.type === "stage_started" ? [event.stage] : []));
const messages = (told: RenderEvent[]) =>
  told.flatMap((event) => (event.type === "log" ? [event.message] : []));
const checkpointsIn = (told: RenderEvent[]): Checkpoints =>
  Object.fromEntries(
    told.flatMap((event) =>
      event.type === "stage_completed" && event.checkpoint ? [[event.stage, event.checkpoint]] : [],
    ),
  );
const STAGES = ["script", "narrate", "render"];

let first: Checkpoints;
let firstSeconds: number;

test("every stage but the last tells what a later attempt needs, and that lies in the bucket work", async () => {
  const { response, answer, told } = await render();

  expect(response.status).toBe(200);
  firstSeconds = renderResponseSchema.parse(answer).duration;
  first = checkpointsIn(told);
  expect(Object.keys(first)).toEqual(STAGES);
  expect([...storage.work.keys()].every((key) => key.startsWith(`${jobId}/`))).toBe(true);
  expect([...storage.work.keys()].filter((key) => !key.includes("/segments/"))).toHaveLength(5);
});

test.each([
  ["narrate", ["render", "package"]],
  ["render", ["package"]],
])(
  "an attempt that is handed what stages up to %s left runs the rest only, and its video is whole",
  async (last, rest) => {
    const given = Object.fromEntries(Object.entries(first).slice(0, STAGES.indexOf(last) + 1));

    const { answer, told } = await render(given);

    expect(begun(told)).toEqual(rest);
    expect(messages(told)).toContain(`Going on after stage ${last}, which an earlier attempt finished.`);
    const video = renderResponseSchema.parse(answer);
    const key = video.files?.find(({ kind }) => kind === "video")?.path ?? "";
    const path = join(root, "resumed.mp4");
    await writeFile(
      path,
      new Uint8Array((await storage.objects.get(key)?.arrayBuffer()) ?? new ArrayBuffer(0)),
    );
    const facts = await probeMedia(path);
    await rm(path);
    expect(facts).toMatchObject({ videoCodec: "h264", audioCodec: "aac", widthPx: 288, heightPx: 162 });
    expect(Math.abs(facts.durationSeconds - firstSeconds)).toBeLessThan(0.1);
  },
);
