import { measureVoiceLufs } from "@spool/media/measure-loudness";
import type { Media } from "@spool/media/open-media";

/** What broadcasters and players agree on for speech. */
const TARGET_LUFS = -16;
/** The limiter's ceiling as a factor: -1.9 dB, which leaves true peaks below -1 dB after AAC. */
const CEILING = 0.8;
/** Louder than this above what was measured would lift hiss and nothing else. */
const MAX_GAIN_DB = 30;

/** Rumble below the voice goes, and levels are evened out a little before they are raised. */
const TONE = "highpass=f=70,acompressor=threshold=0.1:ratio=2.5:attack=8:release=120";

/**
 * The filter chain that brings a narration of one channel to -16 LUFS.
 *
 * The limiter takes a little of what the gain gives, so the result is measured and the gain corrected once.
 * Silence stays silent.
 */
export async function loudnessFilter(media: Media, path: string, signal: AbortSignal): Promise<string> {
  const stereo = "aresample=48000,aformat=channel_layouts=stereo";
  const chain = (gainDb: number) =>
    `${TONE},${stereo},volume=${gainDb.toFixed(2)}dB,alimiter=level=false:limit=${CEILING}:attack=5:release=60`;
  const plainLufs = await measureVoiceLufs(media, path, signal, `${TONE},${stereo}`);
  if (plainLufs === null) return stereo;
  const gainDb = Math.min(MAX_GAIN_DB, TARGET_LUFS - plainLufs);
  const limitedLufs = await measureVoiceLufs(media, path, signal, chain(gainDb));
  const missingDb = limitedLufs === null ? 0 : TARGET_LUFS - limitedLufs;
  return chain(Math.min(MAX_GAIN_DB, gainDb + missingDb));
}
