import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type RenderEvent, renderErrorSchema } from "@spool/contracts/render-api";
import { readMediaEnv } from "@spool/media/env";
import pino from "pino";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Orchestrator, startOrchestrator } from "./orchestrator.ts";
import { refused, startChatStandIn } from "./test-support/chat-stand-in.ts";
import { readEvents } from "./test-support/read-events.ts";
import { startStorageStandIn, type StorageStandIn } from "./test-support/storage-stand-in.ts";

let storage: StorageStandIn;
let services: Awaited<ReturnType<typeof startChatStandIn>>;
let root: string;
let orchestrator: Orchestrator;

// Writer, voice and renderer are services, and none of them works.
beforeAll(async () => {
  storage = await startStorageStandIn();
  services = await startChatStandIn([refused(503)]);
  root = await mkdtemp(join(tmpdir(), "spool-fallbacks-test-"));
  const limits = { totalTimeoutMs: 5_000, idleTimeoutMs: 5_000, retryDelayMs: 1 };
  const access = { url: services.url, key: null, model: "m", limits };
  orchestrator = await startOrchestrator({
    host: "127.0.0.1",
    port: 0,
    maxRenders: 2,
    storage: { url: storage.url, secretKey: "sb_secret_test" },
    media: readMediaEnv(),
    scriptService: {
      ...access,
      name: "The script service",
      promptPriceUsd: null,
      completionPriceUsd: null,
    },
    speechService: {
      ...access,
      name: "The speech service",
      voices: { default: "a", female: "a", male: "b" },
    },
    renderers: {
      services: { remote: { url: "http://127.0.0.1:9", isConfigured: true } },
      programs: null,
      rules: { byType: { doubt: "remote" }, byScenes: {} },
    },
    log: pino({ level: "silent" }),
    workRoot: root,
    pictureScale: 0.1,
  });
});
afterAll(async () => {
  await orchestrator.close();
  await services.close();
  await storage.close();
  await rm(root, { recursive: true });
});

const INPUT = { question: "Why is the sky blue?", text: "Air scatters short waves more than long ones." };

function post(fields: object) {
  const job = { job_id: crypto.randomUUID(), job_type: "doubt", input: INPUT, ...fields };
  const answer = fetch(`${orchestrator.url}/render`, { method: "POST", body: JSON.stringify(job) });
  return { jobId: job.job_id, answer };
}

const warningsIn = (events: readonly RenderEvent[]) =>
  events.flatMap((event) =>
    event.type === "log" && event.level === "warn" ? [[event.stage, event.message]] : [],
  );

test("services that fail are replaced where the job allows it, and its log says so of writer, voice and renderer", async () => {
  const { jobId, answer } = post({});

  // Once the renderer is at work the rest is like any other video's.
  const events = await readEvents(
    orchestrator.url,
    jobId,
    (event) => event.type === "progress" && event.stage === "render",
  );
  await fetch(`${orchestrator.url}/render/${jobId}`, { method: "DELETE" });
  await answer;

  expect(warningsIn(events)).toEqual([
    ["script", expect.stringMatching(/built-in writer .* The script service answered 503/)],
    ["narrate", expect.stringMatching(/voice of this machine .* The speech service answered 503/)],
    ["render", expect.stringMatching(/renderer remote cannot draw here .* canvas draws/)],
  ]);
});

test.each([
  ["script_fallback", "script", 502, /The script service answered 503\..*allow the built-in writer/],
  ["voice_fallback", "narrate", 502, /The speech service answered 503\..*allow the voices of the machine/],
  ["renderer_fallback", "render", 504, /renderer remote cannot draw here.*allow canvas in its place/],
])(
  "a job whose %s is false fails where the service does, with a status that is tried again and what to change",
  async (field, stage, status, message) => {
    // What the payload says holds, whatever stands beside it.
    const { jobId, answer } = post({ input: { ...INPUT, [field]: false }, [field]: true });

    const response = await answer;
    const events = await readEvents(orchestrator.url, jobId);

    expect(response.status).toBe(status);
    expect(renderErrorSchema.parse(await response.json()).message).toMatch(message);
    expect(warningsIn(events).map(([where]) => where)).not.toContain(stage);
    expect(events.findLast(({ type }) => type === "stage_started")).toMatchObject({ stage });
  },
);
