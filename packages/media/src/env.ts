/** What the environment says about where ffmpeg is. */
export interface MediaEnv {
  /** Full path of the ffmpeg to use, before all others (`FFMPEG_PATH`). */
  ffmpegPath: string | undefined;
  /** Full path of the ffprobe to use, before all others (`FFPROBE_PATH`). */
  ffprobePath: string | undefined;
  /** The system's search path (`PATH`). */
  searchPath: string;
}

/** Reads `FFMPEG_PATH`, `FFPROBE_PATH` and `PATH`. An empty variable counts as unset. */
export function readMediaEnv(env: NodeJS.ProcessEnv = process.env): MediaEnv {
  return {
    ffmpegPath: env["FFMPEG_PATH"] === "" ? undefined : env["FFMPEG_PATH"],
    ffprobePath: env["FFPROBE_PATH"] === "" ? undefined : env["FFPROBE_PATH"],
    searchPath: env["PATH"] ?? "",
  };
}
