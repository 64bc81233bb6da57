import { execa } from "execa";
import { type MediaEnv, readMediaEnv } from "./env.ts";
import { locateFfmpeg } from "./locate-ffmpeg.ts";
import { mediaError } from "./media-error.ts";

/** The tools of this machine and what they can do. Made once by `openMedia` and passed along. */
export interface Media {
  ffmpegPath: string;
  ffprobePath: string;
  /** As ffmpeg prints it, such as `5.1.9-0+deb12u1`. */
  version: string;
  encoders: ReadonlySet<string>;
  filters: ReadonlySet<string>;
}

const PROBE_TIMEOUT_MS = 20_000;

/**
 * Finds ffmpeg and ffprobe and asks them once what they can do.
 *
 * Throws UNKNOWN (`missing_binary`) when one of them is not there or does not start.
 */
export async function openMedia(env: MediaEnv = readMediaEnv()): Promise<Media> {
  const { ffmpegPath, ffprobePath } = await locateFfmpeg(env);
  const [version, encoders, filters] = await Promise.all([
    ask(ffmpegPath, "-version"),
    ask(ffmpegPath, "-encoders"),
    ask(ffmpegPath, "-filters"),
    ask(ffprobePath, "-version"),
  ]);
  return {
    ffmpegPath,
    ffprobePath,
    version: /^ffmpeg version (\S+)/.exec(version)?.[1] ?? "unknown",
    encoders: namesInListing(encoders),
    filters: namesInListing(filters),
  };
}

/** Throws UNKNOWN naming the first encoder or filter that this machine's ffmpeg lacks. */
export function requireFeatures(media: Media, needed: { encoders?: string[]; filters?: string[] }): void {
  const missing =
    needed.encoders?.find((name) => !media.encoders.has(name)) ??
    needed.filters?.find((name) => !media.filters.has(name));
  if (missing === undefined) return;
  throw mediaError(
    "missing_binary",
    "UNKNOWN",
    `The ffmpeg at ${media.ffmpegPath} (version ${media.version}) was built without ${missing}. Set FFMPEG_PATH to a complete build.`,
  );
}

async function ask(path: string, question: string): Promise<string> {
  try {
    const { stdout } = await execa(path, ["-hide_banner", question], {
      timeout: PROBE_TIMEOUT_MS,
      stdin: "ignore",
    });
    return stdout;
  } catch (error) {
    throw mediaError("missing_binary", "UNKNOWN", `${path} was found, but does not start.`, { cause: error });
  }
}

/** Lines such as ` V....D libx264  H.264 …`: the second word, in what follows the legend. */
export function namesInListing(listing: string): ReadonlySet<string> {
  const names = new Set<string>();
  for (const line of listing.split("\n")) {
    const [, name] = /^ [A-Z.|]{2,8} +([a-zA-Z0-9_]+) /.exec(line) ?? [];
    if (name !== undefined) names.add(name);
  }
  return names;
}
