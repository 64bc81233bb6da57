/** What `inspectVideoArgs` writes: small grey pictures, one after the other, and samples of 16 bits in one channel. */
export const INSPECTION = { fps: 5, widthPx: 128, heightPx: 72, sampleRateHz: 16_000 } as const;

/**
 * Arguments that decode a whole video once, for everything that is to be known of it: small pictures and thin sound as
 * raw files, the loudness on stderr (see `parseLoudness`), and an error as soon as something does not decode.
 */
export function inspectVideoArgs(input: string, picturesOutput: string, soundOutput: string): string[] {
  const { fps, widthPx, heightPx, sampleRateHz } = INSPECTION;
  const graph = [
    `[0:v:0]fps=${fps},scale=${widthPx}:${heightPx}:flags=area,format=gray[pictures]`,
    "[0:a:0]aformat=channel_layouts=stereo,asplit[loud][thin]",
    "[loud]ebur128=peak=true:framelog=verbose[measured]",
  ];
  return [
    ...["-loglevel", "info", "-xerror", "-err_detect", "explode", "-i", input],
    ...["-filter_complex", graph.join(";")],
    ...["-map", "[pictures]", "-f", "rawvideo", picturesOutput],
    ...["-map", "[thin]", "-ac", "1", "-ar", String(sampleRateHz), "-f", "s16le", soundOutput],
    ...["-map", "[measured]", "-f", "null", "-"],
  ];
}
