import type { Storyboard } from "@spool/contracts/storyboard";

/** Three seconds that hold one of everything that moves. */
export function shortStoryboard(aspect: Storyboard["aspect"] = "16:9"): Storyboard {
  const part = (appearsAtSeconds: number, spokenUntilSeconds: number) => ({
    appearsAtSeconds,
    spokenUntilSeconds,
  });
  const scene = { kicker: "Test", number: null, timer: null };
  return {
    version: 2,
    jobType: "doubt",
    title: "A short question?",
    language: "en",
    direction: "ltr",
    aspect,
    theme: "night",
    durationSeconds: 3,
    scenes: [
      {
        ...scene,
        content: { kind: "title", title: "A short question?", subtitle: null },
        startSeconds: 0,
        endSeconds: 0.8,
        parts: [part(0.1, 0.7)],
      },
      {
        ...scene,
        content: { kind: "statement", text: "Think." },
        startSeconds: 0.8,
        endSeconds: 2.2,
        parts: [part(0.8, 1)],
        timer: { startSeconds: 1.1, endSeconds: 2.1 },
      },
      {
        ...scene,
        content: { kind: "bullets", heading: null, items: ["First.", "Second."] },
        startSeconds: 2.2,
        endSeconds: 3,
        parts: [part(2.2, 2.4), part(2.5, 2.7)],
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
