import type { Narration } from "../narration/narrate-to-length.ts";
import type { Clip } from "../narration/write-track.ts";
import { spokenText } from "../script/script.ts";
import { cutCaptions } from "./cut-captions.ts";
import type { Storyboard } from "./storyboard.ts";
import { timeScenes } from "./time-scenes.ts";

/** Plans the video of a narrated script: exactly `lengthSeconds` long, timed by what was measured. */
export function buildStoryboard({ script, secondsOf }: Narration, lengthSeconds: number): Storyboard {
  const { scenes, speech } = timeScenes(script.scenes, lengthSeconds, secondsOf);
  return {
    version: 2,
    jobType: script.jobType,
    title: script.title,
    ...script.look,
    durationSeconds: lengthSeconds,
    scenes,
    captions: cutCaptions(speech, script.look.aspect),
    speech,
    progressSteps: [...speech.map(({ endSeconds }) => endSeconds), lengthSeconds],
  };
}

/** What is heard when: the spoken sentences of a storyboard. */
export function clipsOf({ speech }: Storyboard, { script, samplesOf }: Narration): Clip[] {
  const spoken = script.scenes.flatMap(({ utterances }) => utterances.map(spokenText));
  return speech.flatMap(({ startSeconds }, index) => {
    const samples = samplesOf(spoken[index] ?? "");
    return samples === null ? [] : [{ atSeconds: startSeconds, samples }];
  });
}
