import { drawParagraph, mixColours } from "../draw-text.ts";
import { tokensOf } from "../text-tokens.ts";
import { eased, MOVES } from "../easing.ts";
import { type FittedText, fitText, measureText } from "../fit-text.ts";
import { arrive, type Layer } from "../layer.ts";
import { type Box, grow, mirrored } from "../layout.ts";
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
  const { type } = stage.layout;
  const columns = Math.max(1, header.length, ...rows.map((row) => row.length));
  const lines = header.some((cell) => cell !== "") ? [header, ...rows] : rows;
  const hasHeader = lines.length > rows.length;
  let sizePx = type.item * 0.92;
  let table = layTable(lines, columns, rest.width, sizePx, hasHeader);
  const smallestPx = type.smallest * 0.9;
  while (table.heightPx > rest.height || (table.isCut && sizePx > smallestPx)) {
    sizePx *= SIZE_STEP;
    table = layTable(lines, columns, rest.width, sizePx, hasHeader);
  }
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
    fits:
      head.fits &&
      sizePx >= smallestPx * SIZE_STEP &&
      table.rows.every(({ cells }) => cells.every(({ fits }) => fits)),
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
              x: box.x + (table.columnX[column] ?? 0) + CELL_X_PX,
              y: box.y + (box.height - cell.heightPx) / 2,
              width: (table.columnWidth[column] ?? 0) - 2 * CELL_X_PX,
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

interface TableLayout {
  columnX: number[];
  columnWidth: number[];
  rows: { y: number; height: number; cells: FittedText[] }[];
  heightPx: number;
  /** Whether a word is longer than its column. */
  isCut: boolean;
}

/** Columns as wide as what stands in them needs, in proportion, and never so narrow that a short word is cut. */
function layTable(
  lines: readonly (readonly string[])[],
  columns: number,
  widthPx: number,
  sizePx: number,
  hasHeader: boolean,
): TableLayout {
  const font = { sizePx, weight: 700 } as const;
  const cellsOf = (at: number) => lines.map((line) => line[at] ?? "");
  const widest = (texts: readonly string[]) =>
    Math.max(0, ...texts.map((text) => measureText(text, font))) * 1.01 + 2 * CELL_X_PX;
  const columnsAt = Array.from({ length: columns }, (_column, at) => at);
  const least = columnsAt.map((at) =>
    widest(cellsOf(at).flatMap((text) => tokensOf(text).map((token) => token.text))),
  );
  const wishes = columnsAt.map((at) => widest(cellsOf(at)));
  const sumOf = (widths: readonly number[]) => widths.reduce((sum, width) => sum + width, 0);
  const spare = widthPx - sumOf(least);
  const wanted = sumOf(wishes) - sumOf(least);
  const columnWidth = columnsAt.map((at) => {
    const [own, wish] = [least[at] ?? 0, wishes[at] ?? 0];
    // Words are cut only where not even the longest of them fit beside each other.
    if (spare < 0) return (own / sumOf(least)) * widthPx;
    const surplus = Math.max(0, spare - wanted) / columns;
    return own + (wanted === 0 ? 0 : (Math.min(spare, wanted) * (wish - own)) / wanted) + surplus;
  });
  const columnX = columnWidth.map((_width, at) =>
    columnWidth.slice(0, at).reduce((sum, each) => sum + each, 0),
  );
  let y = 0;
  const rows = lines.map((line, index) => {
    const cells = Array.from({ length: columns }, (_column, at) =>
      fitText([line[at] ?? ""], {
        widthPx: Math.max(1, (columnWidth[at] ?? 0) - 2 * CELL_X_PX),
        heightPx: sizePx * 1.28 * 5,
        maxSizePx: hasHeader && index === 0 ? sizePx * 0.92 : sizePx,
        minSizePx: sizePx * 0.8,
        weight: hasHeader && index === 0 ? 700 : 600,
        lineHeight: 1.28,
      }),
    );
    const height = Math.max(sizePx * 1.28, ...cells.map(({ heightPx }) => heightPx)) + 2 * CELL_Y_PX;
    const row = { y, height, cells };
    y += height;
    return row;
  });
  return { columnX, columnWidth, rows, heightPx: y, isCut: spare < 0 };
}
