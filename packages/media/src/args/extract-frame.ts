/**
 * Arguments that grab one frame as a picture (the container by the name of `output`).
 *
 * `-ss` precedes `-i`, so that ffmpeg seeks by keyframe instead of decoding from the start.
 *
 * @param atSeconds Offset from the start of the source, in seconds.
 * @param longSidePx The longer side of the picture; the other follows the shape of the source.
 */
export function extractFrameArgs(
  input: string,
  output: string,
  { atSeconds, longSidePx }: { atSeconds: number; longSidePx: number },
): string[] {
  const scale = `scale=w='if(gte(iw,ih),${longSidePx},-2)':h='if(gte(iw,ih),-2,${longSidePx})'`;
  return [
    ...["-loglevel", "error", "-ss", atSeconds.toFixed(3), "-i", input, "-frames:v", "1"],
    ...["-vf", scale, "-q:v", "3", output],
  ];
}
