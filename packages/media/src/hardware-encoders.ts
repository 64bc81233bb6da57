import { runFfmpeg } from "./run-ffmpeg.ts";
import type { Media } from "./open-media.ts";

/** How ffmpeg reaches a piece of hardware, and what its encoders are called. */
export type EncoderFamily = "nvenc" | "qsv" | "vaapi";

const CODECS = ["h264", "hevc", "av1", "vp9"];
const TEST_TIMEOUT_MS = 10_000;
const TEST_PICTURE = ["-f", "lavfi", "-i", "color=black:size=256x144:rate=10:duration=0.3"];

/**
 * The encoders of a family that encode on this machine: each is built into ffmpeg, and has just encoded three frames.
 *
 * `renderNode` is the device, such as `/dev/dri/renderD128`; nvenc finds its own. Never throws.
 */
export async function findHardwareEncoders(
  media: Media,
  family: EncoderFamily,
  renderNode?: string,
): Promise<string[]> {
  const built = CODECS.map((codec) => `${codec}_${family}`).filter((encoder) => media.encoders.has(encoder));
  const found: string[] = [];
  for (const encoder of built) {
    if (await canEncode(media, hardwareTestArgs(encoder, family, renderNode))) found.push(encoder);
  }
  return found;
}

/** Arguments that encode three frames into nothing. */
export function hardwareTestArgs(encoder: string, family: EncoderFamily, renderNode?: string): string[] {
  const end = ["-c:v", encoder, "-f", "null", "-"];
  switch (family) {
    case "nvenc":
      return [...TEST_PICTURE, "-pix_fmt", "yuv420p", ...end];
    case "vaapi":
      return ["-vaapi_device", renderNode ?? "", ...TEST_PICTURE, "-vf", "format=nv12,hwupload", ...end];
    case "qsv":
      return [
        ...[
          "-init_hw_device",
          `qsv=hardware,child_device=${renderNode ?? ""}`,
          "-filter_hw_device",
          "hardware",
        ],
        ...TEST_PICTURE,
        ...["-vf", "format=nv12,hwupload=extra_hw_frames=8", ...end],
      ];
  }
}

async function canEncode(media: Media, args: string[]): Promise<boolean> {
  return runFfmpeg(media, args, { signal: AbortSignal.timeout(TEST_TIMEOUT_MS) }).then(
    () => true,
    () => false,
  );
}
