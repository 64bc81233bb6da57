interface Encoding {
  preset: string;
  /** The quantiser of all pictures alike, 0 to 51: lower is better. */
  qp: number;
  /** How many threads the encoder takes. One costs least time in all. */
  threads: number;
}

/**
 * The part of `rawToH264Args` that decides how the pictures come out.
 *
 * One quantiser for all, and nothing that looks at pictures before they are encoded: what changes in drawn pictures
 * is little and sharp, so estimating what each will cost, finding cuts that are known, and motion finer than a pixel
 * take half of the encoder's time for nothing that is seen. Keyframes are twice as fine: their ground, with its soft
 * light, is what all pictures up to the next one show.
 */
export const h264EncoderArgs = ({ preset, qp, threads }: Encoding): string[] => [
  ...["-c:v", "libx264", "-preset", preset, "-qp", String(qp), "-threads", String(threads)],
  ...["-profile:v", "high", "-bf", "0", "-x264-params", "scenecut=0:weightp=0:subme=0:ipratio=2"],
];

/**
 * Arguments that encode a Matroska stream of raw I420 frames (BT.709, limited range) from standard input into silent
 * H.264.
 *
 * `output` is a Matroska file: there ffmpeg keeps the uneven times of the frames by itself, while for MP4 it would
 * fill them up to a fixed rate unless told otherwise by an option whose name depends on its version. Colours are
 * marked as BT.709, which is what players assume of HD.
 *
 * @param keyframeAtSeconds Times that a viewer may jump to, beside one every 250 pictures.
 */
export function rawToH264Args(
  output: string,
  { keyframeAtSeconds, ...encoding }: Encoding & { keyframeAtSeconds: readonly number[] },
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
    ...h264EncoderArgs(encoding),
    ...["-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709", "-color_range", "tv"],
    ...["-force_key_frames", forced.length > 0 ? forced.join(",") : "0"],
    output,
  ];
}
