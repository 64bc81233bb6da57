/**
 * Arguments that put a narration track under a finished picture: video copied, sound as AAC, index at the front.
 *
 * @param metadata A file in ffmpeg's own form with title and chapters.
 * @param audioFilter What happens to the sound on the way, such as bringing it to its loudness.
 * @param durationSeconds Both streams end there.
 */
export function muxNarrationArgs(
  { video, audio, metadata }: { video: string; audio: string; metadata: string },
  output: string,
  { audioFilter, durationSeconds }: { audioFilter: string; durationSeconds: number },
): string[] {
  return [
    ...["-loglevel", "error", "-i", video, "-i", audio, "-f", "ffmetadata", "-i", metadata],
    ...["-map", "0:v:0", "-map", "1:a:0", "-map_metadata", "2", "-map_chapters", "2"],
    ...["-c:v", "copy", "-af", audioFilter, "-c:a", "aac", "-b:a", "128k", "-ar", "48000", "-ac", "2"],
    ...["-t", durationSeconds.toFixed(3), "-movflags", "+faststart", output],
  ];
}
