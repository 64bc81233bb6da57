/** One rung of a ladder. `path` is without extension: everything of a rung has its name. */
export interface Rung {
  path: string;
  widthPx: number;
  heightPx: number;
  maxKbps: number;
  /** Of H.264, ten times: 31 for 3.1. */
  level: number;
}

/**
 * Arguments that encode a video into rungs of different sizes, as `<path>.mkv`. Keyframes stand at the same frames in
 * all of them, so that a player may change between them. Into Matroska, because there a frame that stands for seconds
 * is one frame: straight into HLS, ffmpeg would repeat it thirty times a second.
 */
export function hlsRungsArgs(input: string, rungs: readonly Rung[], segmentSeconds: number): string[] {
  const labels = rungs.map((_, index) => `[s${index}]`).join("");
  const scales = rungs.map(
    ({ widthPx, heightPx }, index) => `[s${index}]scale=${widthPx}:${heightPx}:flags=bicubic[v${index}]`,
  );
  return [
    ...["-loglevel", "error", "-i", input],
    ...["-filter_complex", [`[0:v:0]split=${rungs.length}${labels}`, ...scales].join(";")],
    ...rungs.flatMap(({ path, maxKbps, level }, index) => [
      ...[
        "-map",
        `[v${index}]`,
        "-map",
        "0:a:0",
        "-map_metadata",
        "-1",
        "-map_chapters",
        "-1",
        "-c:a",
        "copy",
      ],
      ...[
        "-c:v",
        "libx264",
        "-preset",
        "superfast",
        "-profile:v",
        "high",
        "-level:v",
        (level / 10).toFixed(1),
      ],
      ...["-crf", "22", "-maxrate", `${maxKbps}k`, "-bufsize", `${maxKbps * 2}k`, "-pix_fmt", "yuv420p"],
      ...["-sc_threshold", "0", "-force_key_frames", `expr:gte(t,n_forced*${segmentSeconds})`, `${path}.mkv`],
    ]),
  ];
}

/**
 * Arguments that pack such rungs for HLS: each one file of fragmented MP4 (`<path>.mp4`), and a playlist
 * (`<path>.m3u8`) of ranges in it, cut at keyframes.
 */
export function hlsPlaylistsArgs(rungs: readonly Rung[], segmentSeconds: number): string[] {
  return [
    ...["-loglevel", "error", ...rungs.flatMap(({ path }) => ["-i", `${path}.mkv`])],
    ...rungs.flatMap(({ path }, index) => [
      ...["-map", `${index}:v:0`, "-map", `${index}:a:0`, "-c", "copy", "-f", "hls"],
      ...["-hls_time", String(segmentSeconds), "-hls_playlist_type", "vod", "-hls_segment_type", "fmp4"],
      ...["-hls_flags", "single_file+independent_segments"],
      ...["-hls_segment_filename", `${path}.mp4`, `${path}.m3u8`],
    ]),
  ];
}
