import type { Caption } from "@spool/contracts/storyboard";
import { timestamp } from "./web-vtt.ts";

/** Captions as SubRip. Players read tags in it, so angle brackets are written as ones that no tag has. */
export function toSubRip(captions: readonly Caption[]): string {
  return captions
    .map(({ startSeconds, endSeconds, text }, index) => {
      const times = [startSeconds, endSeconds].map((seconds) => timestamp(seconds).replace(".", ","));
      const line = text.replace(/\s+/g, " ").replace(/</g, "‹").replace(/>/g, "›");
      return `${index + 1}\n${times.join(" --> ")}\n${line}\n`;
    })
    .join("\n");
}
