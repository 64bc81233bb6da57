import type { SKRSContext2D } from "@napi-rs/canvas";
import { drawLine, drawParagraph } from "../draw-text.ts";
import { eased, linear, MOVES } from "../easing.ts";
import { type FittedText, fitText } from "../fit-text.ts";
import { arrive, type Layer, move } from "../layer.ts";
import { type Box, grow } from "../layout.ts";
import {
  asRead,
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

type Mark = "dot" | "number" | "tick";

const PADDING_X_PX = 36;
const SLIDE_PX = 44;
const [TICK_AFTER_SECONDS, TICK_SECONDS] = [0.15, 0.5];
/** Of the body, for what is around and between the texts. */
const SPACE_MAX_RATIO = 0.6;

/**
 * Bullets, steps or a summary: cards below each other that slide in when they are spoken about. Steps are numbered and
 * tied together by a line that grows down to each; what is summed up is ticked off.
 */
export function planList(
  { heading, items }: { heading: string | null; items: readonly string[] },
  mark: Mark,
  stage: Stage,
): ScenePlan {
  const { type, isWide } = stage.layout;
  const head = planHeading(heading, stage);
  const { rest } = head;
  const markSpace = isWide ? 96 : 84;
  // Few points take more room each than many.
  const usualPaddingY = items.length > 4 ? 16 : isWide ? 26 : 34;
  const usualGap = items.length > 4 ? 14 : isWide ? 24 : 32;
  const between = items.length * 2 * usualPaddingY + (items.length - 1) * usualGap;
  // Far too many are drawn too small to be read, but inside the picture.
  const squeeze = Math.min(1, (rest.height * SPACE_MAX_RATIO) / between);
  const [paddingY, gap] = [usualPaddingY * squeeze, usualGap * squeeze];
  const text = fitText(items, {
    widthPx: rest.width - markSpace - 2 * PADDING_X_PX,
    heightPx: rest.height - items.length * 2 * paddingY - (items.length - 1) * gap,
    maxSizePx: items.length > 4 ? type.item : type.item * 1.12,
    minSizePx: type.smallest,
    weight: 600,
    lineHeight: 1.3,
  });
  const heights = text.paragraphs.map(({ heightPx }) => heightPx + 2 * paddingY);
  const total = heights.reduce((sum, height) => sum + height, 0) + (items.length - 1) * gap;
  let y = rest.y + (rest.height - total) * (heading === null ? 0.5 : 0.4);
  const cards = heights.map((height): Box => {
    const card = { x: rest.x, y, width: rest.width, height };
    y += height + gap;
    return card;
  });
  const radius = Math.min(isWide ? 26 : 24, text.linePx * 0.5);

  return {
    fits: text.fits && head.fits,
    boxes: Object.fromEntries(cards.map((card, index) => [`item ${index + 1}`, asRead(card, stage)])),
    layers: (times) => [
      ...head.layers(times),
      ...cards.map((card, index) =>
        itemLayer(
          { card, index, text, mark, markSpace, paddingY, radius, above: cards[index - 1] },
          times,
          stage,
        ),
      ),
    ],
  };
}

interface Item {
  card: Box;
  index: number;
  text: FittedText;
  mark: Mark;
  markSpace: number;
  paddingY: number;
  radius: number;
  /** The card above, which the line of steps comes from. */
  above: Box | undefined;
}

function itemLayer(item: Item, times: SceneTimes, stage: Stage): Layer {
  const { card, index, text, mark, markSpace, paddingY, radius } = item;
  const { appearsAtSeconds } = partOf(times, index);
  const arrival = arrive(times.startSeconds, MOVES.scene);
  const ticked = mark === "tick" ? [move(appearsAtSeconds + TICK_AFTER_SECONDS, TICK_SECONDS)] : [];
  const moves = [arrival, ...partMoves(times, index), ...ticked];
  const from = { ...card, y: card.y - 40, height: card.height + 40 };
  return sceneLayer(times, grow(asRead(from, stage), 20), moves, (context, now) => {
    const shown = eased(now, appearsAtSeconds, MOVES.appear);
    const announced = eased(now, times.startSeconds, MOVES.scene) * 0.45;
    const slide = (1 - shown) * SLIDE_PX * (stage.isRightToLeft ? 1 : -1);
    const panel = asRead(card, stage);
    const markBox = asRead(
      { x: card.x + PADDING_X_PX, y: card.y, width: markSpace, height: card.height },
      stage,
    );
    const markAt = {
      x: stage.isRightToLeft ? markBox.x + markBox.width - radius : markBox.x + radius,
      y: card.y + paddingY + text.linePx / 2,
    };
    // What is still to come is announced by its mark.
    context.globalAlpha = shown;
    if (shown > 0)
      fillPanel(context, { ...panel, x: panel.x + slide * 0.5 }, 22, stage.theme.panel, stage.theme.hairline);
    context.globalAlpha = Math.max(announced, shown);
    if (mark === "number" && item.above !== undefined && shown > 0)
      drawTie(context, item, markAt, shown, stage);
    drawMark(
      context,
      item,
      markAt,
      { shown, drawn: linear(now, appearsAtSeconds + TICK_AFTER_SECONDS, TICK_SECONDS) },
      stage,
    );
    context.globalAlpha = shown;
    if (shown > 0) {
      const left = asRead(
        {
          x: card.x + PADDING_X_PX + markSpace,
          y: card.y + paddingY,
          width: card.width - markSpace - 2 * PADDING_X_PX,
          height: 0,
        },
        stage,
      );
      const topPx = text.paragraphs[index]?.topPx ?? 0;
      const place = placeIn({ ...left, x: left.x + slide, y: left.y - topPx }, stage);
      drawParagraph(context, text, index, place, { colour: spokenColour(stage, times, index, now) });
    }
    context.globalAlpha = 1;
  });
}

/** The line between the numbers of two steps. */
function drawTie(
  context: SKRSContext2D,
  { card, above, radius }: Item,
  at: { x: number; y: number },
  shown: number,
  stage: Stage,
): void {
  if (above === undefined) return;
  const top = above.y + above.height;
  context.fillStyle = stage.theme.accent;
  context.fillRect(at.x - 2, top, 4, (card.y - top) * shown);
  context.fillRect(at.x - 2, card.y, 4, (at.y - radius - card.y) * shown);
}

function drawMark(
  context: SKRSContext2D,
  { index, mark, radius }: Item,
  at: { x: number; y: number },
  { shown, drawn }: { shown: number; drawn: number },
  { theme }: Stage,
): void {
  const isFull = mark === "number" && shown > 0.5;
  context.beginPath();
  context.arc(at.x, at.y, radius, 0, 2 * Math.PI);
  context.fillStyle = isFull ? theme.accent : theme.accentSoft;
  context.fill();
  if (mark === "number") {
    const colour = isFull ? theme.onAccent : theme.accent;
    drawLine(
      context,
      String(index + 1),
      { sizePx: radius * 1.1, weight: 700 },
      { x: at.x, middleY: at.y, align: "center" },
      colour,
    );
  } else if (mark === "dot") {
    context.beginPath();
    context.arc(at.x, at.y, radius * 0.36, 0, 2 * Math.PI);
    context.fillStyle = theme.accent;
    context.fill();
  } else {
    drawTick(context, at, radius, drawn, theme.accent);
  }
}

/** A tick that is drawn in one stroke. */
export function drawTick(
  context: SKRSContext2D,
  at: { x: number; y: number },
  radius: number,
  drawn: number,
  colour: string,
): void {
  if (drawn <= 0) return;
  const points = [
    [-0.45, 0.02],
    [-0.12, 0.36],
    [0.48, -0.34],
  ].map(([x = 0, y = 0]) => ({ x: at.x + x * radius, y: at.y + y * radius }));
  const [start, bend, end] = points;
  if (start === undefined || bend === undefined || end === undefined) return;
  const part = (from: typeof start, to: typeof start, ratio: number) =>
    [from.x + (to.x - from.x) * ratio, from.y + (to.y - from.y) * ratio] as const;
  context.beginPath();
  context.moveTo(start.x, start.y);
  context.lineTo(...part(start, bend, Math.min(1, drawn / 0.4)));
  if (drawn > 0.4) context.lineTo(...part(bend, end, (drawn - 0.4) / 0.6));
  context.strokeStyle = colour;
  context.lineWidth = Math.max(3, radius * 0.2);
  context.lineCap = "round";
  context.lineJoin = "round";
  context.stroke();
}
