import { AppError } from "@spool/contracts/app-error";
import type { VideoQuality } from "@spool/contracts/video-results";
import type { Storyboard } from "@spool/contracts/storyboard";
import { captionOffsets } from "./hear-captions.ts";
import type { Inspection } from "./inspect-video.ts";
import { longestEmptySeconds, missedMovements } from "./watch-pictures.ts";

const LENGTH_TOLERANCE_RATIO = 0.1;
const STREAMS_TOLERANCE_SECONDS = 0.04;
const EMPTY_MAX_SECONDS = 1;
/** Of the parts that appear; a few change too little to be seen in a small picture. */
const STILL_MAX_RATIO = 0.2;
const TARGET_LUFS = -16;
const LOUDNESS_TOLERANCE_LU = 1;
const PEAK_MAX_DB = -1;
const CAPTION_TOLERANCE_SECONDS = 0.15;
/** Of the sentences; some begin with a sound that is hardly heard. */
const CAPTIONS_OUT_OF_STEP_MAX_RATIO = 0.1;

export interface Wanted {
  storyboard: Storyboard;
  /** What was asked for; null where an author's script decides. */
  lengthSeconds: number | null;
  widthPx: number;
  heightPx: number;
  hasMusic: boolean;
}

type Check = VideoQuality["checks"][number];

/** Holds what is to be seen and heard against what was planned. What could not be measured is said to be so. */
export function judgeVideo(inspection: Inspection, wanted: Wanted): VideoQuality {
  const { facts, pictures, levels, loudness, decodeError } = inspection;
  const { storyboard, widthPx, heightPx } = wanted;
  const checks: Check[] = [];
  const not_measured: Record<string, string> = { ...NEVER_MEASURED };
  const check = (name: string, is_passed: boolean, message: string) =>
    checks.push({ name, is_passed, message });

  check("decode", decodeError === null, decodeError ?? "The whole file decodes without an error.");
  const isFormatRight =
    facts.videoCodec === "h264" &&
    facts.audioCodec === "aac" &&
    facts.pixelFormat === "yuv420p" &&
    facts.widthPx === widthPx &&
    facts.heightPx === heightPx;
  check(
    "format",
    isFormatRight,
    `It is ${facts.videoCodec ?? "no video"} (${facts.pixelFormat ?? "-"}) of ${facts.widthPx ?? 0} × ${facts.heightPx ?? 0} with ${facts.audioCodec ?? "no sound"}; planned is h264 (yuv420p) of ${widthPx} × ${heightPx} with aac.`,
  );

  const lengthSeconds = wanted.lengthSeconds ?? storyboard.durationSeconds;
  check(
    "length",
    Math.abs(facts.durationSeconds - lengthSeconds) <= lengthSeconds * LENGTH_TOLERANCE_RATIO,
    `It lasts ${facts.durationSeconds.toFixed(2)} s; ${lengthSeconds.toFixed(0)} s ±10 % were asked for.`,
  );
  const audioMinusVideo = (facts.audioDurationSeconds ?? 0) - (facts.videoDurationSeconds ?? 0);
  check(
    "streams",
    Math.abs(audioMinusVideo) <= STREAMS_TOLERANCE_SECONDS,
    `The sound is ${(audioMinusVideo * 1_000).toFixed(0)} ms longer than the picture; 40 ms either way are allowed.`,
  );

  const emptySeconds = longestEmptySeconds(pictures);
  const { missed, planned } = missedMovements(pictures, storyboard);
  if (decodeError === null) {
    check(
      "empty",
      emptySeconds < EMPTY_MAX_SECONDS,
      `For at most ${emptySeconds.toFixed(1)} s on end there is nothing to see; less than 1 s is allowed.`,
    );
    const [firstMissed] = missed;
    check(
      "frozen",
      missed.length <= planned * STILL_MAX_RATIO && !missed.some(({ isSceneStart }) => isSceneStart),
      `At ${missed.length} of ${planned} planned changes the picture stands still${firstMissed === undefined ? "" : `, first at ${firstMissed.atSeconds.toFixed(1)} s`}.`,
    );
  } else not_measured["empty"] = not_measured["frozen"] = "The file does not decode.";

  const { integratedLufs, truePeakDb } = loudness;
  if (integratedLufs === null) not_measured["loudness"] = "There is nothing to hear.";
  else {
    check(
      "loudness",
      Math.abs(integratedLufs - TARGET_LUFS) <= LOUDNESS_TOLERANCE_LU,
      `It is ${integratedLufs.toFixed(1)} LUFS loud; -16 ±1 are allowed.`,
    );
  }
  if (truePeakDb === null) not_measured["true_peak"] = "There is nothing to hear.";
  else {
    const message = `The loudest peak is at ${truePeakDb.toFixed(1)} dBTP; -1 is allowed.`;
    check("true_peak", truePeakDb <= PEAK_MAX_DB, message);
  }

  const offsets = captionOffsets(levels, storyboard)
    .map(Math.abs)
    .sort((a, b) => a - b);
  const late = offsets.filter((seconds) => seconds > CAPTION_TOLERANCE_SECONDS).length;
  if (wanted.hasMusic)
    not_measured["captions"] = "Music lies under the voice, so where a sentence begins is not heard.";
  else if (offsets.length === 0) not_measured["captions"] = "No sentence is heard after a pause.";
  else {
    check(
      "captions",
      late <= offsets.length * CAPTIONS_OUT_OF_STEP_MAX_RATIO,
      `${late} of ${offsets.length} captions are more than 150 ms away from what is heard.`,
    );
  }
  const captionOffset = wanted.hasMusic ? undefined : offsets[Math.floor(offsets.length * 0.9)];

  return {
    checks,
    figures: {
      duration_seconds: facts.durationSeconds,
      audio_minus_video_ms: Math.round(audioMinusVideo * 1_000),
      empty_seconds: decodeError === null ? emptySeconds : null,
      still_changes_count: decodeError === null ? missed.length : null,
      loudness_lufs: integratedLufs,
      true_peak_db: truePeakDb,
      caption_offset_p90_ms: captionOffset === undefined ? null : Math.round(captionOffset * 1_000),
      ...Object.fromEntries(Object.keys(NEVER_MEASURED).map((name) => [name, null])),
    },
    not_measured,
  };
}

const NO_REFERENCE = "The frames before encoding are not kept to compare with.";
const NEVER_MEASURED = {
  vmaf_score: NO_REFERENCE,
  ssim_ratio: NO_REFERENCE,
  psnr_db: NO_REFERENCE,
  energy_joules: "No energy counter is read on this machine.",
};

/** Throws UNKNOWN with a sentence for every check that failed. */
export function requireQuality({ checks, figures }: VideoQuality): void {
  const failed = checks.filter(({ is_passed }) => !is_passed);
  if (failed.length === 0) return;
  const message = `The finished video did not pass quality control. ${failed.map((check) => check.message).join(" ")}`;
  const names = failed.map(({ name }) => name);
  throw new AppError("UNKNOWN", message, { context: { failed_checks: names, figures } });
}

/** Whether an error is of `requireQuality`. */
export const isQualityError = (error: unknown): boolean =>
  error instanceof AppError && Array.isArray(error.context["failed_checks"]);
