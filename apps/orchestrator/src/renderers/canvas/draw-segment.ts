import { setImmediate as nextTurn } from "node:timers/promises";
import { rawToH264Args } from "@spool/media/args/raw-to-h264";
import type { Media } from "@spool/media/open-media";
import { writeWhole } from "@spool/media/part-file";
import { matroskaFrameHeader, matroskaHeader } from "@spool/media/raw-matroska";
import { runFfmpeg } from "@spool/media/run-ffmpeg";
import type { Drawing } from "./drawing.ts";
import { type FrameTime, frameTimes } from "./frame-times.ts";
import { layerPainter } from "./paint-layers.ts";
import type { Segment } from "./plan-segments.ts";

export const FPS = 30;
/**
 * On drawn pictures this has a better SSIM than veryfast at CRF 21 (0.9968 against 0.9964 over 100 moving frames at
 * 1080p) in about a third of its time, for up to twice the bytes: still less than a megabit a second.
 */
export const ENCODING = { preset: "superfast", qp: 22, threads: 1 } as const;

export interface SegmentCounts {
  /** How many different pictures were drawn, and how many were given to the encoder. */
  framesDrawn: number;
  framesEncoded: number;
}

/**
 * Draws a segment and encodes it at the same time. Memory does not grow with its length; `path` is a whole file or
 * not there.
 *
 * @param onFrame The number of the frame that was sent, on the grid of 30 a second.
 */
export async function drawSegment(
  drawing: Drawing,
  segment: Segment,
  { path, keyframeAtSeconds }: { path: string; keyframeAtSeconds: readonly number[] },
  { media, signal, onFrame }: { media: Media; signal: AbortSignal; onFrame: (frame: number) => void },
): Promise<SegmentCounts> {
  const frames = frameTimes(drawing.layers, segment, FPS, segment.isEnd);
  await writeWhole(path, async (partPath) => {
    await runFfmpeg(media, rawToH264Args(partPath, { ...ENCODING, keyframeAtSeconds }), {
      signal,
      input: drawnFrames(drawing, segment, frames, onFrame),
      outputPath: partPath,
    });
  });
  return { framesDrawn: frames.filter(({ isNew }) => isNew).length, framesEncoded: frames.length };
}

async function* drawnFrames(
  { layers, backdrop, scale, widthPx, heightPx }: Drawing,
  { fromFrame, untilFrame }: Segment,
  frames: readonly FrameTime[],
  onFrame: (frame: number) => void,
): AsyncGenerator<Uint8Array> {
  yield matroskaHeader({ widthPx, heightPx, fps: FPS });
  const visible = layers.filter(
    (layer) => layer.untilSeconds * FPS > fromFrame && layer.fromSeconds * FPS < untilFrame,
  );
  const painter = layerPainter(visible, backdrop, { widthPx, heightPx }, scale);
  // Two of them in turn: one is on its way to ffmpeg while the next is drawn.
  const sent = [new Uint8Array(painter.frame.length), new Uint8Array(painter.frame.length)];
  for (const [index, { frame, isNew }] of frames.entries()) {
    if (isNew) painter.paint(frame / FPS);
    const pixels = sent[index % 2];
    if (pixels === undefined) return;
    pixels.set(painter.frame);
    yield matroskaFrameHeader((frame - fromFrame) / FPS, pixels.length);
    yield pixels;
    onFrame(frame);
    await nextTurn(); // an abort is heard between two frames
  }
}
