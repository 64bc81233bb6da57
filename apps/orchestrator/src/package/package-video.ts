import { rm, writeFile } from "node:fs/promises";
import { extname, join } from "node:path";
import type { RenderedFile } from "@spool/contracts/render-api";
import type { VideoMetadata, VideoQuality } from "@spool/contracts/video-results";
import { extractFrameArgs } from "@spool/media/args/extract-frame";
import { muxNarrationArgs } from "@spool/media/args/mux-narration";
import type { Media } from "@spool/media/open-media";
import { writeWhole } from "@spool/media/part-file";
import type { MediaFacts } from "@spool/media/probe-media";
import { runFfmpeg } from "@spool/media/run-ffmpeg";
import type { Images } from "../images/bring-images.ts";
import { inspectVideo } from "../quality/inspect-video.ts";
import { judgeVideo, requireQuality } from "../quality/judge-video.ts";
import type { Picture } from "../renderers/renderer.ts";
import type { Storyboard } from "@spool/contracts/storyboard";
import { loudnessFilter } from "./bring-to-loudness.ts";
import { chaptersOf, toFfmetadata } from "./chapters.ts";
import { choosePosterSeconds } from "./choose-poster.ts";
import { describeVideo } from "./describe-video.ts";
import { makeHls } from "./make-hls.ts";
import { toSubRip } from "./sub-rip.ts";
import { toVideoScript } from "./to-video-script.ts";
import { toWebVtt } from "./web-vtt.ts";

interface PackagedFile {
  kind: RenderedFile["kind"];
  path: string;
  contentType: string;
}

/** Files of a finished video, in the folder of its render, and what there is to say of it. */
export interface PackagedVideo {
  files: readonly PackagedFile[];
  facts: MediaFacts;
  quality: VideoQuality;
  metadata: VideoMetadata;
}

export interface PackageOrder {
  /** What was asked for; null where an author's script decides. */
  lengthSeconds: number | null;
  hasMusic: boolean;
  hasHls: boolean;
}

const THUMBNAIL_LONG_SIDE_PX = 960;
const PICTURE_TYPES: Readonly<Record<string, string>> = {
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".webp": "image/webp",
};

/**
 * Puts sound under the picture, looks at what came of it, and makes everything that goes with a video.
 *
 * Throws UNKNOWN (`isQualityError`) when the result does not pass quality control: a wrong one is never delivered.
 */
export async function packageVideo(
  media: Media,
  storyboard: Storyboard,
  sources: { picture: Picture; narrationPath: string; folder: string; images: Images },
  order: PackageOrder,
  signal: AbortSignal,
  onProgress: (ratio: number) => void,
): Promise<PackagedVideo> {
  const { picture, narrationPath, folder, images } = sources;
  const { widthPx, heightPx } = picture;
  const video = join(folder, "video.mp4");
  const writeText = (name: string, text: string) => writeFileWhole(join(folder, name), text);
  const chapters = chaptersOf(storyboard);
  const metadata = describeVideo(storyboard);

  const audioFilter = await loudnessFilter(media, narrationPath, signal);
  onProgress(0.2);
  const tags = await writeText("metadata.txt", toFfmetadata(metadata.title, chapters));
  await writeWhole(video, async (partPath) => {
    const inputs = { video: picture.path, audio: narrationPath, metadata: tags };
    const { durationSeconds } = storyboard;
    const args = muxNarrationArgs(inputs, partPath, { audioFilter, durationSeconds });
    await runFfmpeg(media, args, { signal, outputPath: partPath });
  });
  await rm(picture.path);
  onProgress(0.35);

  const inspection = await inspectVideo(media, video, folder, signal);
  const { lengthSeconds, hasMusic } = order;
  const quality = judgeVideo(inspection, { storyboard, lengthSeconds, hasMusic, widthPx, heightPx });
  requireQuality(quality);
  onProgress(0.6);

  const atSeconds = choosePosterSeconds(inspection.pictures, storyboard);
  const [poster, thumbnail] = [join(folder, "poster.jpg"), join(folder, "thumbnail.jpg")];
  const pictures = [
    { output: poster, longSidePx: Math.max(widthPx, heightPx) },
    { output: thumbnail, longSidePx: THUMBNAIL_LONG_SIDE_PX },
  ];
  await runFfmpeg(media, extractFrameArgs(video, atSeconds, pictures), { signal, outputPath: thumbnail });
  const { durationSeconds } = inspection.facts;
  const source = { path: video, widthPx, heightPx, durationSeconds };
  const hls = order.hasHls ? await makeHls(media, source, folder, signal) : [];
  onProgress(0.7);
  return {
    facts: inspection.facts,
    quality,
    metadata,
    files: [
      { kind: "video", path: video, contentType: "video/mp4" },
      { kind: "thumbnail", path: thumbnail, contentType: "image/jpeg" },
      { kind: "poster", path: poster, contentType: "image/jpeg" },
      {
        kind: "captions",
        path: await writeText("captions.vtt", toWebVtt(storyboard.captions)),
        contentType: "text/vtt",
      },
      {
        kind: "subtitles",
        path: await writeText("captions.srt", toSubRip(storyboard.captions)),
        contentType: "application/x-subrip",
      },
      {
        kind: "chapters",
        path: await writeText("chapters.vtt", toWebVtt(chapters)),
        contentType: "text/vtt",
      },
      {
        kind: "storyboard",
        path: await writeText("storyboard.json", JSON.stringify(storyboard)),
        contentType: "application/json",
      },
      {
        kind: "script",
        path: await writeText("script.json", JSON.stringify(toVideoScript(storyboard, images), null, 2)),
        contentType: "application/json",
      },
      // What the storyboard's scenes show lies beside it, so that it can be drawn again when the addresses are gone.
      ...Object.values(images).map((name) => ({
        kind: "picture" as const,
        path: join(folder, name),
        contentType: PICTURE_TYPES[extname(name)] ?? "application/octet-stream",
      })),
      ...hls.map((path) => ({
        kind: "hls" as const,
        path,
        contentType: path.endsWith(".mp4") ? "video/mp4" : "application/vnd.apple.mpegurl",
      })),
    ],
  };
}

async function writeFileWhole(path: string, text: string): Promise<string> {
  await writeWhole(path, (partPath) => writeFile(partPath, text));
  return path;
}
