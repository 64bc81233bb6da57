import { type Block, readBlocks } from "./blocks/read-blocks.ts";
import { liftMath, lowerMath, readableMath, type ReadableText } from "./blocks/inline-math.ts";
import { parseMath } from "./math/parse-math.ts";
import { comparisonOfLists } from "./shapes/comparison.ts";
import { codeShape, formulaShape, listShape, quoteShape } from "./shapes/shapes.ts";
import { stepsInProse } from "./shapes/steps-in-prose.ts";
import { tableShape } from "./shapes/table-shape.ts";
import type { ReadingRules } from "./reading-rules.ts";
import { splitSentences } from "./split-sentences.ts";
import type { Shape, Unit } from "./unit.ts";

type Found = Pick<Unit, "text" | "heading" | "shape"> & { spoken?: string };

/** The sentences and shapes of a raw text, in their order. */
export function readUnits(raw: string, source: Unit["source"], rules: ReadingRules, point = 0): Unit[] {
  const found = fromBlocks(readBlocks(raw), rules);
  return found.map((unit, index) => ({ ...unit, source, point, isFirst: index === 0 }));
}

function fromBlocks(blocks: readonly Block[], rules: ReadingRules): Found[] {
  const found: Found[] = [];
  let heading: string | null = null;
  for (let at = 0; at < blocks.length; at += 1) {
    const block = blocks[at];
    if (block === undefined) break;
    const compared = rules.isComparing ? comparisonOfLists(blocks.slice(at, at + 4), rules) : null;
    if (compared !== null) {
      found.push(shapeUnit(compared, heading));
      at += 3;
      continue;
    }
    if (block.kind === "heading") {
      const text = readable(rules.clean(block.text, false)).text;
      if (!block.isIntro) {
        heading = text === "" ? null : text;
        continue;
      }
      const next = blocks[at + 1];
      if (next !== undefined) found.push(...unitsOfBlock(next, text === "" ? heading : text, rules));
      at += 1;
      continue;
    }
    found.push(...unitsOfBlock(block, heading, rules));
  }
  return found;
}

function unitsOfBlock(block: Block, heading: string | null, rules: ReadingRules): Found[] {
  switch (block.kind) {
    case "heading":
      return [];
    case "prose":
      return unitsOfProse(rules.clean(block.text, true), heading, rules.language);
    case "list": {
      const items = block.items
        .map((item) => readable(rules.clean(item, false), rules.language))
        .filter(({ text }) => text !== "");
      const shapes = listShape(items, { heading, isOrdered: block.isOrdered });
      if (shapes !== null) return shapes.map((shape) => shapeUnit(shape, heading));
      const text = block.items.map((item) => rules.clean(item, false)).join("\n\n");
      return unitsOfProse(text, heading, rules.language);
    }
    case "table":
      return tableShape(block.table, { ...rules, heading }).map((shape) => shapeUnit(shape, heading));
    case "math":
      return unitsOfFormula(block.tex, heading, rules);
    case "code": {
      const code = rules.cleanCode(block.code);
      return code.trim() === "" ? [] : [shapeUnit(codeShape({ ...block, code }, heading), heading)];
    }
    case "quote": {
      const text = readable(rules.clean(block.text, false), rules.language);
      const source = block.source === null ? null : rules.clean(block.source, false);
      return text.text === "" ? [] : [shapeUnit(quoteShape(text, source), heading)];
    }
  }
}

/** A formula on its own. What is no LaTeX is shown as the text that it is, and the submitter is told. */
export function unitsOfFormula(tex: string, heading: string | null, rules: ReadingRules): Found[] {
  const parsed = parseMath(tex);
  if (!("problem" in parsed))
    return [shapeUnit(formulaShape([{ tex, note: null }], { heading, language: rules.language }), heading)];
  const text = rules.clean(tex, false);
  const shown = text.length > 40 ? `${text.slice(0, 40)}…` : text;
  rules.notify(
    `The formula "${shown}" is not LaTeX that can be read (${parsed.problem}); it is shown as text.`,
  );
  return splitSentences(text, rules.language).map((part) => ({ text: part, heading, shape: null }));
}

function unitsOfProse(text: string, heading: string | null, language: string): Found[] {
  const { text: lifted, formulas } = liftMath(text);
  const sentences = splitSentences(lifted, language).map((sentence) =>
    lowerMath(sentence, formulas, language),
  );
  return stepsInProse(sentences).flatMap((run): Found[] => {
    if (run.isSteps) {
      const shapes = listShape(run.sentences, { heading, isOrdered: true });
      if (shapes !== null) return shapes.map((shape) => shapeUnit(shape, heading));
    }
    return run.sentences.map((sentence) => unitOfSentence(sentence, heading, language));
  });
}

/** A sentence that is about one formula shows it; signs in passing ("let x be 3") stay in the line. */
function unitOfSentence(sentence: ReadableText, heading: string | null, language: string): Found {
  const [formula] = sentence.formulas;
  const shown = sentence.formulas.length === 1 && formula !== undefined ? formula : null;
  if (shown !== null && /[=<>^]|\\(?:frac|sqrt|le|ge|sum|int|approx|to|ce)\b/.test(shown)) {
    const plain = readableMath(shown).text;
    const words = sentence.text.replace(plain, "").replace(/[\s:,.]+$/, "");
    const note = sentence.text.replace(/[.\s]+$/, "").endsWith(plain) ? words : sentence.text;
    const shape = formulaShape([{ tex: shown, note: note === "" ? null : note }], {
      heading: null,
      language,
      sentence,
    });
    return { ...asSpoken(sentence), heading, shape };
  }
  return { ...asSpoken(sentence), heading, shape: null };
}

const asSpoken = ({ text, spoken }: ReadableText) => ({ text, ...(spoken === undefined ? {} : { spoken }) });

function readable(text: string, language = "en"): ReadableText {
  const { text: lifted, formulas } = liftMath(text);
  return lowerMath(lifted, formulas, language);
}

function shapeUnit(shape: Shape, heading: string | null): Found {
  const text = shape.utterances.map((utterance) => utterance.text).join(" ");
  return { text: text === "" ? (heading ?? "") : text, heading, shape };
}
