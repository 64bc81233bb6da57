import type { Caption, Storyboard } from "@spool/contracts/storyboard";
import type { SpokenWord } from "../narration/narrator.ts";

/** Two lines of what is comfortably read at a glance. */
const MAX_CHARACTERS: Record<Storyboard["aspect"], number> = {
  "16:9": 84,
  "9:16": 56,
  "1:1": 64,
};

interface Sentence {
  startSeconds: number;
  endSeconds: number;
  text: string;
  /** In seconds from the start of the sentence. */
  words?: readonly SpokenWord[] | undefined;
}

/**
 * Cuts what is said into captions. A sentence that needs several is cut near clause marks into parts of about equal
 * length; where the times of its words are known they hold, and otherwise its time is shared by the lengths.
 */
export function cutCaptions(speech: readonly Sentence[], aspect: Storyboard["aspect"]): Caption[] {
  return speech.flatMap((sentence) => {
    const parts = cutText(sentence.text, MAX_CHARACTERS[aspect]);
    return byWords(sentence, parts) ?? byLength(sentence, parts);
  });
}

function byLength({ startSeconds, endSeconds }: Sentence, parts: readonly string[]): Caption[] {
  const characters = parts.reduce((sum, part) => sum + part.length, 0);
  let at = startSeconds;
  return parts.map((part) => {
    const from = at;
    at += ((endSeconds - startSeconds) * part.length) / characters;
    return { startSeconds: from, endSeconds: at, text: part };
  });
}

/** null when the parts are not made of whole words. */
function byWords({ startSeconds, endSeconds, words }: Sentence, parts: readonly string[]): Caption[] | null {
  if (words === undefined) return null;
  const lists = parts.map((part) => part.split(/\s+/).filter(Boolean));
  const isSame = lists.flat().every((text, index) => words[index]?.text === text);
  if (!isSame || lists.flat().length !== words.length) return null;
  let at = 0;
  return parts.map((text, index) => {
    const own = words.slice(at, at + (lists[index]?.length ?? 0)).map((word) => ({
      text: word.text,
      startSeconds: startSeconds + word.startSeconds,
      endSeconds: startSeconds + word.endSeconds,
    }));
    at += own.length;
    const isFirst = index === 0;
    const isLast = index === parts.length - 1;
    return {
      startSeconds: isFirst ? startSeconds : (own[0]?.startSeconds ?? startSeconds),
      endSeconds: isLast ? endSeconds : (own.at(-1)?.endSeconds ?? endSeconds),
      text,
      words: own,
    };
  });
}

/** Parts of at most `maxCharacters`, cut between words where there are words. */
export function cutText(text: string, maxCharacters: number): string[] {
  const count = Math.ceil(text.length / maxCharacters);
  if (count <= 1) return [text];
  const aim = text.length / count;
  const best = cutPositions(text, maxCharacters)
    .map((at) => ({ at, cost: Math.abs(at - aim) - (/[,;:.)–—]\s*$/.test(text.slice(0, at)) ? aim / 4 : 0) }))
    .reduce((a, b) => (b.cost < a.cost ? b : a));
  return [text.slice(0, best.at).trim(), ...cutText(text.slice(best.at).trim(), maxCharacters)];
}

function cutPositions(text: string, maxCharacters: number): number[] {
  const positions = [...text.slice(0, maxCharacters + 1).matchAll(/\s/g)]
    .map(({ index }) => index)
    .filter((at) => at > 0);
  if (positions.length > 0) return positions;
  // A word longer than a caption. Never between the halves of a surrogate pair.
  return [/[\ud800-\udbff]/.test(text.charAt(maxCharacters - 1)) ? maxCharacters - 1 : maxCharacters];
}
