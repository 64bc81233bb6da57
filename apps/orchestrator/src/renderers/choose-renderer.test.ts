import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openMedia } from "@spool/media/open-media";
import { runFfmpeg } from "@spool/media/run-ffmpeg";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { shortStoryboard } from "../test-support/short-storyboard.ts";
import { chooseRenderer, type Services } from "./choose-renderer.ts";
import { createCircuitBreaker } from "./remote/circuit-breaker.ts";
import { createRemoteRenderer } from "./remote/remote-renderer.ts";
import type { Picture, Renderer } from "./renderer.ts";

const media = await openMedia();
const DRAWN: Picture = { path: "drawn.mkv", widthPx: 2, heightPx: 2, framesDrawn: 1, framesEncoded: 1 };
const canvas: Renderer = () => Promise.resolve(DRAWN);
let server: Server;
let url: string;
let folder: string;
let renders: unknown[];
let answer: (response: ServerResponse) => void;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "spool-remote-"));
  const video = join(folder, "made.mp4");
  await runFfmpeg(media, ["-f", "lavfi", "-i", "testsrc=s=64x36:d=1", "-c:v", "libx264", video], { signal: AbortSignal.timeout(60_000) }); // prettier-ignore
  server = createServer((request, response) => {
    if (request.url === "/health") return void response.end("ok");
    if (request.url === "/made.mp4") return void readFile(video).then((bytes) => response.end(bytes));
    if (request.method === "GET") return void response.writeHead(404).end();
    void request.toArray().then((chunks) => {
      renders.push(JSON.parse(Buffer.concat(chunks as Buffer[]).toString())); // no encoding was set
      answer(response);
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // a TCP server that listens has one
});
beforeEach(() => {
  renders = [];
  answer = (response) => response.end(JSON.stringify({ video_url: `${url}/made.mp4` }));
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true });
});

const serviceAt = (at: string): Services => ({
  remote: { url: at, renderer: createRemoteRenderer({ url: at, media }), breaker: createCircuitBreaker() },
});

async function draw(
  services: Services,
  wanted?: "canvas" | "remote" | "manim",
  signal = AbortSignal.timeout(30_000),
) {
  const warnings: string[] = [];
  const renderer = chooseRenderer(wanted, canvas, services, (message) => warnings.push(message));
  const picture = await renderer(shortStoryboard(), folder, signal, () => undefined);
  return { picture, warnings };
}

test("canvas draws unless another renderer was asked for", async () => {
  expect(await draw(serviceAt(url))).toEqual({ picture: DRAWN, warnings: [] });
  expect(await draw(serviceAt(url), "canvas")).toEqual({ picture: DRAWN, warnings: [] });
  expect(renders).toEqual([]);
});

test("a service is sent the contract's words with the storyboard, and its picture is taken", async () => {
  const { picture, warnings } = await draw(serviceAt(url), "remote");

  expect(warnings).toEqual([]);
  expect(picture).toMatchObject({
    path: join(folder, "picture.mp4"),
    widthPx: 64,
    heightPx: 36,
    framesDrawn: 25,
  });
  expect(renders).toMatchObject([
    { job_type: "doubt", length: 60, input: { question: "A short question?", storyboard: { version: 2 } } },
  ]);
});

test.each<[string, (response: ServerResponse) => void, RegExp]>([
  ["500", (response) => response.writeHead(500).end(), /answered 500/],
  ["no JSON", (response) => response.end("<html>"), /names no video/],
  [
    "a video that is not there",
    (response) => response.end(JSON.stringify({ video_url: `${url}/nothing` })),
    /answered 404/,
  ],
  ["a closed connection", (response) => response.destroy(), /did not answer/],
])("a service that answers %s is replaced by canvas, and the log says why", async (_what, bad, reason) => {
  // prettier-ignore
  answer = bad;

  const { picture, warnings } = await draw(serviceAt(url), "remote");

  expect(picture).toEqual(DRAWN);
  expect(warnings).toEqual([expect.stringMatching(reason)]);
});

test("one that is away is found out by its health, one that is not set up by its name", async () => {
  expect((await draw(serviceAt("http://127.0.0.1:9"), "remote")).warnings).toEqual([
    "The renderer remote does not answer at http://127.0.0.1:9; canvas draws this video.",
  ]);
  expect((await draw({}, "manim")).warnings).toEqual([
    "The renderer manim is not set up here; canvas draws this video.",
  ]);
});

test("after three failures in a row a service is left alone for a minute, then tried once", () => {
  let nowMs = 0;
  const breaker = createCircuitBreaker(() => nowMs);
  for (const _failure of [1, 2, 3]) {
    expect(breaker.mayTry()).toBe(true);
    breaker.note(false);
  }

  expect(breaker.mayTry()).toBe(false);
  nowMs = 60_000;
  expect([breaker.mayTry(), breaker.mayTry()]).toEqual([true, false]);
  breaker.note(true);
  expect(breaker.mayTry()).toBe(true);
});

test("an abort while a service works is no failure of it, and canvas does not draw", async () => {
  const stopper = new AbortController();
  answer = () => stopper.abort();

  await expect(draw(serviceAt(url), "remote", stopper.signal)).rejects.toMatchObject({
    category: "CANCELLED",
  });
});
