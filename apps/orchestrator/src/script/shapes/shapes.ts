import { readableMath, type ReadableText } from "../blocks/inline-math.ts";
import { formulaSteps } from "../math/formula-steps.ts";
import { estimateSeconds } from "../pacing.ts";
import { spokenText } from "../script.ts";
import { type Shape, utteranceOf } from "../unit.ts";

const STEPS_PER_SCENE = 6;
const BULLETS_PER_SCENE = 4;
const ITEM_MAX_CHARACTERS = 160;

/**
 * A list as scenes of bullets or steps; null when its items are too long to stand in one, and are told as sentences.
 */
export function listShape(
  items: readonly ReadableText[],
  { heading, isOrdered }: { heading: string | null; isOrdered: boolean },
): Shape[] | null {
  if (items.length === 0) return [];
  if (items.some(({ text }) => text.length > ITEM_MAX_CHARACTERS)) return null;
  const isSteps = isOrdered && items.length <= STEPS_PER_SCENE;
  const perScene = isSteps ? STEPS_PER_SCENE : BULLETS_PER_SCENE;
  return chunks(items, perScene).map((part) => ({
    content: { kind: isSteps ? "steps" : "bullets", heading, items: part.map(({ text }) => text) },
    kicker: isSteps ? "steps" : "keyPoints",
    utterances: part.map((item, index) => utteranceOf(item, index)),
    rest: null,
  }));
}

/** Of about equal size, none above `size`: 5 at most 4 each are 3 and 2, not 4 and 1. */
function chunks<T>(items: readonly T[], size: number): T[][] {
  const count = Math.ceil(items.length / size);
  const each = Math.ceil(items.length / count);
  return Array.from({ length: count }, (_chunk, index) => items.slice(index * each, (index + 1) * each));
}

/** Nobody follows a formula that is read out for longer than this: it is read by the eye. */
const FORMULA_SAID_MAX_SECONDS = 20;

/**
 * Formulas that turn one into the next, each said as it comes, unless that takes too long.
 *
 * @param sentence The sentence that the first one stands in, said in its place.
 */
export function formulaShape(
  given: readonly { tex: string; note: string | null }[],
  { heading, language, sentence }: { heading: string | null; language: string; sentence?: ReadableText },
): Shape {
  const steps = given.flatMap(({ tex, note }) =>
    formulaSteps(tex).map((step, index) => ({ tex: step, note: index === 0 ? note : null })),
  );
  const told = steps.map(({ tex, note }, index) => {
    const words = index === 0 && sentence !== undefined ? sentence : readableMath(tex, language);
    const utterance = utteranceOf(words, index);
    if (estimateSeconds(spokenText(utterance)) <= FORMULA_SAID_MAX_SECONDS)
      return { said: [utterance], unsaid: 0 };
    return { said: note === null ? [] : [{ text: note, revealsUpTo: index }], unsaid: words.text.length };
  });
  const unsaid = told.reduce((sum, each) => sum + each.unsaid, 0);
  return {
    content: { kind: "formula", heading, steps },
    kicker: "formula",
    utterances: told.flatMap(({ said }) => said),
    rest:
      unsaid === 0
        ? { minSeconds: 1, maxSeconds: 5 }
        : { minSeconds: Math.min(4 + unsaid / 40, 15), maxSeconds: Math.min(8 + unsaid / 14, 40) },
  };
}

const CODE_LINES_PER_SECOND = 2;

/** Code is read by the eye: it is announced by its heading and stands for as long as reading it takes. */
export function codeShape(
  { language, code }: { language: string | null; code: string },
  heading: string | null,
): Shape {
  const readSeconds = Math.ceil(code.split("\n").length / CODE_LINES_PER_SECOND);
  return {
    content: { kind: "code", heading, language, code },
    kicker: "code",
    utterances: heading === null ? [] : [{ text: heading, revealsUpTo: 0 }],
    rest: { minSeconds: Math.min(3 + readSeconds, 12), maxSeconds: Math.min(8 + 2 * readSeconds, 25) },
  };
}

export function quoteShape(text: ReadableText, source: string | null): Shape {
  return {
    content: { kind: "quote", text: text.text, source },
    kicker: "quote",
    utterances: [utteranceOf(text, 0), ...(source === null ? [] : [{ text: source, revealsUpTo: 1 }])],
    rest: null,
  };
}
