import { fitText } from "../../canvas/fit-text.ts";
import type { ContentOf } from "../../canvas/scene-plan.ts";
import {
  add,
  addHeading,
  addLine,
  addPanel,
  addParagraph,
  atPart,
  dimming,
  placed,
  slideIn,
  type Sketch,
} from "../sketch.ts";

const PADDING_PX = 36;

/** Bullets, steps or a summary: cards below each other, each with its mark, when the narration comes to them. */
export function sketchList(
  sketch: Sketch,
  { heading, items, kind }: ContentOf<"bullets"> | ContentOf<"steps"> | ContentOf<"summary">,
): void {
  const { layout, theme } = sketch.stage;
  const { type, isWide } = layout;
  const rest = addHeading(sketch, heading);
  const markSpace = isWide ? 96 : 84;
  // However many there are, half of the room is for words.
  const share = rest.height / items.length;
  const paddingY = Math.min(items.length > 4 ? 16 : isWide ? 26 : 34, share * 0.15);
  const gap = Math.min(items.length > 4 ? 14 : isWide ? 24 : 32, share * 0.15);
  const text = fitText(items, {
    widthPx: rest.width - markSpace - 2 * PADDING_PX,
    heightPx: rest.height - items.length * 2 * paddingY - (items.length - 1) * gap,
    maxSizePx: items.length > 4 ? type.item : type.item * 1.12,
    weight: 600,
    lineHeight: 1.3,
  });
  const total = text.paragraphs.reduce(
    (sum, { heightPx }) => sum + heightPx + 2 * paddingY,
    (items.length - 1) * gap,
  );
  const radius = Math.min(isWide ? 26 : 24, text.linePx * 0.5);
  let y = rest.y + (rest.height - total) * (heading === null ? 0.5 : 0.4);
  for (const [index, { heightPx, topPx }] of text.paragraphs.entries()) {
    const height = heightPx + 2 * paddingY;
    const coming = atPart(sketch, index, slideIn(sketch));
    addPanel(
      sketch,
      coming,
      { ...rest, y, height },
      { radius: 22, colour: theme.panel, border: theme.hairline },
    );
    const mark = placed(sketch, {
      x: rest.x + PADDING_PX,
      y: y + paddingY + text.linePx / 2,
      width: 2 * radius,
      height: 0,
    });
    const at = { x: mark.x + radius, y: mark.y };
    const disc = { kind: "disc", ...at, fromDegrees: 0, toDegrees: 360 } as const;
    add(sketch, coming, { ...disc, radius, colour: kind === "steps" ? theme.accent : theme.accentSoft });
    if (kind === "steps") {
      const font = { sizePx: radius * 1.1, weight: 700 } as const;
      addLine(sketch, coming, String(index + 1), font, { x: at.x, middleY: at.y, align: "centre" }, { colour: theme.onAccent }); // prettier-ignore
    } else if (kind === "bullets") {
      add(sketch, coming, { ...disc, radius: radius * 0.36, colour: theme.accent });
    } else {
      addTick(sketch, index, at, radius);
    }
    const words = placed(sketch, {
      x: rest.x + PADDING_PX + markSpace,
      y: y + paddingY - topPx,
      width: rest.width - markSpace - 2 * PADDING_PX,
      height: heightPx,
    });
    addParagraph(sketch, coming, text, index, words, dimming(sketch, index));
    y += height + gap;
  }
}

function addTick(sketch: Sketch, index: number, at: { x: number; y: number }, radius: number): void {
  const coming = atPart(sketch, index, "growRight");
  add(
    sketch,
    { ...coming, fromSeconds: coming.fromSeconds + 0.15, enterSeconds: 0.5 },
    {
      kind: "stroke",
      points: [
        { x: at.x - 0.45 * radius, y: at.y + 0.02 * radius },
        { x: at.x - 0.12 * radius, y: at.y + 0.36 * radius },
        { x: at.x + 0.48 * radius, y: at.y - 0.34 * radius },
      ],
      colour: sketch.stage.theme.accent,
      lineWidthPx: Math.max(3, radius * 0.2),
    },
  );
}

const COLUMN_GAP_PX = 40;

/** Two columns beside each other, above each other where the picture is tall. */
export function sketchComparison(sketch: Sketch, { heading, left, right }: ContentOf<"comparison">): void {
  const { layout, theme, isRightToLeft } = sketch.stage;
  const { type, isWide } = layout;
  const rest = addHeading(sketch, heading);
  const width = isWide ? (rest.width - COLUMN_GAP_PX) / 2 : rest.width;
  const height = isWide ? rest.height : (rest.height - COLUMN_GAP_PX) / 2;
  let part = 0;
  for (const [index, { title, items }] of [left, right].entries()) {
    const box = placed(sketch, {
      x: rest.x + (isWide ? index * (width + COLUMN_GAP_PX) : 0),
      y: rest.y + (isWide ? 0 : index * (height + COLUMN_GAP_PX)),
      width,
      height,
    });
    const inner = { ...box, x: box.x + PADDING_PX, width: box.width - 2 * PADDING_PX };
    const head = fitText([title], {
      widthPx: inner.width,
      heightPx: height * 0.3,
      maxSizePx: type.item,
      weight: 700,
      lineHeight: 1.25,
    });
    const top = box.y + PADDING_PX + head.heightPx + 24;
    const list = fitText(items, {
      widthPx: inner.width - 40,
      heightPx: box.y + height - PADDING_PX - top,
      maxSizePx: type.item * 0.86,
      weight: 400,
      lineHeight: 1.32,
      paragraphGap: 0.5,
    });
    const colour = theme.series[index] ?? theme.accent;
    const coming = atPart(sketch, part, "fade");
    addPanel(sketch, coming, box, { radius: 28, colour: theme.panel, border: theme.hairline });
    addPanel(sketch, coming, { ...box, height: 10 }, { radius: 5, colour });
    addParagraph(sketch, atPart(sketch, part), head, 0, { ...inner, y: box.y + PADDING_PX }, { colour });
    part += 1;
    for (const [row, { topPx }] of list.paragraphs.entries()) {
      const words = { x: inner.x + (isRightToLeft ? 0 : 40), y: top, width: inner.width - 40 };
      const dot = {
        x: isRightToLeft ? inner.x + inner.width - 8 : inner.x + 8,
        y: top + topPx + list.linePx / 2,
      };
      add(sketch, atPart(sketch, part, "fade"), { kind: "disc", ...dot, radius: 7, colour, fromDegrees: 0, toDegrees: 360 }); // prettier-ignore
      addParagraph(sketch, atPart(sketch, part), list, row, words, dimming(sketch, part));
      part += 1;
    }
  }
}
