import { fitText, measureText } from "../../canvas/fit-text.ts";
import type { ContentOf } from "../../canvas/scene-plan.ts";
import { colourOf, measuredLines, wrapCode } from "../../canvas/scenes/plan-code.ts";
import {
  addHeading,
  addLine,
  addPanel,
  addParagraph,
  atPart,
  atStart,
  dimming,
  partTimes,
  placed,
  type Sketch,
} from "../sketch.ts";

const CELL = { xPx: 26, yPx: 14 };

/** Rows that come one after the other under a header. */
export function sketchTable(sketch: Sketch, { heading, header, rows }: ContentOf<"table">): void {
  const { theme, layout } = sketch.stage;
  const rest = addHeading(sketch, heading);
  const hasHeader = header.some((cell) => cell !== "");
  const lines = hasHeader ? [header, ...rows] : rows;
  const columns = Math.max(1, ...lines.map((line) => line.length));
  const widths = columnWidths(lines, columns, rest.width);
  const rowHeight = Math.min(rest.height / lines.length, layout.type.item * 2.6);
  const top = rest.y + (heading === null ? (rest.height - rowHeight * lines.length) / 2 : 0);
  const frame = { ...rest, y: top, height: rowHeight * lines.length };
  addPanel(sketch, atStart(sketch), frame, { radius: 24, colour: theme.panel, border: theme.hairline });
  for (const [index, line] of lines.entries()) {
    const isHeader = hasHeader && index === 0;
    const part = index - (hasHeader ? 1 : 0);
    const coming = isHeader ? atStart(sketch) : atPart(sketch, part);
    const y = top + index * rowHeight;
    const strip = { ...rest, x: rest.x + 10, width: rest.width - 20 };
    if (isHeader) {
      addPanel(
        sketch,
        coming,
        { ...strip, y: y + 8, height: rowHeight - 12 },
        { radius: 14, colour: theme.accentSoft },
      );
    } else if (index > 0) {
      addPanel(sketch, coming, { ...strip, y, height: 2 }, { colour: theme.hairline });
    }
    let x = rest.x;
    for (const [column, width] of widths.entries()) {
      const cell = fitText([line[column] ?? ""], {
        widthPx: Math.max(1, width - 2 * CELL.xPx),
        heightPx: rowHeight - 2 * Math.min(CELL.yPx, rowHeight * 0.15),
        maxSizePx: layout.type.item * (isHeader ? 0.74 : 0.82),
        weight: isHeader ? 700 : 600,
        lineHeight: 1.2,
      });
      const box = placed(sketch, {
        x: x + CELL.xPx,
        y: y + (rowHeight - cell.heightPx) / 2,
        width: width - 2 * CELL.xPx,
        height: cell.heightPx,
      });
      addParagraph(sketch, coming, cell, 0, box, isHeader ? { colour: theme.accent } : dimming(sketch, part));
      x += width;
    }
  }
}

/** In proportion to the longest of each column, and none below half of an equal share. */
function columnWidths(lines: readonly (readonly string[])[], columns: number, widthPx: number): number[] {
  const font = { sizePx: 40, weight: 700 } as const;
  const wishes = Array.from({ length: columns }, (_column, at) =>
    Math.max(40, ...lines.map((line) => measureText(line[at] ?? "", font))),
  );
  const most = wishes.reduce((sum, wish) => sum + wish, 0);
  const shares = wishes.map((wish) => Math.max(0.5 / columns, wish / most));
  const sum = shares.reduce((all, share) => all + share, 0);
  return shares.map((share) => (share / sum) * widthPx);
}

const WINDOW = { paddingPx: 40, barPx: 54, lineHeight: 1.5 };

/** Code in a window of its own, coloured by its language, line by line. Always read from the left. */
export function sketchCode(sketch: Sketch, { heading, language, code }: ContentOf<"code">): void {
  const { theme, layout } = sketch.stage;
  const rest = addHeading(sketch, heading);
  const source = code.replaceAll("\t", "  ").replace(/\s+$/, "");
  const width = rest.width - 2 * WINDOW.paddingPx;
  const height = rest.height - WINDOW.barPx - 1.2 * WINDOW.paddingPx;
  let sizePx = layout.type.item * 0.8;
  const measured = measuredLines(source, language);
  const lay = () => wrapCode(measured, width, sizePx);
  let lines = lay();
  while (lines.length * sizePx * WINDOW.lineHeight > height && sizePx > 4) {
    sizePx *= 0.95;
    lines = lay();
  }
  const linePx = sizePx * WINDOW.lineHeight;
  const frame = { ...rest, height: WINDOW.barPx + lines.length * linePx + 1.2 * WINDOW.paddingPx };
  addPanel(sketch, atStart(sketch), frame, { radius: 24, colour: theme.panel, border: theme.hairline });
  const font = { sizePx, weight: 400, typeface: "mono" } as const;
  const { appearsAtSeconds } = partTimes(sketch, 0);
  for (const [row, { pieces }] of lines.entries()) {
    const coming = { fromSeconds: appearsAtSeconds + row * 0.06, entry: "fade" } as const;
    const middleY = frame.y + WINDOW.barPx + (row + 0.5) * linePx;
    for (const { text, scope, xPx } of pieces) {
      // Blanks in a row would become one.
      for (const { 0: word, index } of text.matchAll(/\S+/g)) {
        const x = frame.x + WINDOW.paddingPx + xPx + measureText(text.slice(0, index), font);
        addLine(
          sketch,
          coming,
          word,
          font,
          { x, middleY, align: "left" },
          { colour: colourOf(scope, theme) },
        );
      }
    }
  }
}
