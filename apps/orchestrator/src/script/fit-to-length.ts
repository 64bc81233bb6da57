import { fixedWords } from "./fixed-words.ts";
import type { Look } from "./look.ts";
import { durationRange, type SecondsOf } from "./pacing.ts";
import { sceneOf, type ScriptScene } from "./script.ts";

/** Scenes that can take the time they are to take, and what was left out for that. */
export interface FittedScenes {
  scenes: readonly ScriptScene[];
  sentencesLeftOut: number;
  scenesLeftOut: number;
}

/**
 * Leaves out sentences until a video can be as short as asked: the last one of the longest scene first, whose parts
 * then come with the sentence before; when each scene has one left, whole scenes from the end, but never the first.
 *
 * One sentence that is longer than the video stays: whether the length is met is for the caller to see.
 */
export function shortened(
  scenes: readonly ScriptScene[],
  lengthSeconds: number,
  secondsOf: SecondsOf,
): FittedScenes {
  let left = [...scenes];
  let sentencesLeftOut = 0;
  const secondsIn = ({ utterances }: ScriptScene) =>
    utterances.reduce((sum, { text, spoken }) => sum + secondsOf(spoken ?? text), 0);
  while (durationRange({ scenes: left }, secondsOf).min > lengthSeconds) {
    const longest = left
      .filter(({ utterances }) => utterances.length > 1)
      .reduce<ScriptScene | null>(
        (best, scene) => (best === null || secondsIn(scene) > secondsIn(best) ? scene : best),
        null,
      );
    if (longest !== null) {
      left = left.map((scene) => (scene === longest ? withoutLast(scene) : scene));
      sentencesLeftOut += 1;
    } else if (left.length > 1) {
      // The last one ends the video: it sums up, or says what follows.
      left = left.filter((_scene, index) => index !== (left.length > 2 ? left.length - 2 : 1));
    } else break;
  }
  return { scenes: left, sentencesLeftOut, scenesLeftOut: scenes.length - left.length };
}

function withoutLast(scene: ScriptScene): ScriptScene {
  const kept = scene.utterances.slice(0, -1);
  const [last, gone] = [kept.at(-1), scene.utterances.at(-1)];
  if (last === undefined || gone === undefined) return scene;
  const reveals = [last.revealsUpTo, gone.revealsUpTo].filter((part) => part !== null);
  const revealsUpTo = reveals.length === 0 ? null : Math.max(...reveals);
  return { ...scene, utterances: [...kept.slice(0, -1), { ...last, revealsUpTo }] };
}

const REST_STEPS_SECONDS = [2, 4, 6];
const TIMER_STEPS_SECONDS = [10, 20, 30, 45, 60];

/** Gives time to look and to think until a video can be as long as asked. Nothing is said that was not there. */
export function lengthened(
  scenes: readonly ScriptScene[],
  lengthSeconds: number,
  secondsOf: SecondsOf,
  { language }: Pick<Look, "language">,
): readonly ScriptScene[] {
  const isLongEnough = (longer: readonly ScriptScene[]) =>
    durationRange({ scenes: longer }, secondsOf).max >= lengthSeconds;
  if (isLongEnough(scenes)) return scenes;
  let longer = scenes;
  for (const seconds of REST_STEPS_SECONDS) {
    longer = scenes.map((scene) => ({
      ...scene,
      rest: {
        minSeconds: scene.rest?.minSeconds ?? 0,
        maxSeconds: (scene.rest?.maxSeconds ?? 0) + seconds,
      },
    }));
    if (isLongEnough(longer)) return longer;
  }
  const words = fixedWords(language);
  const asked = [words.recall, ...words.prompts];
  const rested = longer;
  for (const [index] of asked.entries()) {
    for (const maxSeconds of TIMER_STEPS_SECONDS) {
      const thinking = asked
        .slice(0, index + 1)
        .map((text) =>
          sceneOf(words.yourTurn, { kind: "statement", text }, { timer: { minSeconds: 5, maxSeconds } }),
        );
      longer = [...rested, ...thinking];
      if (isLongEnough(longer)) return longer;
    }
  }
  return longer;
}
