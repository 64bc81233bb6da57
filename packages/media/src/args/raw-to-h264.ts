/**
 * Arguments that encode a Matroska stream of raw I420 frames (BT.709, limited range) from standard input into silent
 * H.264.
 *
 * `output` is a Matroska file: there ffmpeg keeps the uneven times of the frames by itself, while for MP4 it would
 * fill them up to a fixed rate unless told otherwise by an option whose name depends on its version. Colours are
 * marked as BT.709, which is what players assume of HD.
 *
 * @param keyframeAtSeconds Times that a viewer may jump to, beside those that the encoder chooses.
 * @param threads How many threads the encoder takes. One costs least time in all.
 */
export function rawToH264Args(
  output: string,
  {
    preset,
    crf,
    keyframeAtSeconds,
    threads,
  }: { preset: string; crf: number; keyframeAtSeconds: readonly number[]; threads: number },
): string[] {
  const forced = [...keyframeAtSeconds].sort((a, b) => a - b).map((at) => at.toFixed(3));
  return [
    ...[
      "-loglevel",
      "error",
      "-threads",
      "1",
      "-f",
      "matroska",
      "-i",
      "pipe:0",
      "-an",
      "-pix_fmt",
      "yuv420p",
    ],
    ...["-c:v", "libx264", "-preset", preset, "-crf", String(crf), "-threads", String(threads)],
    ...["-profile:v", "high", "-bf", "0"],
    ...["-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709", "-color_range", "tv"],
    ...["-force_key_frames", forced.length > 0 ? forced.join(",") : "0"],
    output,
  ];
}
