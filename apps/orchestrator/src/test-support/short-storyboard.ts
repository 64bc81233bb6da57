import type { Storyboard } from "../storyboard/storyboard.ts";

/** Three seconds that hold one of everything that moves. */
export function shortStoryboard(aspect: Storyboard["aspect"] = "16:9"): Storyboard {
  const line = (text: string, appearsAtSeconds: number, spokenUntilSeconds: number) => ({
    text,
    appearsAtSeconds,
    spokenUntilSeconds,
  });
  const scene = { kicker: "Test", number: null, timer: null };
  return {
    version: 1,
    jobType: "doubt",
    title: "A short question?",
    aspect,
    durationSeconds: 3,
    scenes: [
      {
        ...scene,
        kind: "title",
        startSeconds: 0,
        endSeconds: 0.8,
        lines: [line("A short question?", 0.1, 0.7)],
      },
      {
        ...scene,
        kind: "timer",
        startSeconds: 0.8,
        endSeconds: 2.2,
        lines: [line("Think.", 0.8, 1)],
        timer: { startSeconds: 1.1, endSeconds: 2.1 },
      },
      {
        ...scene,
        kind: "bullets",
        startSeconds: 2.2,
        endSeconds: 3,
        lines: [line("First.", 2.2, 2.4), line("Second.", 2.5, 2.7)],
      },
    ],
    captions: [
      { startSeconds: 0.1, endSeconds: 0.7, text: "A short question?" },
      { startSeconds: 2.25, endSeconds: 2.4, text: "First." },
    ],
    speech: [{ startSeconds: 0.1, endSeconds: 0.7, text: "A short question?" }],
    progressSteps: [0.7, 2.4, 3],
  };
}
