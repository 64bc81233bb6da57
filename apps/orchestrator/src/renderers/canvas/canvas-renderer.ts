import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { type Canvas, createCanvas } from "@napi-rs/canvas";
import { rawToH264Args } from "@spool/media/args/raw-to-h264";
import type { Media } from "@spool/media/open-media";
import { writeWhole } from "@spool/media/part-file";
import { matroskaFrameHeader, matroskaHeader } from "@spool/media/raw-matroska";
import { runFfmpeg } from "@spool/media/run-ffmpeg";
import type { Storyboard } from "../../storyboard/storyboard.ts";
import type { Renderer } from "../renderer.ts";
import { frameDrawer } from "./frame-drawer.ts";
import { type FrameTime, frameTimes } from "./frame-times.ts";
import { type Layout, layoutOf } from "./layout.ts";

const FPS = 30;
const CRF = 21;
const PRESET = "veryfast";

interface CanvasRendererOptions {
  media: Media;
  /** 1 is full size, 1920 × 1080 or 1080 × 1920. Smaller is faster, for tests. */
  scale?: number;
}

/** Draws with Skia and encodes with x264, at the same time. Memory does not grow with the length of the video. */
export function createCanvasRenderer({ media, scale = 1 }: CanvasRendererOptions): Renderer {
  return async (storyboard, folder, signal, onProgress) => {
    const path = join(folder, "picture.mkv");
    const layout = layoutOf(storyboard);
    const size = { widthPx: evenPx(layout.widthPx * scale), heightPx: evenPx(layout.heightPx * scale) };
    const frames = frameTimes(storyboard, FPS);
    const keyframeAtSeconds = storyboard.scenes.map(({ startSeconds }) => startSeconds);

    await writeWhole(path, async (partPath) => {
      await runFfmpeg(media, rawToH264Args(partPath, { preset: PRESET, crf: CRF, keyframeAtSeconds }), {
        signal,
        input: drawnFrames(storyboard, layout, size, scale, frames, onProgress),
        outputPath: partPath,
      });
    });
    const framesDrawn = frames.filter(({ isNew }) => isNew).length;
    return { path, ...size, framesDrawn, framesEncoded: frames.length };
  };
}

async function* drawnFrames(
  storyboard: Storyboard,
  layout: Layout,
  size: { widthPx: number; heightPx: number },
  scale: number,
  frames: readonly FrameTime[],
  onProgress: (ratio: number) => void,
): AsyncGenerator<Uint8Array> {
  yield matroskaHeader({ ...size, fps: FPS });
  const draw = frameDrawer(storyboard, layout, scale);
  // Two of them in turn: one is on its way to ffmpeg while the other is drawn.
  let shown = createCanvas(size.widthPx, size.heightPx);
  let spare: Canvas = createCanvas(size.widthPx, size.heightPx);
  for (const [index, { frame, isNew }] of frames.entries()) {
    if (isNew) {
      [shown, spare] = [spare, shown];
      draw(shown, frame / FPS);
      // Drawing holds this thread for some milliseconds; requests get their turn in between.
      await nextTurn();
    }
    const pixels = shown.data();
    yield matroskaFrameHeader(frame / FPS, pixels.length);
    yield pixels;
    onProgress((index + 1) / frames.length);
  }
}

/** 4:2:0 video has even sides. */
const evenPx = (lengthPx: number) => Math.round(lengthPx / 2) * 2;
