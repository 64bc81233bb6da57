import type { Storyboard } from "@spool/contracts/storyboard";
import type { Narration } from "../narration/narrate-to-length.ts";
import type { Clip } from "../narration/write-track.ts";
import { spokenText } from "../script/script.ts";
import { cutCaptions } from "./cut-captions.ts";
import { timeScenes } from "./time-scenes.ts";

/** Plans the video of a narrated script: exactly as long as the narration says, timed by what was measured. */
export function buildStoryboard({ script, lengthSeconds, secondsOf, speechOf }: Narration): Storyboard {
  const { scenes, speech } = timeScenes(script.scenes, lengthSeconds, secondsOf);
  const words = spokenTexts(script.scenes).map((spoken) => speechOf(spoken)?.words);
  return {
    version: 2,
    jobType: script.jobType,
    title: script.title,
    ...script.look,
    durationSeconds: lengthSeconds,
    scenes,
    captions: cutCaptions(
      speech.map((sentence, index) => ({ ...sentence, words: words[index] })),
      script.look.aspect,
    ),
    speech,
    progressSteps: [...speech.map(({ endSeconds }) => endSeconds), lengthSeconds],
  };
}

/** What is heard when: the spoken sentences of a storyboard. */
export function clipsOf({ speech }: Storyboard, { script, speechOf }: Narration): Clip[] {
  const spoken = spokenTexts(script.scenes);
  return speech.flatMap(({ startSeconds }, index) => {
    const said = speechOf(spoken[index] ?? "");
    return said === null ? [] : [{ atSeconds: startSeconds, samples: said.samples }];
  });
}

/** In the order of `speech`. */
const spokenTexts = (scenes: Narration["script"]["scenes"]): string[] =>
  scenes.flatMap(({ utterances }) => utterances.map(spokenText));
