/**
 * Arguments that put a narration track under a finished picture: video copied, sound as AAC, index at the front.
 *
 * @param audioFilter What happens to the sound on the way, such as bringing it to its loudness.
 * @param durationSeconds Both streams end there.
 */
export function muxNarrationArgs(
  video: string,
  audio: string,
  output: string,
  { audioFilter, durationSeconds }: { audioFilter: string; durationSeconds: number },
): string[] {
  return [
    ...["-loglevel", "error", "-i", video, "-i", audio, "-map", "0:v:0", "-map", "1:a:0"],
    ...["-c:v", "copy", "-af", audioFilter, "-c:a", "aac", "-b:a", "128k", "-ar", "48000", "-ac", "2"],
    ...["-t", durationSeconds.toFixed(3), "-movflags", "+faststart", "-map_metadata", "-1", output],
  ];
}
