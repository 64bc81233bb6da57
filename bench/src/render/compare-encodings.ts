import { createWriteStream } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Storyboard } from "@spool/contracts/storyboard";
import { h264EncoderArgs } from "@spool/media/args/raw-to-h264";
import type { Media } from "@spool/media/open-media";
import { runFfmpeg } from "@spool/media/run-ffmpeg";
import { openDrawing } from "../../../apps/orchestrator/src/renderers/canvas/drawing.ts";
import { ENCODING, FPS } from "../../../apps/orchestrator/src/renderers/canvas/draw-segment.ts";
import { frameTimes } from "../../../apps/orchestrator/src/renderers/canvas/frame-times.ts";
import { layerPainter } from "../../../apps/orchestrator/src/renderers/canvas/paint-layers.ts";

const SAMPLE_FRAMES = 150;
const never = new AbortController().signal;

/** How like the drawn frames ours and a veryfast encoding at CRF 21 are, over stretches of moving frames of the whole video. */
export async function compareEncodings(
  media: Media,
  storyboard: Storyboard,
  folder: string,
): Promise<{ ssim: number; veryfastSsim: number }> {
  const drawing = await openDrawing(storyboard, folder, 1);
  const raw = join(folder, "sample.yuv");
  const source = [
    "-f",
    "rawvideo",
    "-pix_fmt",
    "yuv420p",
    "-s",
    `${drawing.widthPx}x${drawing.heightPx}`,
    "-r",
    String(FPS),
    "-i",
    raw,
  ];
  await pipeline(Readable.from(sampleFrames(drawing, storyboard.durationSeconds)), createWriteStream(raw));
  const measure = async (encoder: readonly string[]) => {
    const encoded = join(folder, "encoded.mkv");
    await runFfmpeg(media, [...source, ...encoder, encoded], { signal: never });
    const log = await runFfmpeg(media, [...source, "-i", encoded, "-lavfi", "ssim", "-f", "null", "-"], {
      signal: never,
    });
    return Number(/SSIM .*All:([\d.]+)/.exec(log)?.[1] ?? Number.NaN);
  };
  const ssim = await measure(h264EncoderArgs(ENCODING));
  const veryfastSsim = await measure(["-c:v", "libx264", "-preset", "veryfast", "-crf", "21"]);
  await rm(raw);
  return { ssim, veryfastSsim };
}

function* sampleFrames(
  drawing: Awaited<ReturnType<typeof openDrawing>>,
  durationSeconds: number,
): Generator<Uint8Array> {
  const range = { fromFrame: 0, untilFrame: Math.round(durationSeconds * FPS) };
  const moving = frameTimes(drawing.layers, range, FPS, true).filter(({ isNew }) => isNew);
  // Stretches of ten frames after each other, so that what is predicted from the frame before is part of the comparison.
  const every = Math.max(1, Math.floor(moving.length / (SAMPLE_FRAMES / 10)));
  const painter = layerPainter(drawing.layers, drawing.backdrop, drawing, drawing.scale);
  for (let start = 0; start < moving.length; start += every) {
    for (const { frame } of moving.slice(start, start + 10)) {
      painter.paint(frame / FPS);
      yield Uint8Array.from(painter.frame);
    }
  }
}
