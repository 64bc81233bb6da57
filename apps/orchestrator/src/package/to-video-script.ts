import type { VideoScript } from "@spool/contracts/video-script";
import { type Images, withAddresses } from "../images/bring-images.ts";
import type { Storyboard } from "@spool/contracts/storyboard";

/** The script that makes this storyboard again: for an author who wants to change something and send it back. */
export function toVideoScript({ title, scenes, speech }: Storyboard, images: Images = {}): VideoScript {
  return {
    title,
    scenes: scenes.map((scene, index) => {
      const { kicker, content, timer, startSeconds, endSeconds } = withAddresses(scene, images);
      const isLast = index === scenes.length - 1;
      const narration = speech
        .filter(
          (sentence) =>
            sentence.startSeconds >= startSeconds && (isLast || sentence.startSeconds < endSeconds),
        )
        .map(({ text }) => text);
      const timerSeconds = timer === null ? 0 : Math.round(timer.endSeconds - timer.startSeconds);
      return {
        ...(kicker !== "" && { kicker }),
        content,
        narration,
        ...(timerSeconds > 0 && { timer_seconds: timerSeconds }),
      };
    }),
  };
}
