import { drawParagraph, mixColours } from "../draw-text.ts";
import { eased, easedThrough, linear, MOVES } from "../easing.ts";
import { type FittedText, fitText } from "../fit-text.ts";
import { arrive, fade, type Layer, move } from "../layer.ts";
import { type Box, grow } from "../layout.ts";
import { drawGlyph, writeGlyph } from "../math/draw-glyphs.ts";
import { type Formula, type Glyph, type Matrix, multiply, readFormula } from "../math/formula-glyphs.ts";
import { matchGlyphs } from "../math/match-glyphs.ts";
import {
  type ContentOf,
  partOf,
  placeIn,
  planHeading,
  sceneLayer,
  type ScenePlan,
  type SceneTimes,
  type Stage,
} from "../scene-plan.ts";

const GAP_RATIO = 0.55;
const NOTE_GAP_PX = 90;
const SIZE_STEP = 0.94;
/** A note that has to be smaller than this beside its formula is too long for its place. */
const NOTE_SMALLEST_RATIO = 0.8;

interface Row {
  note: FittedText | null;
  noteBox: Box;
  noteAlign: "start" | "centre";
  /** Null where the LaTeX is broken: then it is written as the text that it is. */
  formula: Formula | null;
  text: FittedText | null;
  box: Box;
  sizePx: number;
}

/**
 * A derivation, line under line, aligned at the equals signs. The first writes itself stroke by stroke; of each one
 * after it, what stays the same moves down from the line above, and only what is new is written.
 */
export function planFormula({ heading, steps }: ContentOf<"formula">, stage: Stage): ScenePlan {
  const head = planHeading(heading, stage);
  const { type, isWide } = stage.layout;
  let sizePx = type.statement * (steps.length === 1 ? (isWide ? 1.6 : 2.1) : 1.05);
  let rows = layRows(steps, head.rest, sizePx, stage);
  while (rows.heightPx > head.rest.height || rows.widthPx > head.rest.width) {
    sizePx *= SIZE_STEP;
    rows = layRows(steps, head.rest, sizePx, stage);
  }
  const boxes: Record<string, Box> = Object.fromEntries(
    rows.rows.map(({ box }, index) => [`step ${index + 1}`, box]),
  );
  return {
    fits:
      head.fits &&
      sizePx >= type.smallest * 0.95 &&
      rows.rows.every(({ note }) => note === null || note.fits),
    boxes,
    layers: (times) => [
      ...head.layers(times),
      ...rows.rows.flatMap((row, index) => rowLayers(row, rows.rows[index - 1], index, times, stage)),
    ],
  };
}

function layRows(steps: ContentOf<"formula">["steps"], rest: Box, sizePx: number, stage: Stage) {
  const { type, isWide } = stage.layout;
  const hasNotes = steps.some(({ note }) => note !== null && note !== "");
  // Beside the formulas where there is room for a column of its own, above each of them otherwise.
  const isBeside = isWide && hasNotes && steps.length > 1;
  const noteWidth = isBeside ? rest.width * 0.34 : rest.width;
  const notePx = Math.min(type.note, sizePx * 0.62);
  const measured = steps.map(({ tex, note }) => {
    const { formula } = readFormula(tex);
    const noteText =
      note === null || note === ""
        ? null
        : fitText([note], {
            widthPx: noteWidth,
            heightPx: notePx * 4,
            maxSizePx: notePx,
            minSizePx: notePx * NOTE_SMALLEST_RATIO,
            weight: 400,
            lineHeight: 1.3,
          });
    const text =
      formula === null
        ? fitText([tex === "" ? " " : tex], {
            widthPx: rest.width - (isBeside ? noteWidth + NOTE_GAP_PX : 0),
            heightPx: rest.height / steps.length / 1.5,
            maxSizePx: sizePx * 0.6,
            weight: 400,
            typeface: "mono",
            lineHeight: 1.35,
          })
        : null;
    const width = formula === null ? (text?.widthPx ?? 0) : (formula.width * sizePx) / 1000;
    const height = formula === null ? (text?.heightPx ?? 0) : (formula.height * sizePx) / 1000;
    const above = noteText === null || isBeside ? 0 : noteText.heightPx + sizePx * 0.16;
    return { formula, text, note: noteText, width, height, above };
  });
  const aligned = alignedLefts(measured, sizePx);
  const formulasWidth = Math.max(...measured.map(({ width }, index) => (aligned[index] ?? 0) + width));
  const notesWidth = isBeside ? NOTE_GAP_PX + Math.max(...measured.map(({ note }) => note?.widthPx ?? 0)) : 0;
  const widthPx = formulasWidth + notesWidth;
  const rowHeight = ({ height, above, note }: (typeof measured)[number]) =>
    isBeside ? Math.max(height, note?.heightPx ?? 0) : height + above;
  const gap = sizePx * GAP_RATIO;
  const heightPx = measured.reduce((sum, each) => sum + rowHeight(each), 0) + gap * (steps.length - 1);
  const left = rest.x + (rest.width - widthPx) / 2;
  let y = rest.y + (rest.height - heightPx) / 2;
  const rows = measured.map((each, index): Row => {
    const { formula, text, note, width, height, above } = each;
    const full = rowHeight(each);
    const noteHeight = note?.heightPx ?? 0;
    const noteBox = isBeside
      ? {
          x: left + formulasWidth + NOTE_GAP_PX,
          y: y + (full - noteHeight) / 2,
          width: notesWidth - NOTE_GAP_PX,
          height: noteHeight,
        }
      : { x: rest.x, y, width: rest.width, height: noteHeight };
    const top = isBeside ? y + (full - height) / 2 : y + above;
    y += full + gap;
    const box = { x: left + (aligned[index] ?? 0), y: top, width, height };
    return { note, noteBox, noteAlign: isBeside ? "start" : "centre", formula, text, sizePx, box };
  });
  return { rows, widthPx, heightPx };
}

/** How far in each line starts, so that equals signs stand below each other; in the middle where a line has none. */
function alignedLefts(
  lines: readonly { formula: Formula | null; width: number }[],
  sizePx: number,
): number[] {
  const signs = lines.map(({ formula }) =>
    formula?.equalsX === null || formula === null ? null : (formula.equalsX * sizePx) / 1000,
  );
  const widest = Math.max(...lines.map(({ width }) => width));
  if (signs.some((x) => x === null)) return lines.map(({ width }) => (widest - width) / 2);
  const signX = Math.max(...signs.map((x) => x ?? 0));
  return signs.map((x) => signX - (x ?? 0));
}

const placed = ({ box, sizePx }: Row, glyph: Glyph): Matrix =>
  multiply([sizePx / 1000, 0, 0, sizePx / 1000, box.x, box.y], glyph.matrix);

function rowLayers(
  row: Row,
  above: Row | undefined,
  index: number,
  times: SceneTimes,
  stage: Stage,
): Layer[] {
  const { appearsAtSeconds, spokenUntilSeconds } = partOf(times, index);
  const isLast = index >= times.parts.length - 1;
  const margin = row.sizePx * 0.25;
  const from = above === undefined ? row.box : unionOf(above.box, row.box);
  const moves = [
    move(appearsAtSeconds, MOVES.write),
    ...(isLast ? [] : [fade(spokenUntilSeconds, MOVES.dim)]),
  ];
  const origins = originsOf(row, above);
  const colourAt = (now: number) =>
    mixColours(
      stage.theme.text,
      stage.theme.textSoft,
      isLast ? 0 : eased(now, spokenUntilSeconds, MOVES.dim),
    );
  const line = sceneLayer(times, grow(from, margin), moves, (context, now) => {
    if (now < appearsAtSeconds) return;
    const colour = colourAt(now);
    if (row.formula === null) {
      const shown = eased(now, appearsAtSeconds, MOVES.appear);
      if (row.text !== null) {
        drawParagraph(
          context,
          row.text,
          0,
          { x: row.box.x, y: row.box.y, width: row.box.width, align: "start", isRightToLeft: false },
          { colour, shownOf: () => shown },
        );
      }
      return;
    }
    const { glyphs } = row.formula;
    const moved = easedThrough(now, appearsAtSeconds, MOVES.write * 0.6);
    // What is new is written when what was there has almost arrived.
    const isFirst = origins.every((origin) => origin === null);
    const writeFrom = appearsAtSeconds + (isFirst ? 0 : MOVES.write * 0.45);
    const writeLength = MOVES.write * (isFirst ? 1 : 0.55);
    const fresh = origins.filter((origin) => origin === null).length;
    let order = 0;
    for (const [at, glyph] of glyphs.entries()) {
      const target = placed(row, glyph);
      const origin = origins[at] ?? null;
      if (origin !== null) {
        drawGlyph(context, glyph, between(origin, target, moved), colour);
        continue;
      }
      const begins = writeFrom + (fresh <= 1 ? 0 : (order / fresh) * writeLength * 0.6);
      order += 1;
      writeGlyph(context, glyph, target, colour, linear(now, begins, writeLength * 0.4));
    }
  });
  if (row.note === null) return [line];
  const { note, noteBox, noteAlign } = row;
  const words = sceneLayer(
    times,
    grow(noteBox, 24),
    [arrive(appearsAtSeconds, MOVES.appear)],
    (context, now) => {
      const shown = eased(now, appearsAtSeconds, MOVES.appear);
      drawParagraph(context, note, 0, placeIn(noteBox, stage, noteAlign), {
        colour: stage.theme.accent,
        shownOf: () => shown,
      });
    },
  );
  return [words, line];
}

/** Where each glyph comes from in the line above; null for what is new. */
function originsOf(row: Row, above: Row | undefined): (Matrix | null)[] {
  const glyphs = row.formula?.glyphs ?? [];
  const before = above?.formula?.glyphs ?? [];
  if (above === undefined || before.length === 0) return glyphs.map(() => null);
  return matchGlyphs(
    before.map(({ key }) => key),
    glyphs.map(({ key }) => key),
  ).map((old) => {
    const glyph = old === null ? undefined : before[old];
    return glyph === undefined ? null : placed(above, glyph);
  });
}

const between = (from: Matrix, to: Matrix, ratio: number): Matrix => [
  from[0] + (to[0] - from[0]) * ratio,
  from[1] + (to[1] - from[1]) * ratio,
  from[2] + (to[2] - from[2]) * ratio,
  from[3] + (to[3] - from[3]) * ratio,
  from[4] + (to[4] - from[4]) * ratio,
  from[5] + (to[5] - from[5]) * ratio,
];

function unionOf(a: Box, b: Box): Box {
  const [x, y] = [Math.min(a.x, b.x), Math.min(a.y, b.y)];
  return {
    x,
    y,
    width: Math.max(a.x + a.width, b.x + b.width) - x,
    height: Math.max(a.y + a.height, b.y + b.height) - y,
  };
}
