/** What quality control measured, with its unit. */
const WORDS: Readonly<Record<string, string>> = {
  duration_seconds: "Length, s",
  audio_minus_video_ms: "Sound longer than picture, ms",
  empty_seconds: "Nothing to see for, s",
  still_changes_count: "Planned changes that stand still",
  loudness_lufs: "Loudness, LUFS",
  true_peak_db: "Loudest peak, dBTP",
  caption_offset_p90_ms: "Captions off by (90 %), ms",
  vmaf_score: "VMAF",
  ssim_ratio: "SSIM",
  psnr_db: "PSNR, dB",
  energy_joules: "Energy, J",
};

/** A figure of a newer orchestrator is named as it comes. */
export const figureWords = (name: string): string => WORDS[name] ?? name.replaceAll("_", " ");
