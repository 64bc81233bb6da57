import type { Storyboard, StoryboardScene } from "@spool/contracts/storyboard";
import { partsOf } from "@spool/contracts/scene-content";

export interface Chapter {
  startSeconds: number;
  endSeconds: number;
  text: string;
}

/** Shorter ones are no place to jump to. */
const MIN_SECONDS = 4;
const TITLE_MAX_CHARACTERS = 60;

/** The scenes of a video as chapters without gaps; what is too short belongs to the one before. */
export function chaptersOf({ scenes, durationSeconds }: Storyboard): Chapter[] {
  const chapters: Chapter[] = [];
  for (const scene of scenes) {
    const before = chapters.at(-1);
    const isContinued = before !== undefined && before.text === titleOf(scene);
    if (isContinued || (before !== undefined && scene.endSeconds - scene.startSeconds < MIN_SECONDS))
      continue;
    if (before !== undefined) before.endSeconds = scene.startSeconds;
    chapters.push({ startSeconds: scene.startSeconds, endSeconds: durationSeconds, text: titleOf(scene) });
  }
  return chapters;
}

function titleOf({ content, kicker }: StoryboardScene): string {
  const heading = "heading" in content ? content.heading : null;
  const own = content.kind === "summary" ? kicker : ""; // its first point is that of an earlier scene
  const text = (heading ?? "") || own || (partsOf(content)[0] ?? "") || kicker;
  const line = text.replace(/\s+/g, " ").trim();
  return line.length <= TITLE_MAX_CHARACTERS ? line : `${line.slice(0, TITLE_MAX_CHARACTERS - 1).trimEnd()}…`;
}

/** The form in which ffmpeg reads titles and chapters: https://ffmpeg.org/ffmpeg-formats.html#Metadata-2 */
export function toFfmetadata(title: string, chapters: readonly Chapter[]): string {
  const blocks = chapters.map(({ startSeconds, endSeconds, text }) =>
    [
      "[CHAPTER]",
      "TIMEBASE=1/1000",
      `START=${Math.round(startSeconds * 1_000)}`,
      `END=${Math.round(endSeconds * 1_000)}`,
      `title=${escapeValue(text)}`,
    ].join("\n"),
  );
  return [";FFMETADATA1", `title=${escapeValue(title)}`, ...blocks, ""].join("\n");
}

const escapeValue = (text: string) => text.replace(/\s+/g, " ").replace(/[=;#\\]/g, "\\$&");
