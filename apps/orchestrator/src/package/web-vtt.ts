import type { Caption } from "@spool/contracts/storyboard";

interface Cue {
  startSeconds: number;
  endSeconds: number;
  text: string;
  words?: Caption["words"];
}

/**
 * Cues (captions, chapters) as a WebVTT file, word by word where times of words are known. What would be markup there
 * is escaped; blank lines, which end a cue, cannot occur.
 */
export function toWebVtt(cues: readonly Cue[]): string {
  const blocks = cues.map(
    (cue, index) =>
      `${index + 1}\n${timestamp(cue.startSeconds)} --> ${timestamp(cue.endSeconds)}\n${cueText(cue)}\n`,
  );
  return ["WEBVTT\n", ...blocks].join("\n");
}

/** A time tag stands before each word but the first, and has to lie inside the cue. */
function cueText({ text, words = [], startSeconds, endSeconds }: Cue): string {
  if (words.length === 0) return escapeText(text);
  return words
    .map((word, index) => {
      const isTimed = index > 0 && word.startSeconds > startSeconds && word.startSeconds < endSeconds;
      return `${isTimed ? `<${timestamp(word.startSeconds)}>` : ""}${escapeText(word.text)}`;
    })
    .join(" ");
}

/** `00:01:02.345` */
export function timestamp(seconds: number): string {
  const milliseconds = Math.round(seconds * 1000);
  const parts = [Math.floor(milliseconds / 3_600_000), Math.floor(milliseconds / 60_000) % 60];
  const rest = ((milliseconds % 60_000) / 1000).toFixed(3).padStart(6, "0");
  return [...parts.map((part) => String(part).padStart(2, "0")), rest].join(":");
}

function escapeText(text: string): string {
  return text.replace(/\s+/g, " ").replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}
