import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SceneContent } from "@spool/contracts/scene-content";
import { openMedia } from "@spool/media/open-media";
import { probeMedia } from "@spool/media/probe-media";
import { runFfmpeg } from "@spool/media/run-ffmpeg";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { commandsWith } from "../../test-support/child-processes.ts";
import { everySceneStoryboard } from "../../test-support/every-scene.ts";
import { shortStoryboard } from "../../test-support/short-storyboard.ts";
import { findChromium } from "./find-chromium.ts";
import { findRevideo } from "./installation.ts";
import { createRevideoRenderer } from "./revideo-renderer.ts";

const media = await openMedia();
const installation = findRevideo(findChromium(process.env["CHROMIUM_PATH"]));
const isInstalled = !("missing" in installation);
let folder: string;
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), "spool-revideo-"))));
afterEach(() => rm(folder, { recursive: true }));

test("what is missing is said with how to get it", () => {
  expect(findRevideo("/usr/bin/chromium", "/nowhere/")).toEqual({
    missing: expect.stringContaining("npm run revideo -- install") as string,
  });
  expect(findChromium("/nowhere/chromium")).toBe(null);
});

describe.skipIf(!isInstalled)("with Revideo installed (skipped where it is not)", () => {
  const render = (...order: Parameters<ReturnType<typeof createRevideoRenderer>>) => {
    if ("missing" in installation) throw new Error(installation.missing);
    return createRevideoRenderer({ media, installation, path: process.env["PATH"] ?? "" })(...order);
  };

  test("a storyboard becomes a picture of its length and shape", async () => {
    const progress: number[] = [];

    const picture = await render(shortStoryboard("9:16"), folder, AbortSignal.timeout(200_000), (ratio) =>
      progress.push(ratio),
    );

    const facts = await probeMedia(picture.path, media);
    expect(facts).toMatchObject({ videoCodec: "h264", widthPx: 1080, heightPx: 1920 });
    expect(Math.abs(facts.durationSeconds - 3)).toBeLessThan(0.1);
    expect(progress.length).toBeGreaterThan(3);
    expect(progress.at(-1)).toBe(1);
    expect(await readdir(folder)).toEqual(["picture.mp4"]);
  }, 240_000);

  test("program text in a storyboard is drawn and runs nowhere", async () => {
    const text =
      "`${document.title='x', process.exit(9)}` </script><img src=x onerror=alert(1)> {{7*7}} \\` ${";
    const contents: SceneContent[] = [{ kind: "statement", text }];

    const picture = await render(
      everySceneStoryboard({}, contents),
      folder,
      AbortSignal.timeout(200_000),
      () => undefined,
    );

    // Something is written where the statement stands: its frame is no plain background.
    const log = await runFfmpeg(media, ["-ss", "1.5", "-i", picture.path, "-frames:v", "1", "-vf", "crop=1200:400:150:300,signalstats,metadata=print", "-f", "null", "-"], { signal: AbortSignal.timeout(20_000) }); // prettier-ignore
    expect(Number(/YMAX=(\d+)/.exec(log)?.[1])).toBeGreaterThan(150);
  }, 240_000);

  test("an abort ends Chromium and all else, and removes what they were working on", async () => {
    const stopper = new AbortController();

    const attempt = render(
      everySceneStoryboard(),
      folder,
      stopper.signal,
      (ratio) => ratio > 0.01 && stopper.abort(),
    );

    await expect(attempt).rejects.toMatchObject({ category: "CANCELLED" });
    await expect.poll(() => commandsWith(folder)).toEqual([]);
    expect(await readdir(folder)).toEqual([]);
  }, 240_000);
});
