import { execa } from "execa";
import { z } from "zod";
import { readMediaEnv } from "./env.ts";
import { locateTool } from "./locate-ffmpeg.ts";
import { abortedError, mediaError } from "./media-error.ts";

const PROBE_TIMEOUT_MS = 30_000;

const seconds = z.coerce.number().nonnegative();

const streamSchema = z.object({
  codec_type: z.string(),
  codec_name: z.string().optional(),
  width: z.number().int().optional(),
  height: z.number().int().optional(),
  pix_fmt: z.string().optional(),
  sample_rate: z.coerce.number().optional(),
  channels: z.number().int().optional(),
  duration: seconds.optional(),
  nb_frames: z.coerce.number().int().optional(),
});

const probeSchema = z.object({
  streams: z.array(streamSchema),
  format: z.object({ format_name: z.string(), duration: seconds.optional(), size: z.coerce.number().int() }),
});

/** What ffprobe says of a file. Null is what the file does not have, or its container does not say. */
export interface MediaFacts {
  container: string;
  durationSeconds: number;
  sizeBytes: number;
  videoCodec: string | null;
  widthPx: number | null;
  heightPx: number | null;
  pixelFormat: string | null;
  videoDurationSeconds: number | null;
  videoFrames: number | null;
  audioCodec: string | null;
  sampleRateHz: number | null;
  channels: number | null;
  audioDurationSeconds: number | null;
}

/**
 * Reads the facts of a media file.
 *
 * Throws INVALID_INPUT when ffprobe refuses the file, UNKNOWN (`missing_binary`) when there is no ffprobe.
 *
 * @param options.ffprobePath The ffprobe to use; looked for in the environment's order when it is not given.
 */
export async function probeMedia(
  path: string,
  options: { ffprobePath?: string; signal?: AbortSignal } = {},
): Promise<MediaFacts> {
  const { signal } = options;
  const ffprobePath = options.ffprobePath ?? (await locateTool("ffprobe", readMediaEnv())).path;
  const args = ["-v", "error", "-print_format", "json", "-show_format", "-show_streams", "-i", path];
  const result = await execa(ffprobePath, args, {
    reject: false,
    stdin: "ignore",
    timeout: PROBE_TIMEOUT_MS,
    ...(signal === undefined ? {} : { cancelSignal: signal }),
  });
  if (signal?.aborted) throw abortedError(signal);
  if (result.code === "ENOENT" || result.code === "EACCES") {
    const message = `ffprobe cannot be started: ${ffprobePath} is missing or not a program. Set FFPROBE_PATH.`;
    throw mediaError("missing_binary", "UNKNOWN", message);
  }
  if (result.timedOut) throw mediaError("timeout", "TIMEOUT", "ffprobe did not answer in 30 seconds.");
  const parsed = result.failed ? undefined : probeSchema.safeParse(JSON.parse(result.stdout)).data;
  if (parsed === undefined) {
    throw mediaError("refused", "INVALID_INPUT", "This is not a media file that ffprobe can read.", {
      context: { exit_code: result.exitCode, stderr: result.stderr.slice(-500) },
    });
  }
  return toFacts(parsed);
}

function toFacts({ streams, format }: z.infer<typeof probeSchema>): MediaFacts {
  const video = streams.find((stream) => stream.codec_type === "video");
  const audio = streams.find((stream) => stream.codec_type === "audio");
  return {
    container: format.format_name,
    durationSeconds: format.duration ?? 0,
    sizeBytes: format.size,
    videoCodec: video?.codec_name ?? null,
    widthPx: video?.width ?? null,
    heightPx: video?.height ?? null,
    pixelFormat: video?.pix_fmt ?? null,
    videoDurationSeconds: video?.duration ?? null,
    videoFrames: video?.nb_frames ?? null,
    audioCodec: audio?.codec_name ?? null,
    sampleRateHz: audio?.sample_rate ?? null,
    channels: audio?.channels ?? null,
    audioDurationSeconds: audio?.duration ?? null,
  };
}
