import type { Caption, Storyboard } from "./storyboard.ts";

/** Two lines of what is comfortably read at a glance. */
const MAX_CHARACTERS: Record<Storyboard["aspect"], number> = {
  "16:9": 84,
  "9:16": 56,
  "1:1": 64,
};

/**
 * Cuts what is said into captions. A sentence that needs several is cut near clause marks into parts of about equal
 * length, and its time is shared by their lengths.
 */
export function cutCaptions(speech: Storyboard["speech"], aspect: Storyboard["aspect"]): Caption[] {
  return speech.flatMap(({ text, startSeconds, endSeconds }) => {
    const parts = cutText(text, MAX_CHARACTERS[aspect]);
    const characters = parts.reduce((sum, part) => sum + part.length, 0);
    let at = startSeconds;
    return parts.map((part) => {
      const from = at;
      at += ((endSeconds - startSeconds) * part.length) / characters;
      return { startSeconds: from, endSeconds: at, text: part };
    });
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
