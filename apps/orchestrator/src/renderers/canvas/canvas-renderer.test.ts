import { spawn } from "node:child_process";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openMedia } from "@spool/media/open-media";
import { probeMedia } from "@spool/media/probe-media";
import { afterEach, beforeEach, expect, test } from "vitest";
import { childProcesses, commandsWith, isRunning } from "../../test-support/child-processes.ts";
import { repeatStoryboard } from "../../test-support/repeat-storyboard.ts";
import { shortStoryboard } from "../../test-support/short-storyboard.ts";
import { createCanvasRenderer } from "./canvas-renderer.ts";

const media = await openMedia();
let folder: string;
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), "spool-canvas-"))));
afterEach(() => rm(folder, { recursive: true }));
const never = new AbortController().signal;

test.each([
  ["16:9", 384, 216],
  ["9:16", 216, 384],
] as const)(
  "a storyboard becomes a picture of its length and shape (%s)",
  async (aspect, widthPx, heightPx) => {
    const progress: number[] = [];

    const picture = await createCanvasRenderer({ media, scale: 0.2 })(
      shortStoryboard(aspect),
      folder,
      never,
      (ratio) => progress.push(ratio),
    );

    const facts = await probeMedia(picture.path, media);
    expect(facts).toMatchObject({ videoCodec: "h264", pixelFormat: "yuv420p", widthPx, heightPx });
    expect(Math.abs(facts.durationSeconds - 3)).toBeLessThan(0.05);
    expect(picture.framesDrawn).toBeLessThan(picture.framesEncoded + 1);
    expect(picture.framesEncoded).toBeLessThan(90);
    expect(progress.at(-1)).toBe(1);
  },
);

test("an abort in the middle ends all processes and leaves nothing half-written", async () => {
  const controller = new AbortController();
  const render = createCanvasRenderer({ media, scale: 0.5 });

  const attempt = render(shortStoryboard(), folder, controller.signal, (ratio) => {
    if (ratio > 0.3) controller.abort();
  });

  await expect(attempt).rejects.toMatchObject({ category: "CANCELLED" });
  expect(await readdir(folder)).toEqual(["segments"]);
  expect((await readdir(join(folder, "segments"))).filter((name) => name.includes(".part."))).toEqual([]);
  expect(commandsWith(folder)).toEqual([]);
  expect(drawingProcesses()).toEqual([]);
});

test("a segment that is there is not drawn again, and one of another storyboard is not taken for it", async () => {
  const render = createCanvasRenderer({ media, scale: 0.2 });
  const kept: string[] = [];
  const first = await render(shortStoryboard(), folder, never, ignore, (path) => void kept.push(path));

  const again = await render(shortStoryboard(), folder, never, ignore);
  const changed = await render({ ...shortStoryboard(), title: "Another?" }, folder, never, ignore);

  expect(kept.length).toBeGreaterThan(0);
  expect(again).toMatchObject({ framesDrawn: 0, framesEncoded: 0 });
  expect(changed.framesDrawn).toBe(first.framesDrawn);
});

test("a drawing process that is killed fails the picture and says so, and what was finished stays", async () => {
  const storyboard = repeatStoryboard(shortStoryboard(), 10);
  const render = createCanvasRenderer({ media, scale: 0.2 });
  let finished = 0;

  const attempt = render(storyboard, folder, never, ignore, () => {
    finished += 1;
    const [victim] = drawingProcesses();
    if (finished === 1 && victim !== undefined) process.kill(victim.pid, "SIGKILL");
  });

  await expect(attempt).rejects.toMatchObject({ category: "UNKNOWN", context: { signal: "SIGKILL" } });
  expect(drawingProcesses()).toEqual([]);
  const secondTime = await render(storyboard, folder, never, ignore);
  await rm(join(folder, "segments"), { recursive: true });
  const fromNothing = await render(storyboard, folder, never, ignore);
  expect(secondTime.framesDrawn).toBeLessThan(fromNothing.framesDrawn);
});

test("a program that is killed outright in the middle leaves neither drawing processes nor encoders", async () => {
  const url = (path: string) => JSON.stringify(new URL(path, import.meta.url).href);
  const program = `
    import { openMedia } from "@spool/media/open-media";
    import { createCanvasRenderer } from ${url("./canvas-renderer.ts")};
    import { repeatStoryboard } from ${url("../../test-support/repeat-storyboard.ts")};
    import { shortStoryboard } from ${url("../../test-support/short-storyboard.ts")};
    const render = createCanvasRenderer({ media: await openMedia() });
    const storyboard = repeatStoryboard(shortStoryboard(), 10);
    await render(storyboard, ${JSON.stringify(folder)}, new AbortController().signal, () => undefined);
  `;
  const before = new Set(childProcesses().map(({ pid }) => pid));
  const parent = spawn(process.execPath, ["--input-type=module", "--eval", program], {
    cwd: fileURLToPath(new URL(".", import.meta.url)),
    stdio: "ignore",
  });
  await expect.poll(() => commandsWith(folder).length, { timeout: 20_000 }).toBeGreaterThan(2);
  const started = childProcesses().filter(({ pid }) => pid !== parent.pid && !before.has(pid));

  parent.kill("SIGKILL");

  await expect.poll(() => started.filter(({ pid }) => isRunning(pid)), { timeout: 10_000 }).toEqual([]);
});

const ignore = () => undefined;
const drawingProcesses = () => childProcesses().filter(({ command }) => command.includes("segment-process"));
