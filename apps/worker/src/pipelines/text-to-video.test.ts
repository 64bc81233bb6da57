import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { ClaimedAttempt } from "../adapters/attempts.ts";
import { createOrchestrator } from "../adapters/orchestrator.ts";
import {
  sendResult,
  startFakeOrchestrator,
  tellAll,
  type FakeOrchestrator,
} from "@spool/testing/fake-orchestrator";
import { pipelineOf } from "./registry.ts";

let fake: FakeOrchestrator;
beforeEach(async () => {
  fake = await startFakeOrchestrator();
});
afterEach(() => fake.close());

const attemptOf = (payload: Record<string, unknown>): ClaimedAttempt => ({
  attempt_id: randomUUID(),
  job_id: randomUUID(),
  attempt_number: 1,
  job_type: "topic_short",
  payload,
  project_id: randomUUID(),
  time_limit_seconds: 600,
  stages: [],
});

function run(attempt: ClaimedAttempt) {
  const told: string[] = [];
  const report = {
    begin: (stage: string) => told.push(`begin ${stage}`),
    finish: (stage: string, checkpoint: object | null) =>
      told.push(`finish ${stage} ${JSON.stringify(checkpoint)}`),
    progress: (stage: string, stageRatio: number) => told.push(`progress ${stage} ${stageRatio}`),
    log: (level: string, message: string) => told.push(`${level} ${message}`),
  };
  const database = { query: () => Promise.reject(new Error("A video's pipeline asks no database")) };
  const deps = { database, orchestrator: createOrchestrator(fake.url), storage: null, report };
  const result = pipelineOf(attempt.job_type)(attempt, deps, new AbortController().signal);
  return { told, result };
}

test("style, length and voice of the payload are asked for, and the whole payload goes along", async () => {
  const payload = { topic: "Photosynthesis", style: "detailed", length: 120, voice: "male", extra: 1 };

  await run(attemptOf(payload)).result;

  expect(fake.renders[0]?.request).toMatchObject({
    style: "detailed",
    length: 120,
    voice: "male",
    input: payload,
  });
});

test("what the orchestrator tells is reported in order, also what it told before anybody asked", async () => {
  fake.answer = (response, render) => {
    tellAll(render);
    void render.followed.then(() => sendResult(response, render));
  };
  const { told, result } = run(attemptOf({ topic: "Photosynthesis" }));

  await result;

  expect(told.slice(0, 5)).toEqual([
    "begin script",
    "progress script 0.5",
    "info Working on script",
    'finish script {"stage":"script"}',
    "begin narrate",
  ]);
  expect(told).toHaveLength(16);
});

test("a payload that this worker cannot render is INVALID_INPUT naming the field, and nothing is asked for", async () => {
  const { result } = run(attemptOf({ topic: "Photosynthesis", length: 61 }));

  await expect(result).rejects.toMatchObject({
    category: "INVALID_INPUT",
    message: expect.stringMatching(/^payload\.length: /) as string,
  });
  expect(fake.renders).toHaveLength(0);
});
