import { mkdir, readdir, rm, stat, writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { abortedError, throwIfAborted } from "@spool/media/media-error";
import type { Media } from "@spool/media/open-media";
import { writeWhole } from "@spool/media/part-file";
import { runFfmpeg } from "@spool/media/run-ffmpeg";
import type { Storyboard } from "@spool/contracts/storyboard";
import type { Renderer } from "../renderer.ts";
import { type DrawLane, openDrawLane } from "./draw-lane.ts";
import { ENCODING, FPS } from "./draw-segment.ts";
import { pictureSize } from "./drawing.ts";
import { planSegments, type Segment } from "./plan-segments.ts";

/** Raised with every change in what is drawn, so that segments of an older release are not mixed with new ones. */
const DRAWING_VERSION = 4;
/** Two processes, each with an encoder of one thread, use two cores; more videos at once are the server's business. */
const MOST_LANES = 2;

interface CanvasRendererOptions {
  media: Media;
  /** 1 is full size, 1920 × 1080, 1080 × 1920 or 1080 × 1080. Smaller is faster, for tests. */
  scale?: number;
}

/**
 * Draws with Skia and encodes with x264: segments of the video beside each other, in processes of their own.
 *
 * Finished segments stay in `<folder>/segments`; one that is found there is not drawn again. Memory and temporary
 * space do not grow with the length of the video, beside the video itself.
 */
export function createCanvasRenderer({ media, scale = 1 }: CanvasRendererOptions): Renderer {
  return async (storyboard, folder, signal, onProgress, onSegment) => {
    throwIfAborted(signal);
    const lanes = Math.min(MOST_LANES, availableParallelism());
    const size = pictureSize(storyboard, scale);
    const pictureKey = JSON.stringify([DRAWING_VERSION, FPS, ENCODING, size]);
    const segments = planSegments(storyboard, { fps: FPS, lanes, pictureKey });
    const segmentFolder = join(folder, "segments");
    await mkdir(segmentFolder, { recursive: true });
    const isThere = await wholeFiles(segmentFolder);
    const missing = segments.filter(({ fileName }) => !isThere.has(fileName));

    const counts = { framesDrawn: 0, framesEncoded: 0 };
    const doneRatios: number[] = segments.map(({ fileName }) => (isThere.has(fileName) ? 1 : 0));
    const totalFrames = segments.at(-1)?.untilFrame ?? 1;
    const progress = (index: number, ratio: number) => {
      doneRatios[index] = ratio;
      const done = segments.reduce(
        (sum, { fromFrame, untilFrame }, at) => sum + (untilFrame - fromFrame) * (doneRatios[at] ?? 0),
        0,
      );
      onProgress(done / totalFrames);
    };
    await drawAll(
      missing,
      Math.min(lanes, missing.length),
      { storyboard, folder, scale, media, signal },
      async (lane, segment) => {
        const path = join(segmentFolder, segment.fileName);
        const drawn = await lane.draw(segment, path, (ratio) => progress(segment.index, ratio));
        counts.framesDrawn += drawn.framesDrawn;
        counts.framesEncoded += drawn.framesEncoded;
        progress(segment.index, 1);
        await onSegment?.(path);
      },
    );

    const path = join(folder, "picture.mkv");
    await joinSegments(media, segments, segmentFolder, path, signal);
    onProgress(1);
    return { path, ...size, ...counts };
  };
}

/** What a lane left half-written when it was killed does not count, and goes. */
async function wholeFiles(segmentFolder: string): Promise<Set<string>> {
  const names = await readdir(segmentFolder);
  const whole = new Set<string>();
  for (const name of names) {
    const path = join(segmentFolder, name);
    if (name.includes(".part.") || (await stat(path)).size === 0) await rm(path, { force: true });
    else whole.add(name);
  }
  return whole;
}

/** Gives out the segments, the longest first, and ends all lanes before it returns or throws. */
async function drawAll(
  segments: readonly Segment[],
  laneCount: number,
  context: { storyboard: Storyboard; folder: string; scale: number; media: Media; signal: AbortSignal },
  drawOne: (lane: DrawLane, segment: Segment) => Promise<void>,
): Promise<void> {
  const { storyboard, folder, scale, media, signal } = context;
  const framesOf = ({ fromFrame, untilFrame }: Segment) => untilFrame - fromFrame;
  const waiting = [...segments].sort((a, b) => framesOf(b) - framesOf(a));
  const lanes = Array.from({ length: laneCount }, () => openDrawLane(storyboard, folder, scale, media));
  const { promise: aborted, reject: abort } = Promise.withResolvers<never>();
  const onAbort = () => abort(abortedError(signal));
  aborted.catch(() => undefined); // it may come when nobody waits any more
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    const work = lanes.map(async (lane) => {
      for (let segment = waiting.shift(); segment !== undefined; segment = waiting.shift()) {
        await drawOne(lane, segment);
      }
    });
    for (const each of work) each.catch(() => undefined); // the first failure is told; the others follow from the end
    await Promise.race([Promise.all(work), aborted]);
  } finally {
    signal.removeEventListener("abort", onAbort);
    waiting.length = 0;
    await Promise.all(lanes.map((lane) => lane.close()));
  }
}

/** Puts segments one after the other without touching their pictures. */
async function joinSegments(
  media: Media,
  segments: readonly Segment[],
  segmentFolder: string,
  path: string,
  signal: AbortSignal,
): Promise<void> {
  const listPath = join(segmentFolder, "list.txt");
  // Where one begins is said here: a file of stills does not know how long its last picture stands.
  const entries = segments.map(
    ({ fileName, fromFrame, untilFrame }) =>
      `file '${fileName}'\nduration ${((untilFrame - fromFrame) / FPS).toFixed(6)}\n`,
  );
  await writeFile(listPath, `ffconcat version 1.0\n${entries.join("")}`);
  await writeWhole(path, async (partPath) => {
    const args = ["-loglevel", "error", "-f", "concat", "-i", listPath, "-c", "copy", partPath];
    await runFfmpeg(media, args, { signal, outputPath: partPath });
  });
  await rm(listPath);
}
