import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { AppError } from "@spool/contracts/app-error";
import { extractFrameArgs } from "@spool/media/args/extract-frame";
import { muxNarrationArgs } from "@spool/media/args/mux-narration";
import type { Media } from "@spool/media/open-media";
import { writeWhole } from "@spool/media/part-file";
import { type MediaFacts, probeMedia } from "@spool/media/probe-media";
import { runFfmpeg } from "@spool/media/run-ffmpeg";
import type { Picture } from "../renderers/renderer.ts";
import type { Storyboard } from "../storyboard/storyboard.ts";
import { loudnessFilter } from "./bring-to-loudness.ts";
import { toWebVtt } from "./web-vtt.ts";

/** Files of a finished video, in the folder of its render. */
export interface PackagedVideo {
  files: readonly {
    kind: "video" | "thumbnail" | "captions" | "storyboard";
    path: string;
    contentType: string;
  }[];
  facts: MediaFacts;
}

const THUMBNAIL_LONG_SIDE_PX = 1280;
const LENGTH_TOLERANCE_RATIO = 0.1;

/**
 * Puts sound under the picture, and makes captions, thumbnail and the stored storyboard.
 *
 * Throws UNKNOWN when the result is not the video that was planned: a wrong one is never delivered.
 */
export async function packageVideo(
  media: Media,
  storyboard: Storyboard,
  sources: { picture: Picture; narrationPath: string; folder: string },
  signal: AbortSignal,
  onProgress: (ratio: number) => void,
): Promise<PackagedVideo> {
  const { picture, narrationPath, folder } = sources;
  const inFolder = (name: string) => join(folder, name);
  const [video, thumbnail] = [inFolder("video.mp4"), inFolder("thumbnail.jpg")];
  const [captions, plan] = [inFolder("captions.vtt"), inFolder("storyboard.json")];

  const audioFilter = await loudnessFilter(media, narrationPath, signal);
  onProgress(0.3);
  await writeWhole(video, async (partPath) => {
    const args = muxNarrationArgs(picture.path, narrationPath, partPath, {
      audioFilter,
      durationSeconds: storyboard.durationSeconds,
    });
    await runFfmpeg(media, args, { signal, outputPath: partPath });
  });
  await rm(picture.path);
  onProgress(0.6);
  await writeWhole(thumbnail, async (partPath) => {
    const args = extractFrameArgs(video, partPath, {
      atSeconds: posterSeconds(storyboard),
      longSidePx: THUMBNAIL_LONG_SIDE_PX,
    });
    await runFfmpeg(media, args, { signal, outputPath: partPath });
  });
  await writeWhole(captions, (partPath) => writeFile(partPath, toWebVtt(storyboard.captions)));
  await writeWhole(plan, (partPath) => writeFile(partPath, JSON.stringify(storyboard)));

  const facts = await probeMedia(video, { ffprobePath: media.ffprobePath, signal });
  requireAsPlanned(facts, storyboard, picture);
  onProgress(0.7);
  return {
    facts,
    files: [
      { kind: "video", path: video, contentType: "video/mp4" },
      { kind: "thumbnail", path: thumbnail, contentType: "image/jpeg" },
      { kind: "captions", path: captions, contentType: "text/vtt" },
      { kind: "storyboard", path: plan, contentType: "application/json" },
    ],
  };
}

/** A moment of the title scene at which all of it can be seen. */
function posterSeconds({ scenes }: Storyboard): number {
  const title = scenes.find(({ content }) => content.kind === "title") ?? scenes[0];
  return title === undefined ? 0 : Math.max(0, title.endSeconds - 0.2);
}

function requireAsPlanned(
  facts: MediaFacts,
  { durationSeconds }: Storyboard,
  { widthPx, heightPx }: Picture,
): void {
  const isLengthRight =
    Math.abs(facts.durationSeconds - durationSeconds) <= durationSeconds * LENGTH_TOLERANCE_RATIO;
  const isShapeRight = facts.widthPx === widthPx && facts.heightPx === heightPx;
  const areCodecsRight =
    facts.videoCodec === "h264" && facts.audioCodec === "aac" && facts.pixelFormat === "yuv420p";
  if (isLengthRight && isShapeRight && areCodecsRight) return;
  throw new AppError("UNKNOWN", "The finished file is not the video that was planned.", {
    context: { ...facts },
  });
}
