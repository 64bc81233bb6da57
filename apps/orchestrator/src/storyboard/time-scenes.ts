import { partsOf } from "@spool/contracts/scene-content";
import { durationRange, pauseAt, pauseSeconds, type SecondsOf } from "../script/pacing.ts";
import { type ScriptScene, spokenText } from "../script/script.ts";
import type { Storyboard, StoryboardScene } from "@spool/contracts/storyboard";

const AHEAD_SECONDS = 0.15;
/** After so long the scene before is forgotten. */
const SCENE_ARRIVES_SECONDS = 0.1;

interface Timed {
  scenes: StoryboardScene[];
  speech: Storyboard["speech"];
}

/**
 * Gives every scene, line and sentence its time, so that the whole lasts `lengthSeconds`.
 *
 * Pauses, rests and timers share what there is to fill in equal proportion; timers are cut to whole seconds and the pauses
 * take up the difference. The length must lie within the script's `durationRange`.
 */
export function timeScenes(
  scenes: readonly ScriptScene[],
  lengthSeconds: number,
  secondsOf: SecondsOf,
): Timed {
  const range = durationRange({ scenes }, secondsOf);
  const ratio = clampRatio((lengthSeconds - range.min) / (range.max - range.min));
  const timers = wholeTimers(scenes, ratio);
  const rests = scenes.reduce(
    (sum, { rest }) => sum + (rest === null ? 0 : (rest.maxSeconds - rest.minSeconds) * ratio),
    0,
  );
  const pauses = pausesFor(scenes, timers, lengthSeconds - rests, range.min);
  const wait = (pause: Parameters<typeof pauseAt>[0]) => pauseAt(pause, pauses);

  const timed: Timed = { scenes: [], speech: [] };
  let at = 0;
  for (const [index, scene] of scenes.entries()) {
    const startSeconds = at;
    at += wait("leadIn");
    const timerSeconds = timers[index] ?? 0;
    let timer: StoryboardScene["timer"] = null;
    const countDown = () => {
      timer = { startSeconds: at, endSeconds: at + timerSeconds };
      at += timerSeconds;
    };
    const told = scene.timer === null ? null : answerAt(scene);
    const spoken = scene.utterances.map((utterance, order) => {
      if (order === told) countDown();
      if (order > 0) at += wait("gap");
      const startsAt = at;
      at += secondsOf(spokenText(utterance));
      return {
        text: utterance.text,
        revealsUpTo: utterance.revealsUpTo,
        startSeconds: startsAt,
        endSeconds: at,
      };
    });
    if (scene.rest !== null)
      at += scene.rest.minSeconds + (scene.rest.maxSeconds - scene.rest.minSeconds) * ratio;
    if (scene.timer !== null && told === null) countDown();
    at += wait("hold");

    timed.speech.push(...spoken.map(({ revealsUpTo: _part, ...sentence }) => sentence));
    timed.scenes.push({
      kicker: scene.kicker,
      number: scene.number,
      startSeconds,
      endSeconds: at,
      content: scene.content,
      timer,
      parts: partsOf(scene.content).map((_part, part) => {
        const first = spoken.findIndex(({ revealsUpTo }) => revealsUpTo !== null && revealsUpTo >= part);
        // It is talked about until the next part comes.
        const next = spoken.findIndex(({ revealsUpTo }, index) => index > first && revealsUpTo !== null);
        const sentence = spoken[first];
        const lastOfIt = spoken[next < 0 ? spoken.length - 1 : next - 1];
        // A little ahead of the voice: the eye wants to be there first. What opens a scene does not wait for it at all.
        const aheadSeconds = Math.max(startSeconds, (sentence?.startSeconds ?? startSeconds) - AHEAD_SECONDS);
        return {
          appearsAtSeconds:
            first > 0 ? aheadSeconds : Math.min(aheadSeconds, startSeconds + SCENE_ARRIVES_SECONDS),
          spokenUntilSeconds: (sentence && lastOfIt?.endSeconds) ?? at,
        };
      }),
    });
  }
  const last = timed.scenes.at(-1);
  if (last !== undefined) last.endSeconds = lengthSeconds;
  return timed;
}

/** The first sentence with which a question's right answer is there: time to think comes before it. Null for none. */
function answerAt({ content, utterances }: ScriptScene): number | null {
  if (content.kind !== "question" || content.answer === null) return null;
  const answer = partsOf(content).length - 1;
  const order = utterances.findIndex(({ revealsUpTo }) => revealsUpTo === answer);
  return order <= 0 ? null : order;
}

/** Every timer at `ratio` of its way, in whole seconds that together come as near to it as they can. */
function wholeTimers(scenes: readonly ScriptScene[], ratio: number): number[] {
  let carriedSeconds = 0;
  return scenes.map(({ timer }) => {
    if (timer === null) return 0;
    const exactSeconds = timer.minSeconds + (timer.maxSeconds - timer.minSeconds) * ratio + carriedSeconds;
    // What floating point has left just below a whole second counts as that second.
    const wholeSeconds = Math.min(timer.maxSeconds, Math.floor(exactSeconds + 1e-9));
    carriedSeconds = exactSeconds - wholeSeconds;
    return wholeSeconds;
  });
}

/** How far the pauses are stretched (0 to 1) once the timers are whole seconds. */
function pausesFor(
  scenes: readonly ScriptScene[],
  timers: readonly number[],
  lengthSeconds: number,
  shortestSeconds: number,
): number {
  const shortestTimers = scenes.reduce((sum, { timer }) => sum + (timer?.minSeconds ?? 0), 0);
  const spoken = shortestSeconds - shortestTimers - pauseSeconds(scenes, 0);
  const available = lengthSeconds - spoken - timers.reduce((sum, seconds) => sum + seconds, 0);
  const [least, most] = [pauseSeconds(scenes, 0), pauseSeconds(scenes, 1)];
  return clampRatio((available - least) / (most - least));
}

const clampRatio = (ratio: number) => Math.min(1, Math.max(0, ratio));
