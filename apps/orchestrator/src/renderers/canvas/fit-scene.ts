import { createCanvas } from "@napi-rs/canvas";
import type { SceneContent } from "@spool/contracts/scene-content";
import type { Storyboard } from "@spool/contracts/storyboard";
import { type Cut, cutOfColumns, cutsOf, runningSum, widestRow } from "./cut-scene.ts";
import { drawable } from "./drawable.ts";
import { layoutOf } from "./layout.ts";
import { lineOf, termsOf } from "./math/break-formula.ts";
import { nameParts } from "./math/name-parts.ts";
import { planScene } from "./plan-scene.ts";
import { type ScenePiece, wholePiece } from "./scene-piece.ts";
import { type ContentOf, planHeading, type Stage } from "./scene-plan.ts";
import { THEMES } from "./theme.ts";

/**
 * Splits a scene that has too much to be read into as few as it needs, of about equal size, in order; one that fits
 * comes back alone, as it is.
 *
 * It is measured as it will be drawn. What cannot be split (one large matrix, say) comes back whole and is drawn
 * smaller than it should be, never outside its box. A formula goes on in lines of its own, each beginning with an
 * operator; one huge fraction is told with names for its parts, and these after it. Steps go on counting: split, they
 * are bullets that carry their numbers.
 */
export const fitScene = (content: SceneContent, aspect: Storyboard["aspect"]): SceneContent[] =>
  splitScene(content, aspect).map((piece) => piece.content);

/** The same, with what each piece shows of the whole. */
export function splitScene(content: SceneContent, aspect: Storyboard["aspect"]): ScenePiece[] {
  const stage: Stage = {
    layout: layoutOf({ aspect }),
    theme: THEMES.night,
    isRightToLeft: false,
    language: "en",
    // Pictures are not there yet. Whatever their size, the words below them have the same room.
    image: () => ANY_PICTURE,
  };
  return split(wholePiece(content), stage);
}

const ANY_PICTURE = createCanvas(16, 9);

const isFitting = (content: SceneContent, stage: Stage): boolean => planScene(drawable(content), stage).fits;

function split(piece: ScenePiece, stage: Stage): ScenePiece[] {
  const { content } = piece;
  if (content.kind === "formula") {
    const broken = inLines(content, piece, stage);
    if (broken !== null) return split(broken, stage);
  }
  if (sizeOf(content) <= MOST_AT_ONCE && isFitting(content, stage)) return [piece];
  if ("heading" in content && content.heading !== null && !planHeading(content.heading, stage).fits) {
    const announced: ScenePiece = { content: { kind: "statement", text: content.heading }, parts: [null] };
    return [announced, { ...piece, content: { ...content, heading: null } }].flatMap((part) =>
      split(part, stage),
    );
  }
  if (content.kind === "table") {
    const groups = splitColumns(content, piece, stage);
    if (groups.length > 1) return groups.flatMap((group) => split(group, stage));
    const titles = content.header.filter((cell) => cell.trim() !== "");
    const row = { ...content, rows: [widestRow(content)] };
    if (titles.length > 0 && !isFitting(row, stage) && isFitting({ ...row, header: [] }, stage)) {
      // A header that leaves no room for a row is told before the rows.
      const announced: ScenePiece = {
        content: { kind: "bullets", heading: null, items: titles },
        parts: titles.map(() => null),
      };
      const rest: ScenePiece = { ...piece, content: { ...content, header: [] } };
      return [announced, rest].flatMap((part) => split(part, stage));
    }
  }
  if (content.kind === "quote" && content.source !== null && isSourceTooLong(content, stage)) {
    const words: ScenePiece = { content: { ...content, source: null }, parts: piece.parts.slice(0, 1) };
    const source: ScenePiece = {
      content: { kind: "statement", text: content.source },
      parts: piece.parts.slice(1),
    };
    return [words, source].flatMap((part) => split(part, stage));
  }
  const cut = cutsOf(piece);
  if (cut === null) return [piece];
  if (!("take" in cut)) return cut.flatMap((part) => split(part, stage));
  if (cut.length < 2) return [piece];
  return pack(cut, stage).flatMap(({ from, to }) => {
    const part = cut.take(from, to);
    return to - from > 1 ? [part] : split(part, stage);
  });
}

/** More than this below a quotation reads as a text of its own. */
const SOURCE_MAX_CHARACTERS = 150;

const isSourceTooLong = (quote: ContentOf<"quote">, stage: Stage): boolean =>
  (quote.source?.length ?? 0) > SOURCE_MAX_CHARACTERS || !isFitting({ ...quote, text: "M" }, stage);

/** What has to be split anyway need not be in the smallest type that can be read. */
const LARGER_RATIO = 1.25;
/** Formulas have smaller signs in them than letters. */
const FORMULA_RATIO = 1.4;

function withLargerType(stage: Stage, ratio = LARGER_RATIO): Stage {
  const { layout } = stage;
  const type = { ...layout.type, smallest: layout.type.smallest * ratio };
  return { ...stage, layout: { ...layout, type } };
}

/** More things than any picture has room for are not even laid out together: that takes long, and is of no use. */
const MOST_AT_ONCE = 40;

function sizeOf(content: SceneContent): number {
  switch (content.kind) {
    case "table":
      return content.rows.length;
    case "code":
      return content.code.split("\n").length;
    case "bullets":
    case "steps":
    case "summary":
      return content.items.length;
    case "comparison":
      return Math.max(content.left.items.length, content.right.items.length);
    case "formula":
      return content.steps.length;
    case "question":
      return content.options.length;
    case "title":
    case "statement":
    case "quote":
    case "image":
    case "chart":
      return 1;
  }
}

/** The same formula with each step that is too wide to be read well in lines of its own; null when none can be broken. */
function inLines(content: ContentOf<"formula">, { parts }: ScenePiece, stage: Stage): ScenePiece | null {
  const around = content.steps.map(({ tex }) => tex);
  const lines = content.steps.map((step) => linesOf(step.tex, around, stage));
  if (lines.every((own) => own.length === 1)) return null;
  return {
    content: {
      ...content,
      steps: content.steps.flatMap(({ note }, at) =>
        (lines[at] ?? []).map((tex, line) => ({ tex, note: line === 0 ? note : null })),
      ),
    },
    parts: lines.flatMap((own, at) => {
      const shown = parts[at] ?? null;
      return own.map((tex) => (shown === null ? null : { ...shown, text: tex }));
    }),
  };
}

/**
 * A step as lines that can be read. What is too large even by itself has its parts named, and they follow: none of the
 * names in `around`, which grows by them, is given twice.
 */
function linesOf(tex: string, around: string[], stage: Stage): readonly string[] {
  const roomy = withLargerType(stage, FORMULA_RATIO);
  const alone = (line: string): SceneContent => ({
    kind: "formula",
    heading: null,
    steps: [{ tex: line, note: null }],
  });
  if (isFitting(alone(tex), roomy)) return [tex];
  const terms = termsOf(tex);
  const definitions: string[] = [];
  const smaller = terms.map((term, at) => {
    if (isFitting(alone(lineOf(terms, at, at + 1)), stage)) return term;
    const named = nameParts(term, around.join(" "));
    if (named === null) return term;
    around.push(named.formula);
    definitions.push(...named.definitions);
    return named.formula;
  });
  if (definitions.length > 0)
    return [smaller.join(""), ...definitions].flatMap((line) => linesOf(line, around, stage));
  if (terms.length < 2) return [tex];
  const cut: Cut = {
    length: terms.length,
    take: (from, to) => ({ content: alone(lineOf(terms, from, to)), parts: [null] }),
    weightBefore: runningSum(terms.map(({ length }) => length)),
    goodPlaces: [],
  };
  return pack(cut, roomy).map(({ from, to }) => lineOf(terms, from, to));
}

function splitColumns(content: ContentOf<"table">, piece: ScenePiece, stage: Stage): ScenePiece[] {
  const cut = cutOfColumns(content, piece);
  if (cut.length < 2) return [piece];
  const hasRoom = (table: SceneContent) =>
    table.kind === "table" && isFitting({ ...table, rows: [widestRow(table)] }, stage);
  if (hasRoom(content)) return [piece];
  const hasRoomFor = ({ from, to }: Run) => hasRoom(cut.take(from, to).content);
  return evened(cut, fillOneByOne(cut.length, hasRoomFor), hasRoomFor).map(({ from, to }) =>
    cut.take(from, to),
  );
}

interface Run {
  from: number;
  to: number;
}

/** Nobody sees whether so many are of equal size. */
const MOST_EVENED = 60;

/**
 * As few runs as fit, of about equal weight: in larger type where everything finds room in it, otherwise in the
 * smallest. One that does not fit alone is a run of its own.
 */
function pack(cut: Cut, stage: Stage): readonly Run[] {
  const roomy = withLargerType(stage);
  const hasRoomIn =
    (at: Stage) =>
    ({ from, to }: Run) =>
      isFitting(cut.take(from, to).content, at);
  const hasRoom = hasRoomIn(roomy);
  const full = fillOneByOne(cut.length, hasRoom);
  if (full.every((run) => run.to - run.from > 1 || hasRoom(run))) return evened(cut, full, hasRoom);
  return evened(cut, fillOneByOne(cut.length, hasRoomIn(stage)), hasRoomIn(stage));
}

/** As many runs, of more equal weight, where they fit. */
function evened(cut: Cut, full: readonly Run[], hasRoom: (run: Run) => boolean): readonly Run[] {
  if (full.length < 2 || full.length > MOST_EVENED) return full;
  if (full.some((run) => run.to - run.from === 1 && !hasRoom(run))) return full;
  for (const goodPlaces of cut.goodPlaces.length === 0 ? [[]] : [cut.goodPlaces, []]) {
    const even = evenRuns(cut, full.length, goodPlaces);
    if (even !== null && even.every(hasRoom)) return even;
  }
  return full;
}

/** Each run as long as it fits. What the last one held tells where to look for the end of the next. */
function fillOneByOne(length: number, hasRoom: (run: Run) => boolean): Run[] {
  const runs: Run[] = [];
  let guess = 4;
  for (let from = 0; from < length;) {
    const fitsUpTo = (to: number) => hasRoom({ from, to });
    const to = lastThatFits(from + 1, length, Math.min(length, from + guess), fitsUpTo);
    runs.push({ from, to });
    guess = Math.max(1, to - from);
    from = to;
  }
  return runs;
}

/** The largest number between `least` and `most` that fits, found from a guess; `least` when none does. */
function lastThatFits(least: number, most: number, guess: number, fits: (to: number) => boolean): number {
  let [low, high] = [least, most + 1];
  for (let at = guess, step = 1; low < high - 1; step *= 2) {
    const isInside = fits(at);
    if (isInside) low = at;
    else high = at;
    const next = isInside ? at + step : at - step;
    if (next <= low || next >= high) break;
    at = next;
  }
  while (low < high - 1) {
    const middle = Math.floor((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle;
  }
  return low;
}

/** How far a cut may be moved to a good place, as a part of a run. */
const REACH_RATIO = 0.3;

function evenRuns(cut: Cut, count: number, goodPlaces: readonly number[]): Run[] | null {
  const total = cut.weightBefore(cut.length);
  const reach = (total / count) * REACH_RATIO;
  const places = Array.from({ length: count - 1 }, (_place, index) => {
    const aim = (total * (index + 1)) / count;
    const off = (at: number) => Math.abs(cut.weightBefore(at) - aim);
    const near = goodPlaces.filter((at) => at < cut.length && off(at) <= reach);
    const all = near.length > 0 ? near : Array.from({ length: cut.length - 1 }, (_at, before) => before + 1);
    return all.reduce((best, at) => (off(at) < off(best) ? at : best));
  });
  const borders = [0, ...places, cut.length];
  const runs = borders.slice(1).map((to, index): Run => ({ from: borders[index] ?? 0, to }));
  return runs.every(({ from, to }) => to > from) ? runs : null;
}
