import { fitLine, fitText } from "../../canvas/fit-text.ts";
import type { ContentOf } from "../../canvas/scene-plan.ts";
import { formulaSvg } from "../formula-svg.ts";
import { add, addHeading, addLine, addParagraph, atPart, partTimes, placed, type Sketch } from "../sketch.ts";

/** More rows than these are shown page by page. */
const MOST_ROWS = 4;
const NOTE_SPACE_RATIO = 0.34;

/** Steps below each other, each with what was done on its right, or below it where the picture is tall. */
export function sketchFormula(sketch: Sketch, { heading, steps }: ContentOf<"formula">): void {
  const { layout, theme, isRightToLeft } = sketch.stage;
  const { type, isWide } = layout;
  const rest = addHeading(sketch, heading);
  const rows = Math.min(MOST_ROWS, steps.length);
  const rowHeight = rest.height / rows;
  const hasNotes = steps.some(({ note }) => note !== null);
  const formulaWidth = isWide && hasNotes ? rest.width * (1 - NOTE_SPACE_RATIO) : rest.width;
  const noteFont = { sizePx: type.note, weight: 400 } as const;
  const largest = type.statement * (steps.length === 1 ? (isWide ? 1.6 : 2.1) : 1);
  const formulaHeight = rowHeight * (isWide || !hasNotes ? 0.72 : 0.5);

  for (const [index, { tex, note }] of steps.entries()) {
    const page = Math.floor(index / MOST_ROWS);
    const nextPage = (page + 1) * MOST_ROWS;
    const until =
      nextPage < steps.length ? { untilSeconds: partTimes(sketch, nextPage).appearsAtSeconds } : {};
    const coming = { ...atPart(sketch, index), ...until };
    const top = rest.y + (index % MOST_ROWS) * rowHeight;
    const isLast = index === steps.length - 1;
    let noteY = top + formulaHeight + noteFont.sizePx;
    const picture = formulaSvg(tex, isLast ? theme.accent : theme.text);
    if (picture === null) {
      const fitted = fitText([tex], {
        widthPx: formulaWidth,
        heightPx: formulaHeight,
        maxSizePx: type.item,
        weight: 600,
        lineHeight: 1.25,
      });
      addParagraph(
        sketch,
        coming,
        fitted,
        0,
        { ...rest, y: top, width: formulaWidth },
        { colour: theme.text },
      );
    } else {
      const size = Math.min(largest, formulaWidth / picture.width, formulaHeight / picture.height);
      const [width, height] = [picture.width * size, picture.height * size];
      const x = isWide && hasNotes ? rest.x : rest.x + (rest.width - width) / 2;
      const noteHeight = isWide || note === null ? 0 : noteFont.sizePx * 2;
      const y = isWide ? top + (formulaHeight - height) / 2 : top + (rowHeight - height - noteHeight) / 2;
      noteY = y + height + noteFont.sizePx * 1.2;
      const box = placed(sketch, { x, y, width, height });
      const file = sketch.addFile(picture.svg, "svg");
      add(sketch, { ...coming, enterSeconds: 0.7 }, { kind: "picture", file, box, radius: 0 });
    }
    if (note === null) continue;
    const noteWidth = isWide ? rest.width * NOTE_SPACE_RATIO - 40 : rest.width;
    const at = isWide
      ? { x: isRightToLeft ? rest.x : rest.x + rest.width, middleY: top + formulaHeight / 2, align: isRightToLeft ? "left" : "right" } as const // prettier-ignore
      : { x: rest.x + rest.width / 2, middleY: noteY, align: "centre" } as const; // prettier-ignore
    addLine(sketch, coming, fitLine(note, noteWidth, noteFont), noteFont, at, { colour: theme.textSoft });
  }
}
