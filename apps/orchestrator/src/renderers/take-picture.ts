import { rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { AppError } from "@spool/contracts/app-error";
import type { Media } from "@spool/media/open-media";
import { writeWhole } from "@spool/media/part-file";
import { probeMedia } from "@spool/media/probe-media";
import { runFfmpeg } from "@spool/media/run-ffmpeg";
import type { Picture } from "./renderer.ts";

/**
 * Takes what another's program drew at `path`, as `picture.mp4` beside it: as it is where it is H.264 that everybody plays,
 * encoded once more where it is not (a browser encodes with the full range of a photograph, for one).
 *
 * Throws API_ERROR for a file without a picture.
 */
export async function takePicture(media: Media, path: string, signal: AbortSignal): Promise<Picture> {
  const facts = await probeMedia(path, { ffprobePath: media.ffprobePath, signal });
  const { widthPx, heightPx, videoCodec, pixelFormat, videoFrames } = facts;
  if (widthPx === null || heightPx === null)
    throw new AppError("API_ERROR", "What the renderer made has no picture in it.");
  const taken = join(dirname(path), "picture.mp4");
  if (videoCodec === "h264" && pixelFormat === "yuv420p") {
    await rename(path, taken);
  } else {
    await writeWhole(taken, async (partPath) => {
      const encoding = ["-c:v", "libx264", "-preset", "superfast", "-crf", "20"];
      // As canvas marks its own.
      const colours = [
        "-colorspace",
        "bt709",
        "-color_primaries",
        "bt709",
        "-color_trc",
        "bt709",
        "-color_range",
        "tv",
      ];
      const args = [
        "-loglevel",
        "error",
        "-i",
        path,
        "-an",
        "-vf",
        "scale=out_range=tv,format=yuv420p",
        ...encoding,
      ];
      await runFfmpeg(media, [...args, ...colours, partPath], { signal, outputPath: partPath });
    });
    await rm(path);
  }
  const frames = videoFrames ?? 0;
  return { path: taken, widthPx, heightPx, framesDrawn: frames, framesEncoded: frames };
}
