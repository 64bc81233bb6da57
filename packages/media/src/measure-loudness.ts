import { mediaError } from "./media-error.ts";
import type { Media } from "./open-media.ts";
import { runFfmpeg } from "./run-ffmpeg.ts";

/** What EBU R128 says of a sound. `integratedLufs` is null when there is nothing to hear. */
export interface Loudness {
  integratedLufs: number | null;
  truePeakDb: number | null;
}

/**
 * Measures a file's sound as it would be heard from two speakers.
 *
 * @param audioFilter What is done to the sound before it is measured, as a chain of filters; null for nothing.
 */
export async function measureLoudness(
  media: Media,
  path: string,
  signal: AbortSignal,
  audioFilter: string | null = null,
): Promise<Loudness> {
  return measure(media, path, signal, [audioFilter, "aformat=channel_layouts=stereo", "ebur128=peak=true"]);
}

/**
 * Integrated loudness of a sound whose channels are all the same, as it would be heard from two speakers: one channel
 * counted twice, and no peaks, which takes half of the time. null when there is nothing to hear.
 */
export async function measureVoiceLufs(
  media: Media,
  path: string,
  signal: AbortSignal,
  audioFilter: string,
): Promise<number | null> {
  const chain = [audioFilter, "pan=mono|c0=c0", "ebur128=dualmono=true"];
  return (await measure(media, path, signal, chain)).integratedLufs;
}

async function measure(
  media: Media,
  path: string,
  signal: AbortSignal,
  chain: readonly (string | null)[],
): Promise<Loudness> {
  // Only the summary is told, not every tenth of a second.
  const filters = `${chain.filter((filter) => filter !== null).join(",")}:framelog=verbose`;
  const args = ["-loglevel", "info", "-i", path, "-vn", "-af", filters, "-f", "null", "-"];
  return parseLoudness(await runFfmpeg(media, args, { signal, refusalCategory: "INVALID_INPUT" }));
}

/** Reads the summary that the ebur128 filter prints at the end. Silence is measured as -70 LUFS, its gate. */
export function parseLoudness(stderr: string): Loudness {
  const summary = stderr.slice(stderr.lastIndexOf("Summary:"));
  const integrated = /I:\s+(-?[\d.]+|-inf|nan) LUFS/.exec(summary)?.[1];
  const peak = /Peak:\s+(-?[\d.]+|-inf|nan) dBFS/.exec(summary)?.[1];
  if (integrated === undefined) throw mediaError("refused", "UNKNOWN", "ffmpeg did not report a loudness.");
  const lufs = Number(integrated);
  return {
    integratedLufs: Number.isFinite(lufs) && lufs > -70 ? lufs : null,
    truePeakDb: peak !== undefined && Number.isFinite(Number(peak)) ? Number(peak) : null,
  };
}
