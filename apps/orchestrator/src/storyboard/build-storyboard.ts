import type { Narration } from "../narration/narrate-to-length.ts";
import type { Clip } from "../narration/write-track.ts";
import { cutCaptions } from "./cut-captions.ts";
import type { Storyboard } from "./storyboard.ts";
import { timeScenes } from "./time-scenes.ts";

/** Plans the video of a narrated script: exactly `lengthSeconds` long, timed by what was measured. */
export function buildStoryboard({ script, secondsOf }: Narration, lengthSeconds: number): Storyboard {
  const aspect = script.jobType === "doubt" ? "16:9" : "9:16";
  const { scenes, speech } = timeScenes(script.scenes, lengthSeconds, secondsOf);
  return {
    version: 1,
    jobType: script.jobType,
    title: script.title,
    aspect,
    durationSeconds: lengthSeconds,
    scenes,
    captions: cutCaptions(speech, aspect),
    speech,
    progressSteps: [...speech.map(({ endSeconds }) => endSeconds), lengthSeconds],
  };
}

/** What is heard when: the spoken sentences of a storyboard. */
export function clipsOf({ speech }: Storyboard, { samplesOf }: Narration): Clip[] {
  return speech.flatMap(({ text, startSeconds }) => {
    const samples = samplesOf(text);
    return samples === null ? [] : [{ atSeconds: startSeconds, samples }];
  });
}
