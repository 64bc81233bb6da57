import { drawParagraph, mixColours } from "../draw-text.ts";
import { eased, MOVES } from "../easing.ts";
import { fitText } from "../fit-text.ts";
import { arrive, type Layer } from "../layer.ts";
import { type Box, grow } from "../layout.ts";
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
  type SceneTimes,
  spokenColour,
  type Stage,
} from "../scene-plan.ts";

const PADDING_PX = 40;
const GAP_PX = 32;
const DASH_PX = 40;

/** Two columns side by side, below each other in a tall picture; a title of its own colour each, and their points. */
export function planComparison({ heading, left, right }: ContentOf<"comparison">, stage: Stage): ScenePlan {
  const head = planHeading(heading, stage);
  const { rest } = head;
  const isStacked = rest.height > rest.width;
  const boxes = [0, 1].map((side): Box => {
    if (isStacked) {
      const height = (rest.height - GAP_PX) / 2;
      return { x: rest.x, y: rest.y + side * (height + GAP_PX), width: rest.width, height };
    }
    const width = (rest.width - GAP_PX) / 2;
    return { x: rest.x + side * (width + GAP_PX), y: rest.y, width, height: rest.height };
  });
  const plans = [left, right].map((column, side) => planColumn(column, boxes[side] ?? rest, stage));
  // Both columns in the smaller one's type, and as high as the higher one: they are compared, not ranked.
  const itemPx = Math.min(...plans.map(({ items }) => items.font.sizePx));
  const even = [left, right].map((column, side) => planColumn(column, boxes[side] ?? rest, stage, itemPx));
  const height = Math.max(...even.map(({ usedPx }) => usedPx));
  const panels = even.map(({ box }, side): Box => {
    const y = isStacked && side === 1 ? rest.y + height + GAP_PX : box.y;
    const spare = (rest.height - (isStacked ? 2 * height + GAP_PX : height)) / 2;
    return { ...box, y: y + (heading === null ? spare : spare * 0.6), height };
  });

  return {
    fits: head.fits && even.every(({ fits }) => fits),
    boxes: Object.fromEntries(
      panels.map((panel, side) => [side === 0 ? "left" : "right", asRead(panel, stage)]),
    ),
    layers: (times) => [
      ...head.layers(times),
      ...even.flatMap((column, side) =>
        columnLayers(column, panels[side] ?? rest, {
          firstPart: side === 0 ? 0 : 1 + left.items.length,
          colour: stage.theme.series[side] ?? stage.theme.accent,
          times,
          stage,
        }),
      ),
    ],
  };
}

function planColumn(
  { title, items }: ContentOf<"comparison">["left"],
  box: Box,
  { layout }: Stage,
  itemPx?: number,
) {
  const { type } = layout;
  const widthPx = box.width - 2 * PADDING_PX;
  const titleText = fitText([title], {
    widthPx,
    heightPx: Math.min(box.height * 0.35, type.heading * 2.6),
    maxSizePx: type.heading * 0.92,
    minSizePx: type.smallest,
    weight: 700,
    lineHeight: 1.25,
  });
  const top = PADDING_PX + titleText.heightPx + 34;
  const itemsText = fitText(items, {
    widthPx: widthPx - DASH_PX,
    heightPx: box.height - top - PADDING_PX,
    maxSizePx: itemPx ?? type.item * 0.9,
    minSizePx: type.smallest,
    weight: 400,
    lineHeight: 1.32,
    paragraphGap: 0.55,
  });
  const usedPx = top + itemsText.heightPx + PADDING_PX;
  return { box, title: titleText, items: itemsText, top, usedPx, fits: titleText.fits && itemsText.fits };
}

interface ColumnContext {
  /** The number of the part that the column's title is. */
  firstPart: number;
  colour: string;
  times: SceneTimes;
  stage: Stage;
}

function columnLayers(
  column: ReturnType<typeof planColumn>,
  box: Box,
  { firstPart, colour, times, stage }: ColumnContext,
): Layer[] {
  const panel = asRead(box, stage);
  const inner = asRead(
    { x: box.x + PADDING_PX, y: box.y + PADDING_PX, width: box.width - 2 * PADDING_PX, height: 0 },
    stage,
  );
  const titleAt = partOf(times, firstPart).appearsAtSeconds;
  const card = sceneLayer(
    times,
    grow(panel, 22),
    [arrive(times.startSeconds, MOVES.scene), arrive(titleAt, MOVES.appear)],
    (context, now) => {
      context.globalAlpha = eased(now, times.startSeconds, MOVES.scene);
      fillPanel(context, panel, 26, stage.theme.panel, stage.theme.hairline);
      const shown = eased(now, titleAt, MOVES.appear);
      context.globalAlpha = 1;
      const line = asRead(
        {
          x: box.x + PADDING_PX,
          y: box.y + PADDING_PX + column.title.heightPx + 12,
          width: (box.width - 2 * PADDING_PX) * shown,
          height: 5,
        },
        stage,
      );
      context.fillStyle = colour;
      context.fillRect(line.x, line.y, line.width, line.height);
      // What it will be compared with is there from the start: an empty column tells nothing.
      const arrived = eased(now, times.startSeconds, MOVES.scene);
      drawParagraph(context, column.title, 0, placeIn(inner, stage), {
        colour: mixColours(stage.theme.textSoft, stage.theme.text, shown),
        shownOf: () => arrived,
      });
    },
  );
  const items = column.items.paragraphs.map(({ topPx, heightPx }, index): Layer => {
    const part = firstPart + 1 + index;
    const at = partOf(times, part).appearsAtSeconds;
    const row = {
      x: box.x + PADDING_PX,
      y: box.y + column.top + topPx,
      width: box.width - 2 * PADDING_PX,
      height: heightPx,
    };
    return sceneLayer(times, grow(asRead(row, stage), 24), partMoves(times, part), (context, now) => {
      const shown = eased(now, at, MOVES.appear);
      if (shown === 0) return;
      context.globalAlpha = shown;
      const dash = asRead({ x: row.x, y: row.y + column.items.linePx / 2 - 4, width: 20, height: 8 }, stage);
      fillPanel(context, dash, 4, colour);
      const place = placeIn(
        asRead({ ...row, x: row.x + DASH_PX, width: row.width - DASH_PX, y: box.y + column.top }, stage),
        stage,
      );
      drawParagraph(context, column.items, index, place, {
        colour: spokenColour(stage, times, part, now),
        shownOf: () => shown,
      });
      context.globalAlpha = 1;
    });
  });
  return [card, ...items];
}
