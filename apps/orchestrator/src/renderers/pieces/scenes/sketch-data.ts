import { measureText } from "../../canvas/fit-text.ts";
import type { ContentOf } from "../../canvas/scene-plan.ts";
import { fitTable } from "../../canvas/scenes/plan-table.ts";
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

/** Rows that come one after the other under a header. */
export function sketchTable(sketch: Sketch, { heading, header, rows }: ContentOf<"table">): void {
  const { theme, layout } = sketch.stage;
  const rest = addHeading(sketch, heading);
  const { table, hasHeader } = fitTable({ header, rows }, rest, layout);
  const top = rest.y + (rest.height - table.heightPx) * (heading === null ? 0.5 : 0.35);
  const frame = { ...rest, y: top, height: table.heightPx };
  addPanel(sketch, atStart(sketch), frame, { radius: 24, colour: theme.panel, border: theme.hairline });
  for (const [index, row] of table.rows.entries()) {
    const isHeader = hasHeader && index === 0;
    const part = index - (hasHeader ? 1 : 0);
    const coming = isHeader ? atStart(sketch) : atPart(sketch, part);
    const y = top + row.y;
    const strip = { ...rest, x: rest.x + 10, width: rest.width - 20 };
    if (isHeader) {
      const lit = { ...strip, y: y + 8, height: row.height - 12 };
      addPanel(sketch, coming, lit, { radius: 14, colour: theme.accentSoft });
    } else if (index > 0) {
      addPanel(sketch, coming, { ...strip, y, height: 2 }, { colour: theme.hairline });
    }
    for (const [column, cell] of row.cells.entries()) {
      const box = placed(sketch, {
        x: rest.x + (table.columnX[column] ?? 0) + table.cellX,
        y: y + (row.height - cell.heightPx) / 2,
        width: (table.columnWidth[column] ?? 0) - 2 * table.cellX,
        height: cell.heightPx,
      });
      addParagraph(sketch, coming, cell, 0, box, isHeader ? { colour: theme.accent } : dimming(sketch, part));
    }
  }
}

const SMALLEST_CODE_RATIO = 0.75;
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
  // Smaller type reads better than a line that is cut, as long as it can be read.
  const isCut = () => lines.length > measured.length && sizePx > layout.type.smallest * SMALLEST_CODE_RATIO;
  while (isCut() || (lines.length * sizePx * WINDOW.lineHeight > height && sizePx > 4)) {
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
