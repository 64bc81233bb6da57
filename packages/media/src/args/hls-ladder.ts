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
 * Arguments that make rungs of different sizes of a video for HLS: each one file of fragmented MP4 (`<path>.mp4`), and a
 * playlist (`<path>.m3u8`) of ranges in it. Keyframes stand at the same frames in all of them, so that a player may
 * change between them.
 *
 * At a steady rate, unlike the video itself: a frame that stands for a second is said to last a thirtieth at the end
 * of a fragment, and players stop at the hole.
 */
export function hlsLadderArgs(
  { path, durationSeconds }: { path: string; durationSeconds: number },
  rungs: readonly Rung[],
  { fps, segmentSeconds }: { fps: number; segmentSeconds: number },
): string[] {
  const labels = rungs.map((_, index) => `[s${index}]`).join("");
  const scales = rungs.map(
    ({ widthPx, heightPx }, index) => `[s${index}]scale=${widthPx}:${heightPx}:flags=bicubic[v${index}]`,
  );
  return [
    ...["-loglevel", "error", "-i", path],
    ...["-filter_complex", [`[0:v:0]fps=${fps},split=${rungs.length}${labels}`, ...scales].join(";")],
    ...rungs.flatMap(({ path: rungPath, maxKbps, level }, index) => [
      ...["-map", `[v${index}]`, "-map", "0:a:0", "-map_metadata", "-1", "-map_chapters", "-1"],
      ...["-c:a", "copy", "-c:v", "libx264", "-preset", "superfast", "-bf", "0"],
      ...["-profile:v", "high", "-level:v", (level / 10).toFixed(1), "-pix_fmt", "yuv420p"],
      ...["-crf", "22", "-maxrate", `${maxKbps}k`, "-bufsize", `${maxKbps * 2}k`],
      ...["-sc_threshold", "0", "-g", String(fps * segmentSeconds)],
      ...["-keyint_min", String(fps * segmentSeconds)],
      ...["-f", "hls", "-hls_time", String(segmentSeconds), "-hls_playlist_type", "vod"],
      ...["-hls_segment_type", "fmp4", "-hls_flags", "single_file+independent_segments"],
      // Said, because versions differ in how long they take the last frame to stand.
      ...["-t", durationSeconds.toFixed(3)],
      ...["-hls_segment_filename", `${rungPath}.mp4`, `${rungPath}.m3u8`],
    ]),
  ];
}
