import { AppError } from "@spool/contracts/app-error";
import type { RenderEvent, RenderRequest } from "@spool/contracts/render-api";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  dieHalfWay,
  hang,
  hangUp,
  refuse,
  RESULT,
  sendHtml,
  startFakeOrchestrator,
  succeed,
  type Answer,
  type FakeOrchestrator,
} from "@spool/testing/fake-orchestrator";
import { createOrchestrator } from "./orchestrator.ts";

let fake: FakeOrchestrator;
beforeEach(async () => {
  fake = await startFakeOrchestrator();
});
afterEach(() => fake.close());

const request = (): RenderRequest => ({
  job_id: randomUUID(),
  attempt_id: randomUUID(),
  job_type: "doubt",
  input: { question: "Why is the sky blue?" },
  style: "concise",
  length: 60,
  voice: "default",
});
const never = () => new AbortController().signal;
const render = (url: string, signal = never()) => createOrchestrator(url).render(request(), signal);

test("a render is asked for and answered as agreed", async () => {
  const sent = request();

  const response = await createOrchestrator(fake.url).render(sent, never());

  expect(response).toMatchObject(RESULT);
  expect(fake.renders[0]?.request).toEqual(sent);
});

test.each<[string, Answer, Partial<AppError>]>([
  ["500", refuse(500), { category: "API_ERROR", message: "Refused with 500." }],
  [
    "502 as HTML",
    sendHtml(502),
    { category: "API_ERROR", message: "The orchestrator answered 502 Bad Gateway." },
  ],
  [
    "503 with Retry-After",
    refuse(503, { "retry-after": "7" }),
    { category: "API_ERROR", retryAfterSeconds: 7 },
  ],
  [
    "429 with Retry-After",
    refuse(429, { "retry-after": "30" }),
    { category: "API_ERROR", retryAfterSeconds: 30 },
  ],
  ["408", refuse(408), { category: "TIMEOUT" }],
  ["504", refuse(504), { category: "TIMEOUT" }],
  ["400", refuse(400), { category: "INVALID_INPUT" }],
  ["413", refuse(413), { category: "INVALID_INPUT" }],
  ["422", refuse(422), { category: "INVALID_INPUT", message: "Refused with 422." }],
  ["404", refuse(404), { category: "NOT_FOUND" }],
  ["410", refuse(410), { category: "NOT_FOUND" }],
  ["302", refuse(302, { location: "/elsewhere" }), { category: "API_ERROR" }],
  ["200 as HTML", sendHtml(200), { category: "API_ERROR" }],
  ["a connection that is closed half-way", dieHalfWay, { category: "TIMEOUT" }],
  ["a connection that is closed at once", hangUp, { category: "TIMEOUT" }],
])("%s becomes its category", async (_case, answer, error) => {
  fake.answer = answer;

  await expect(render(fake.url)).rejects.toMatchObject({ name: "AppError", ...error });
});

test("401 is not the job's fault and says to check the key", async () => {
  fake.answer = refuse(401);

  const error = await render(fake.url).catch((caught: unknown) => caught);

  expect(error).toMatchObject({ category: "UNKNOWN" });
  expect(String(error)).toContain("check the key");
});

test.each([
  ["no body", ""],
  ["other JSON", '{"ok": true}'],
  ["a URL that is none", JSON.stringify({ ...RESULT, video_url: "nowhere" })],
  ["a negative duration", JSON.stringify({ ...RESULT, duration: -1 })],
  ["more than a megabyte", JSON.stringify({ ...RESULT, notices: ["x".repeat(1_500_000)] })],
])("a 200 with %s breaks the contract", async (_case, body) => {
  fake.answer = (response) => response.writeHead(200, { "content-type": "application/json" }).end(body);

  await expect(render(fake.url)).rejects.toMatchObject({ category: "API_ERROR" });
});

test("nothing listening there is a TIMEOUT that names the address", async () => {
  const { url } = fake;
  await fake.close();

  await expect(render(url)).rejects.toMatchObject({
    category: "TIMEOUT",
    message: `The orchestrator at ${url} refused the connection.`,
  });
  fake = await startFakeOrchestrator();
});

test("a host that does not resolve is a TIMEOUT", async () => {
  await expect(render("http://orchestrator.invalid")).rejects.toMatchObject({ category: "TIMEOUT" });
});

test("something that does not speak HTTP is an API_ERROR", async () => {
  const server = createServer((socket) => socket.end("220 mail.example.test ESMTP\r\n"));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo; // it listens on TCP

  await expect(render(`http://127.0.0.1:${port}`)).rejects.toMatchObject({ category: "API_ERROR" });
  server.close();
});

test("an abort drops the connection and comes back as its own reason", async () => {
  fake.answer = hang;
  const stopping = new AbortController();
  const waiting = render(fake.url, stopping.signal);
  await expect.poll(() => fake.renders.length).toBe(1);

  const reason = new AppError("TIMEOUT", "The job ran into its time limit of 600 seconds.");
  stopping.abort(reason);

  await expect(waiting).rejects.toBe(reason);
  await fake.renders[0]?.dropped;
});

test("a render that was stopped before it began is not sent", async () => {
  await expect(render(fake.url, AbortSignal.abort(new AppError("CANCELLED", "No")))).rejects.toMatchObject({
    category: "CANCELLED",
  });
  expect(fake.renders).toHaveLength(0);
});

test("a cancel names the attempt", async () => {
  const [jobId, attemptId] = [randomUUID(), randomUUID()];

  await createOrchestrator(fake.url).cancel(jobId, attemptId);

  expect(fake.cancels).toEqual([`/render/${jobId}?attempt_id=${attemptId}`]);
});

test("an address with a path keeps it", async () => {
  await expect(render(`${fake.url}/video/v1`)).resolves.toMatchObject(RESULT);
});

test("events are followed from before the render is known, across a broken stream, each once", async () => {
  const sent = request();
  const ids = { jobId: sent.job_id, attemptId: sent.attempt_id ?? "" };
  const orchestrator = createOrchestrator(fake.url);
  const seen: RenderEvent[] = [];
  const following = orchestrator.followEvents(
    ids,
    { onOpen: () => undefined, onEvent: (event) => seen.push(event) },
    never(),
  );
  fake.answer = hang;
  const rendering = orchestrator.render(sent, never()).catch(() => undefined);
  await expect.poll(() => seen.length).toBe(4);

  fake.breakStreams();
  const [begun] = fake.renders;
  begun?.tell({ type: "progress", stage: "narrate", stage_ratio: 0.75 });
  begun?.tell({ type: "ended", outcome: "completed" });

  await following;
  expect(seen.map(({ type }) => type)).toEqual([
    "stage_started",
    "stage_completed",
    "stage_started",
    "progress",
    "progress",
    "ended",
  ]);
  await fake.close();
  await rendering;
  fake = await startFakeOrchestrator(succeed);
});

test("following an orchestrator without events ends with its signal and without an error", async () => {
  const stopping = new AbortController();
  const following = createOrchestrator(fake.url).followEvents(
    { jobId: randomUUID(), attemptId: randomUUID() },
    { onOpen: () => undefined, onEvent: () => undefined },
    stopping.signal,
  );

  stopping.abort();

  await expect(following).resolves.toBeUndefined();
});
