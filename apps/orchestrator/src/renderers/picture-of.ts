import { AppError } from "@spool/contracts/app-error";
import type { Media } from "@spool/media/open-media";
import { probeMedia } from "@spool/media/probe-media";
import type { Picture } from "./renderer.ts";

/** What another's program left as a picture. Throws API_ERROR for a file without one. */
export async function pictureOf(media: Media, path: string, signal: AbortSignal): Promise<Picture> {
  const { widthPx, heightPx, videoFrames } = await probeMedia(path, {
    ffprobePath: media.ffprobePath,
    signal,
  });
  if (widthPx === null || heightPx === null)
    throw new AppError("API_ERROR", "What the renderer made has no picture in it.");
  const frames = videoFrames ?? 0;
  return { path, widthPx, heightPx, framesDrawn: frames, framesEncoded: frames };
}
