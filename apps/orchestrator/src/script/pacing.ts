import { type Script, type ScriptScene, spokenText } from "./script.ts";

/** The silences of a video, in seconds: as short as they may be, and as long as they are still pleasant. */
export const PAUSES = {
  /** From a scene's start to its first word. */
  leadIn: { min: 0.35, max: 0.75 },
  /** Between two sentences. */
  gap: { min: 0.25, max: 0.9 },
  /** After a scene's last word. */
  hold: { min: 0.35, max: 1.5 },
  /** After the last word of all, beside the hold. */
  ending: { min: 0.4, max: 3 },
} as const;

/** How long a sentence takes to say, or to read when it cannot be said, in seconds. */
export type SecondsOf = (text: string) => number;

/** flite's voices say about fifteen characters a second. */
const SPOKEN_CHARACTERS_PER_SECOND = 15;

export const estimateSeconds: SecondsOf = (text) => 0.3 + text.length / SPOKEN_CHARACTERS_PER_SECOND;

export interface DurationRange {
  /** With the shortest pauses, timers and rests. */
  min: number;
  /** Unhurried: pauses a third of the way up, timers at their shortest. */
  easy: number;
  /** With the longest pauses and timers. */
  max: number;
}

const EASY_RATIO = 1 / 3;

/** What a script may take, in seconds. */
export function durationRange(script: Pick<Script, "scenes">, secondsOf: SecondsOf): DurationRange {
  let fixed = 0;
  const timers = { min: 0, max: 0 };
  for (const scene of script.scenes) {
    fixed += scene.utterances.reduce((sum, utterance) => sum + secondsOf(spokenText(utterance)), 0);
    for (const wait of [scene.timer, scene.rest]) {
      timers.min += wait?.minSeconds ?? 0;
      timers.max += wait?.maxSeconds ?? 0;
    }
  }
  const pauses = (ratio: number) => pauseSeconds(script.scenes, ratio);
  return {
    min: fixed + timers.min + pauses(0),
    easy: fixed + timers.min + pauses(EASY_RATIO),
    max: fixed + timers.max + pauses(1),
  };
}

/** All silences of a script together when each is `ratio` (0 to 1) of the way from its shortest to its longest. */
export function pauseSeconds(scenes: readonly ScriptScene[], ratio: number): number {
  const gaps = scenes.reduce((sum, { utterances }) => sum + Math.max(0, utterances.length - 1), 0);
  return (
    scenes.length * (pauseAt("leadIn", ratio) + pauseAt("hold", ratio)) +
    gaps * pauseAt("gap", ratio) +
    pauseAt("ending", ratio)
  );
}

export function pauseAt(pause: keyof typeof PAUSES, ratio: number): number {
  const { min, max } = PAUSES[pause];
  return min + (max - min) * ratio;
}
