import type { VideoMetadata } from "@spool/contracts/video-results";
import { partsOf } from "@spool/contracts/scene-content";
import type { Storyboard } from "@spool/contracts/storyboard";
import { chaptersOf } from "./chapters.ts";

const DESCRIBING_SENTENCES = 2;
const TAGS_MAX = 8;
const TAG_MIN_CHARACTERS = 4;
/** Frequent, and says nothing about a subject. */
const EMPTY_WORDS = new Set(
  (
    "about above after again also although always among another because been before being below between both cannot " +
    "could does doing done down during each either else even every first from further have having here hers herself " +
    "himself however into itself just least less like made make many more most much must myself need neither never next " +
    "none once only other otherwise ours ourselves over rather same second shall should since some such than that the " +
    "their theirs them themselves then there therefore these they this those through thus today under until upon very " +
    "were what when where whether which while whom whose will with within without would your yours yourself think answer " +
    "question points point remember summary"
  ).split(" "),
);

/** What a video is called where it is shown. Everything in it is said or shown by the video itself. */
export function describeVideo(storyboard: Storyboard): VideoMetadata {
  const { title, scenes, speech, language } = storyboard;
  const prompts = scenes.filter(({ timer }) => timer !== null);
  const isPrompt = (atSeconds: number) =>
    prompts.some(({ startSeconds, endSeconds }) => atSeconds >= startSeconds && atSeconds < endSeconds);
  const sentences = speech
    .filter(({ text, startSeconds }) => text !== title && !isPrompt(startSeconds))
    .map(({ text }) => text);
  const chapters = chaptersOf(storyboard).map(({ startSeconds, text }) => `${clock(startSeconds)} ${text}`);
  const parts = [sentences.slice(0, DESCRIBING_SENTENCES).join(" "), chapters.join("\n")];
  return {
    title,
    description: parts.filter((part) => part !== "").join("\n\n"),
    tags: tagsOf(storyboard),
    language,
  };
}

/** The words that are shown most, those of the title counting double. */
function tagsOf({ title, scenes, language }: Storyboard): string[] {
  const counts = new Map<string, number>();
  const shown = [
    title,
    ...scenes.flatMap(({ content }) => (content.kind === "code" ? [] : partsOf(content))),
  ];
  const segmenter = new Intl.Segmenter(language, { granularity: "word" });
  for (const text of shown) {
    for (const { segment, isWordLike } of segmenter.segment(text)) {
      const word = segment.toLocaleLowerCase(language);
      if (isWordLike !== true || word.length < TAG_MIN_CHARACTERS) continue;
      if (EMPTY_WORDS.has(word) || !/^\p{L}[\p{L}\p{M}'’-]*$/u.test(word)) continue;
      counts.set(word, (counts.get(word) ?? 0) + 1);
    }
  }
  // Sorting is stable: words of the same count stay in the order of their first appearance.
  const ordered = [...counts].sort(([, a], [, b]) => b - a);
  return ordered.slice(0, TAGS_MAX).map(([word]) => word);
}

const clock = (seconds: number) =>
  `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
