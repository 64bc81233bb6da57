/**
 * Arguments that grab one frame of `input` as pictures (the container by the name of each).
 *
 * `-ss` precedes `-i`, so that ffmpeg seeks by keyframe instead of decoding from the start.
 *
 * @param atSeconds Offset from the start of the source, in seconds.
 * @param pictures The longer side of each; the other follows the shape of the source.
 */
export function extractFrameArgs(
  input: string,
  atSeconds: number,
  pictures: readonly { output: string; longSidePx: number }[],
): string[] {
  return [
    ...["-loglevel", "error", "-ss", atSeconds.toFixed(3), "-i", input],
    ...pictures.flatMap(({ output, longSidePx }) => {
      const scale = `scale=w='if(gte(iw,ih),${longSidePx},-2)':h='if(gte(iw,ih),-2,${longSidePx})'`;
      return ["-map", "0:v:0", "-frames:v", "1", "-vf", scale, "-q:v", "3", output];
    }),
  ];
}
