import type { Caption } from "../storyboard/storyboard.ts";

/** Captions as a WebVTT file. What would be markup there is escaped; blank lines, which end a cue, cannot occur. */
export function toWebVtt(captions: readonly Caption[]): string {
  const cues = captions.map(
    ({ startSeconds, endSeconds, text }, index) =>
      `${index + 1}\n${timestamp(startSeconds)} --> ${timestamp(endSeconds)}\n${escapeText(text)}\n`,
  );
  return ["WEBVTT\n", ...cues].join("\n");
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
