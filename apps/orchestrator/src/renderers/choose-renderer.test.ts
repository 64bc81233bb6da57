import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openMedia } from "@spool/media/open-media";
import { runFfmpeg } from "@spool/media/run-ffmpeg";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { everySceneStoryboard } from "../test-support/every-scene.ts";
import { shortStoryboard } from "../test-support/short-storyboard.ts";
import { chooseRenderer, type RendererRules, type RendererWish } from "./choose-renderer.ts";
import { type Engine, type Engines, presentRenderers } from "./engines.ts";
import { createCircuitBreaker } from "./remote/circuit-breaker.ts";
import { createRemoteEngine } from "./remote/remote-engine.ts";
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

const serviceAt = (at: string, isConfigured = true): Engines => ({
  remote: [createRemoteEngine({ url: at, isConfigured }, () => Promise.resolve(media))],
});
const NO_RULES: RendererRules = { byType: {}, byScenes: {} };

async function draw(
  engines: Engines,
  wish: RendererWish = {},
  { rules = NO_RULES, signal = AbortSignal.timeout(30_000), storyboard = shortStoryboard() } = {},
) {
  const told: string[] = [];
  const renderer = chooseRenderer(wish, { canvas, engines, rules }, (_level, message) => told.push(message));
  const picture = await renderer(storyboard, folder, signal, () => undefined);
  return { picture, told };
}

const ELSEWHERE: Picture = { ...DRAWN, path: "elsewhere.mp4" };
const there: Engine = {
  presence: () => Promise.resolve({ is: "there" }),
  renderer: () => Promise.resolve(ELSEWHERE),
};
const missing: Engine = {
  presence: () => Promise.resolve({ is: "missing", why: "nobody installed it" }),
  renderer: () => Promise.reject(new Error("It is not there.")),
};

test("canvas draws unless another renderer was asked for", async () => {
  expect(await draw(serviceAt(url))).toEqual({ picture: DRAWN, told: [] });
  expect(await draw(serviceAt(url), { renderer: "canvas" })).toEqual({ picture: DRAWN, told: [] });
  expect(renders).toEqual([]);
});

test("a renderer asked for by name that is not here is refused with what to do, or replaced where the job allows it", async () => {
  await expect(draw({ manim: [missing] }, { renderer: "manim" })).rejects.toMatchObject({
    category: "INVALID_INPUT",
    message: expect.stringMatching(/manim cannot draw here: nobody installed it\..*docs\/renderers.md.*renderer_fallback/) as string, // prettier-ignore
  });
  await expect(draw({}, { renderer: "manim" })).rejects.toMatchObject({ category: "INVALID_INPUT" });
  expect(await draw({ manim: [missing] }, { renderer: "manim", renderer_fallback: true })).toEqual({
    picture: DRAWN,
    told: ["The renderer manim cannot draw here (nobody installed it); canvas draws this video."],
  });
});

test("of several ways to a renderer the first that is there draws", async () => {
  expect(await draw({ revideo: [missing, there] }, { renderer: "revideo" })).toEqual({
    picture: ELSEWHERE,
    told: [],
  });
});

test("a type has the renderer that was set for it, and canvas stands in for it", async () => {
  const rules: RendererRules = { byType: { doubt: "revideo" }, byScenes: {} };

  expect((await draw({ revideo: [there] }, {}, { rules })).told).toEqual([
    "The renderer revideo draws this video: it is set for jobs of type doubt.",
  ]);
  expect((await draw({ revideo: [there] }, { renderer: "canvas" }, { rules })).picture).toEqual(DRAWN);
  expect((await draw({ revideo: [missing] }, {}, { rules })).told).toEqual([
    "The renderer revideo cannot draw here (nobody installed it); canvas draws this video.",
  ]);
  await expect(draw({ revideo: [missing] }, { renderer_fallback: false }, { rules })).rejects.toMatchObject({
    category: "INVALID_INPUT",
  });
});

test("a video full of formulas is drawn by what suits formulas, where that is there", async () => {
  const rules: RendererRules = { byType: {}, byScenes: { formula: "manim" } };
  const step = { tex: "x = 2", note: null };
  const formulas = everySceneStoryboard({}, [
    { kind: "title", title: "Solve", subtitle: null },
    { kind: "formula", heading: null, steps: [step, step, step] },
    { kind: "statement", text: "So x is 2." },
  ]);
  const mixture = everySceneStoryboard();

  expect(await draw({ manim: [there] }, {}, { rules, storyboard: formulas })).toEqual({
    picture: ELSEWHERE,
    told: ["The renderer manim draws this video: scenes of kind formula fill most of it."],
  });
  expect(await draw({ manim: [missing] }, {}, { rules, storyboard: formulas })).toEqual({
    picture: DRAWN,
    told: [],
  });
  expect(await draw({ manim: [there] }, {}, { rules, storyboard: mixture })).toEqual({
    picture: DRAWN,
    told: [],
  });
});

test("what is told of a machine is what is there at the moment", async () => {
  const engines = { ...serviceAt("http://127.0.0.1:9"), manim: [missing], revideo: [missing, there] };

  expect(await presentRenderers(engines)()).toEqual(["canvas", "revideo"]);
  expect(await presentRenderers(serviceAt(url))()).toEqual(["canvas", "remote"]);
});

test("something that never answers does not keep others from being told", async () => {
  const silent: Engine = { ...there, presence: () => new Promise(() => undefined) };

  expect(await presentRenderers({ manim: [silent] })()).toEqual(["canvas"]);
});

test("a service is sent the contract's words with the storyboard, and its picture is taken", async () => {
  const { picture, told } = await draw(serviceAt(url), { renderer: "remote" });

  expect(told).toEqual([]);
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
])(
  "a service that answers %s is replaced by canvas where the job allows it, and the log says why",
  async (_what, bad, reason) => {
    // prettier-ignore
    answer = bad;

    const forbidden: unknown = await draw(serviceAt(url), { renderer: "remote" }).catch(
      (error: unknown) => error,
    );
    expect(forbidden).toMatchObject({ message: expect.stringMatching(reason) as string });
    expect(forbidden).toMatchObject({
      message: expect.stringMatching(/allow canvas in its place/) as string,
    });
    const { picture, told } = await draw(serviceAt(url), { renderer: "remote", renderer_fallback: true });

    expect(picture).toEqual(DRAWN);
    expect(told).toEqual([expect.stringMatching(reason)]);
  },
);

test("a service that was set up and is away is worth another try; one that never was is not", async () => {
  const away = draw(serviceAt("http://127.0.0.1:9"), { renderer: "remote" });
  await expect(away).rejects.toMatchObject({
    category: "TIMEOUT",
    message: expect.stringContaining("no service answers at http://127.0.0.1:9") as string,
  });

  const never = draw(serviceAt("http://127.0.0.1:9", false), { renderer: "remote" });
  await expect(never).rejects.toMatchObject({ category: "INVALID_INPUT" });
});

test("a service that failed three times in a row is not sent a fourth video", async () => {
  answer = (response) => response.writeHead(500).end();
  const services = serviceAt(url);
  for (const _time of [1, 2, 3]) await expect(draw(services, { renderer: "remote" })).rejects.toThrow(/500/);

  await expect(draw(services, { renderer: "remote" })).rejects.toThrow(/failed several times/);

  expect(renders).toHaveLength(3);
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

  await expect(
    draw(serviceAt(url), { renderer: "remote", renderer_fallback: true }, { signal: stopper.signal }),
  ).rejects.toMatchObject({
    category: "CANCELLED",
  });
});
