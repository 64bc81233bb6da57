import { drawParagraph, mixColours } from "../draw-text.ts";
import { eased, MOVES } from "../easing.ts";
import { type FittedText, fitText, type ReckonedText, reckonText } from "../fit-text.ts";
import { arrive, type Layer } from "../layer.ts";
import { type Box, grow, type Layout, mirrored } from "../layout.ts";
import {
  asRead,
  type ContentOf,
  fillPanel,
  partMoves,
  partOf,
  placeIn,
  planHeading,
  sceneLayer,
  type ScenePlan,
  type Stage,
} from "../scene-plan.ts";

const CELL_X_PX = 26;
const CELL_Y_PX = 18;
const SIZE_STEP = 0.93;

/** Rows that come one after the other under a header; the row that is spoken about is lit. */
export function planTable({ heading, header, rows }: ContentOf<"table">, stage: Stage): ScenePlan {
  const head = planHeading(heading, stage);
  const { rest } = head;
  const { table, hasHeader, fits } = fitTable({ header, rows }, rest, stage.layout);
  const top =
    rest.y + (heading === null ? (rest.height - table.heightPx) / 2 : (rest.height - table.heightPx) * 0.35);
  const frame = asRead({ x: rest.x, y: top, width: rest.width, height: table.heightPx }, stage);
  const rowBoxes = table.rows.map((row): Box => ({
    x: rest.x,
    y: top + row.y,
    width: rest.width,
    height: row.height,
  }));

  return {
    fits: head.fits && fits,
    boxes: {
      table: frame,
      ...Object.fromEntries(rowBoxes.map((box, index) => [`row ${index}`, asRead(box, stage)])),
    },
    layers(times) {
      const arrives = arrive(times.startSeconds, MOVES.scene);
      const panel = sceneLayer(times, grow(frame, 20), [arrives], (context, now) => {
        context.globalAlpha = eased(now, times.startSeconds, MOVES.scene);
        fillPanel(context, frame, 24, stage.theme.panel, stage.theme.hairline);
        context.globalAlpha = 1;
      });
      const rowLayers = table.rows.map((row, index): Layer => {
        const isHeader = hasHeader && index === 0;
        const part = index - (hasHeader ? 1 : 0);
        const box = rowBoxes[index] ?? rest;
        const seen = asRead(box, stage);
        const at = isHeader ? times.startSeconds : partOf(times, part).appearsAtSeconds;
        const moves = isHeader ? [arrive(at, MOVES.appear)] : partMoves(times, part);
        return sceneLayer(times, seen, moves, (context, now) => {
          const shown = eased(now, at, MOVES.appear);
          if (shown === 0) return;
          const isLast = part >= times.parts.length - 1;
          const spoken = isHeader ? 1 : eased(now, partOf(times, part).spokenUntilSeconds, MOVES.dim);
          const lit = isHeader || (isLast && rows.length > 1) ? 1 - spoken : shown * (1 - spoken);
          if (isHeader || lit > 0.01) {
            context.globalAlpha = isHeader ? shown : lit;
            const inside = {
              ...seen,
              x: seen.x + 8,
              width: seen.width - 16,
              y: seen.y + 4,
              height: seen.height - 8,
            };
            fillPanel(context, inside, 16, stage.theme.accentSoft);
          }
          context.globalAlpha = shown;
          if (index > 0 && !(hasHeader && index === 1)) {
            context.fillStyle = stage.theme.hairline;
            context.fillRect(seen.x + CELL_X_PX, seen.y, seen.width - 2 * CELL_X_PX, 2);
          }
          const { text, textSoft, accent } = stage.theme;
          const colour = isHeader ? accent : mixColours(text, textSoft, isLast ? 0 : spoken);
          for (const [column, cell] of row.cells.entries()) {
            const cellBox = {
              x: box.x + (table.columnX[column] ?? 0) + table.cellX,
              y: box.y + (box.height - cell.heightPx) / 2,
              width: (table.columnWidth[column] ?? 0) - 2 * table.cellX,
              height: cell.heightPx,
            };
            const place = placeIn(stage.isRightToLeft ? mirrored(cellBox, stage.layout) : cellBox, stage);
            drawParagraph(context, cell, 0, place, { colour, shownOf: () => shown });
          }
          context.globalAlpha = 1;
        });
      });
      return [...head.layers(times), panel, ...rowLayers];
    },
  };
}

/** A table in the largest type in which all of it fits into a box, with its header as the first of its rows. */
export function fitTable(
  { header, rows }: Pick<ContentOf<"table">, "header" | "rows">,
  box: Box,
  { type }: Layout,
): { table: TableLayout; hasHeader: boolean; fits: boolean } {
  const columns = Math.max(1, header.length, ...rows.map((row) => row.length));
  const hasHeader = header.some((cell) => cell !== "");
  const smallestPx = type.smallest * 0.9;
  const lines = measuredLines(hasHeader ? [header, ...rows] : rows, columns, hasHeader);
  let sizePx = type.item * 0.92;
  for (;;) {
    const { isCut, ...widths } = columnWidths(lines, box.width, sizePx, smallestPx);
    const isTooHigh = reckonedHeight(lines, widths, sizePx) > box.height;
    if (!isTooHigh && !(isCut && sizePx > smallestPx)) break;
    sizePx *= SIZE_STEP;
  }
  let table = layTable(lines, box.width, sizePx, smallestPx);
  // Reckoned lines are measured before they count.
  while (table.heightPx > box.height) {
    sizePx *= SIZE_STEP;
    table = layTable(lines, box.width, sizePx, smallestPx);
  }
  const fits =
    sizePx >= smallestPx * SIZE_STEP &&
    // Two columns cannot be made wider by giving each a scene of its own.
    (!table.isCut || columns <= 2) &&
    table.rows.every(({ cells }) => cells.every((cell) => cell.fits));
  return { table, hasHeader, fits };
}

interface MeasuredCell {
  text: string;
  isHeader: boolean;
  /** In bold, in which it is widest. */
  wide: ReckonedText;
  reckoned: ReckonedText;
}

const weightOf = (isHeader: boolean) => (isHeader ? 700 : 600);

/** Every line with as many cells as there are columns. */
const measuredLines = (
  lines: readonly (readonly string[])[],
  columns: number,
  hasHeader: boolean,
): MeasuredCell[][] =>
  lines.map((line, index) => {
    const isHeader = hasHeader && index === 0;
    return Array.from({ length: columns }, (_column, at): MeasuredCell => {
      const text = line[at] ?? "";
      const wide = reckonText(text, { weight: 700 });
      return { text, isHeader, wide, reckoned: reckonText(text, { weight: weightOf(isHeader) }) };
    });
  });

interface ColumnWidths {
  columnWidth: readonly number[];
  /** What is left free around the text of a cell: less where the type is too small to be read anyway. */
  cellX: number;
  cellY: number;
}

/** Columns as wide as what stands in them needs, in proportion, and never so narrow that a short word is cut. */
function columnWidths(
  lines: readonly (readonly MeasuredCell[])[],
  widthPx: number,
  sizePx: number,
  smallestPx: number,
): ColumnWidths & { isCut: boolean } {
  const squeeze = Math.min(1, sizePx / smallestPx);
  const [cellX, cellY] = [CELL_X_PX * squeeze, CELL_Y_PX * squeeze];
  const columns = (lines[0] ?? []).map((_cell, at) => lines.map((line) => line[at]));
  const room = (widths: readonly number[]) => Math.max(0, ...widths) * sizePx * 1.01 + 2 * cellX;
  const least = columns.map((cells) => room(cells.map((cell) => cell?.wide.longestWord ?? 0)));
  const wishes = columns.map((cells) => room(cells.map((cell) => cell?.wide.width ?? 0)));
  const sumOf = (widths: readonly number[]) => widths.reduce((sum, width) => sum + width, 0);
  const spare = widthPx - sumOf(least);
  const wanted = sumOf(wishes) - sumOf(least);
  const columnWidth = columns.map((_cells, at) => {
    const [own, wish] = [least[at] ?? 0, wishes[at] ?? 0];
    // Words are cut only where not even the longest of them fit beside each other.
    if (spare < 0) return (own / sumOf(least)) * widthPx;
    const surplus = Math.max(0, spare - wanted) / columns.length;
    return own + (wanted === 0 ? 0 : (Math.min(spare, wanted) * (wish - own)) / wanted) + surplus;
  });
  return { columnWidth, cellX, cellY, isCut: spare < 0 };
}

const LINE_HEIGHT = 1.28;
const CELL_MAX_LINES = 5;
const sizeOf = (sizePx: number, isHeader: boolean) => (isHeader ? sizePx * 0.92 : sizePx);
const innerWidth = (columnWidthPx: number, cellX: number) => Math.max(1, columnWidthPx - 2 * cellX);

/** How high a table becomes, without laying it out. */
function reckonedHeight(
  lines: readonly (readonly MeasuredCell[])[],
  { columnWidth, cellX, cellY }: ColumnWidths,
  sizePx: number,
): number {
  let heightPx = 0;
  for (const line of lines) {
    let rowPx = sizePx * LINE_HEIGHT;
    for (const [at, { isHeader, reckoned }] of line.entries()) {
      const ownPx = sizeOf(sizePx, isHeader);
      const count = reckoned.linesAt(innerWidth(columnWidth[at] ?? 0, cellX) / ownPx);
      rowPx = Math.max(rowPx, Math.min(count * ownPx, CELL_MAX_LINES * sizePx) * LINE_HEIGHT);
    }
    heightPx += rowPx + 2 * cellY;
  }
  return heightPx;
}

interface TableLayout extends ColumnWidths {
  columnX: readonly number[];
  rows: readonly { y: number; height: number; cells: readonly FittedText[] }[];
  heightPx: number;
  /** Whether a word is longer than its column. */
  isCut: boolean;
}

function layTable(
  lines: readonly (readonly MeasuredCell[])[],
  widthPx: number,
  sizePx: number,
  smallestPx: number,
): TableLayout {
  const widths = columnWidths(lines, widthPx, sizePx, smallestPx);
  const { columnWidth, cellX, cellY } = widths;
  const columnX = columnWidth.map((_width, at) =>
    columnWidth.slice(0, at).reduce((sum, each) => sum + each, 0),
  );
  let y = 0;
  const rows = lines.map((line) => {
    const cells = line.map(({ text, isHeader }, at) =>
      fitText([text], {
        widthPx: innerWidth(columnWidth[at] ?? 0, cellX),
        heightPx: sizePx * LINE_HEIGHT * CELL_MAX_LINES,
        maxSizePx: sizeOf(sizePx, isHeader),
        minSizePx: sizePx * 0.8,
        weight: weightOf(isHeader),
        lineHeight: LINE_HEIGHT,
      }),
    );
    const height = Math.max(sizePx * LINE_HEIGHT, ...cells.map(({ heightPx }) => heightPx)) + 2 * cellY;
    const row = { y, height, cells };
    y += height;
    return row;
  });
  return { ...widths, columnX, rows, heightPx: y };
}
