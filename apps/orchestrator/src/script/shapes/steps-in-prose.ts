import type { ReadableText } from "../blocks/inline-math.ts";

const OPENING =
  /^(?:first(?:ly)?|second(?:ly)?|third(?:ly)?|fourth(?:ly)?|next|then|after (?:that|this)|finally|lastly|step \d+|पहले|फिर|इसके बाद|अंत में|أولاً|ثانياً|ثالثاً|ثم|أخيراً|primero|luego|después|finalmente|d'abord|ensuite|puis|enfin|zuerst|dann|danach|schließlich|首先|然后|接着|最后)(?=[\s,:،，]|$)/iu;
const FIRST = /^(?:first(?:ly)?|step 1|पहले|أولاً|primero|d'abord|zuerst|首先)(?=[\s,:،，]|$)/iu;

interface Run {
  isSteps: boolean;
  sentences: ReadableText[];
}

/** Cuts sentences into runs: three or more that begin "First … Then … Finally" are steps; the rest is prose. */
export function stepsInProse(sentences: readonly ReadableText[]): Run[] {
  const runs: Run[] = [];
  for (let at = 0; at < sentences.length;) {
    const length = stepsFrom(sentences, at);
    if (length >= 3) {
      runs.push({ isSteps: true, sentences: sentences.slice(at, at + length) });
      at += length;
      continue;
    }
    const sentence = sentences[at];
    const last = runs.at(-1);
    if (sentence !== undefined && last?.isSteps === false) last.sentences.push(sentence);
    else if (sentence !== undefined) runs.push({ isSteps: false, sentences: [sentence] });
    at += 1;
  }
  return runs;
}

function stepsFrom(sentences: readonly ReadableText[], at: number): number {
  if (!FIRST.test(sentences[at]?.text ?? "")) return 0;
  const end = sentences.findIndex(({ text }, index) => index > at && !OPENING.test(text));
  return (end < 0 ? sentences.length : end) - at;
}
