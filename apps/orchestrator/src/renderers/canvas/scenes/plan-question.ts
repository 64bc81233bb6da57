import type { SKRSContext2D } from "@napi-rs/canvas";
import { countdown } from "../countdown.ts";
import { drawLine, drawParagraph, mixColours, wordShown, wordTiming } from "../draw-text.ts";
import { eased, linear, MOVES } from "../easing.ts";
import { type FittedText, fitText } from "../fit-text.ts";
import { arrive, type Layer, move, type Movement, unfold } from "../layer.ts";
import { type Box, grow } from "../layout.ts";
import {
  asRead,
  type ContentOf,
  fillPanel,
  partOf,
  placeIn,
  sceneLayer,
  type ScenePlan,
  type SceneTimes,
  type Stage,
} from "../scene-plan.ts";
import { drawTick } from "./plan-list.ts";

const PADDING_PX = 26;
const GAP_PX = 20;
const BADGE_SPACE_PX = 84;
/** The right answer is ticked off a moment after it is told. */
const [TICK_AFTER_SECONDS, TICK_SECONDS] = [0.1, 0.5];

/** What is asked, the answers to choose from, a ring that loses a notch a second, and at last the right one in green. */
export function planQuestion({ question, options, answer }: ContentOf<"question">, stage: Stage): ScenePlan {
  const { body, type, isWide } = stage.layout;
  const hasOptions = options.length > 0;
  const ringRadius = hasOptions ? (isWide ? 104 : 84) : isWide ? 190 : 170;
  const ringSpace = 2 * ringRadius + 50;
  // The ring stands beside the question in wide pictures and in the corner below it in others.
  const isRingBeside = isWide || hasOptions;
  const room: Box = isRingBeside
    ? { ...body, width: body.width - ringSpace - 10 }
    : { ...body, height: body.height - ringSpace };
  const text = fitText([question], {
    widthPx: room.width,
    heightPx: hasOptions ? body.height * 0.42 : room.height,
    maxSizePx: hasOptions ? type.statement * 0.82 : type.statement * 1.1,
    minSizePx: type.smallest,
    weight: 700,
    lineHeight: 1.28,
  });
  const questionHeight = Math.max(
    text.heightPx,
    hasOptions ? Math.min(ringSpace - 20, body.height * 0.32) : 0,
  );
  const grid = planOptions(options, { ...body, y: 0, height: body.height - questionHeight - 44 }, stage);
  const total = hasOptions ? questionHeight + 44 + grid.heightPx : room.height;
  const top = body.y + (hasOptions ? (body.height - total) / 2 : 0);
  const questionBox = asRead(
    {
      x: body.x,
      y: hasOptions ? top + (questionHeight - text.heightPx) / 2 : room.y + (room.height - text.heightPx) / 2,
      width: room.width,
      height: text.heightPx,
    },
    stage,
  );
  const ringBox = asRead(
    isRingBeside
      ? {
          x: body.x + body.width - 2 * ringRadius - 12,
          y: hasOptions ? top + questionHeight / 2 - ringRadius : body.y + body.height / 2 - ringRadius,
          width: 2 * ringRadius,
          height: 2 * ringRadius,
        }
      : {
          x: body.x + body.width / 2 - ringRadius,
          y: body.y + body.height - 2 * ringRadius - 14,
          width: 2 * ringRadius,
          height: 2 * ringRadius,
        },
    stage,
  );
  const cards = grid.cards.map((card) => asRead({ ...card, y: card.y + top + questionHeight + 44 }, stage));

  return {
    fits: text.fits && grid.fits,
    boxes: {
      question: questionBox,
      ring: ringBox,
      ...Object.fromEntries(cards.map((card, index) => [`option ${index + 1}`, card])),
    },
    layers(times) {
      const words = wordTiming(text, 0, partOf(times, 0));
      const asked = sceneLayer(times, grow(questionBox, 26), [words.movement], (context, now) => {
        drawParagraph(context, text, 0, placeIn(questionBox, stage), {
          colour: stage.theme.text,
          shownOf: wordShown(words, now),
        });
      });
      const revealAt = answer === null ? Infinity : partOf(times, 1 + options.length).appearsAtSeconds;
      const choices = cards.map((card, index) =>
        optionLayer(
          { card, index, text: grid.texts[index], isRight: index === answer, revealAt },
          times,
          stage,
        ),
      );
      return [asked, ...choices, ...timerLayers(ringBox, ringRadius, times, stage)];
    },
  };
}

/** Cards in one or two columns, of equal height. */
function planOptions(options: readonly string[], box: Box, { layout }: Stage) {
  const columns = layout.isWide && options.length > 2 ? 2 : 1;
  const rows = Math.ceil(options.length / columns);
  const width = (box.width - (columns - 1) * GAP_PX) / columns;
  const gapPx = Math.min(GAP_PX, (box.height * 0.3) / Math.max(1, rows));
  const mostHeight = rows === 0 ? 0 : Math.min(190, (box.height - (rows - 1) * gapPx) / rows);
  const paddingPx = Math.min(PADDING_PX, mostHeight * 0.18);
  const fit = (maxSizePx: number) =>
    options.map((option) =>
      fitText([option], {
        widthPx: width - BADGE_SPACE_PX - 2 * PADDING_PX,
        heightPx: mostHeight - 2 * paddingPx,
        maxSizePx,
        minSizePx: layout.type.smallest * 0.9,
        weight: 600,
        lineHeight: 1.28,
      }),
    );
  const sizePx = Math.min(...fit(layout.type.item * 0.92).map(({ font }) => font.sizePx));
  const texts = options.length === 0 ? [] : fit(sizePx);
  const height = Math.max(0, ...texts.map(({ heightPx }) => heightPx)) + 2 * paddingPx;
  const cards = options.map((_option, index): Box => ({
    x: box.x + (index % columns) * (width + GAP_PX),
    y: box.y + Math.floor(index / columns) * (height + gapPx),
    width,
    height,
  }));
  return {
    cards,
    texts,
    fits: texts.every(({ fits }) => fits),
    heightPx: rows === 0 ? 0 : rows * height + (rows - 1) * gapPx,
  };
}

interface Option {
  card: Box;
  index: number;
  text: FittedText | undefined;
  isRight: boolean;
  revealAt: number;
}

function optionLayer(
  { card, index, text, isRight, revealAt }: Option,
  times: SceneTimes,
  stage: Stage,
): Layer {
  const { theme } = stage;
  const at = partOf(times, 1 + index).appearsAtSeconds;
  const told = isRight ? move(revealAt, TICK_AFTER_SECONDS + TICK_SECONDS) : arrive(revealAt, MOVES.appear);
  const reveal: Movement[] = Number.isFinite(revealAt) ? [told] : [];
  return sceneLayer(times, grow(card, 20), [arrive(at, MOVES.appear), ...reveal], (context, now) => {
    const shown = eased(now, at, MOVES.appear);
    if (shown === 0 || text === undefined) return;
    const told = eased(now, revealAt, MOVES.appear);
    const fill = isRight ? mixColours(theme.panel, theme.right, told) : theme.panel;
    const colour = isRight
      ? mixColours(theme.text, theme.onRight, told)
      : mixColours(theme.text, theme.textSoft, told);
    context.globalAlpha = shown;
    fillPanel(
      context,
      { ...card, y: card.y + 20 * (1 - shown) },
      22,
      fill,
      isRight && told > 0 ? fill : theme.hairline,
    );
    const y = card.y + card.height / 2 + 20 * (1 - shown);
    const badgeX = stage.isRightToLeft ? card.x + card.width - PADDING_PX - 28 : card.x + PADDING_PX + 28;
    context.beginPath();
    context.arc(badgeX, y, 30, 0, 2 * Math.PI);
    context.fillStyle = isRight ? mixColours(theme.accentSoft, theme.onRight, told) : theme.accentSoft;
    context.fill();
    if (isRight && told > 0)
      drawTick(
        context,
        { x: badgeX, y },
        28,
        linear(now, revealAt + TICK_AFTER_SECONDS, TICK_SECONDS),
        theme.right,
      );
    else {
      const letter = String.fromCharCode(65 + (index % 26));
      drawLine(
        context,
        letter,
        { sizePx: 32, weight: 700 },
        { x: badgeX, middleY: y, align: "center" },
        theme.accent,
      );
    }
    const inner: Box = {
      x: card.x + PADDING_PX + BADGE_SPACE_PX,
      y: y - text.heightPx / 2,
      width: card.width - BADGE_SPACE_PX - 2 * PADDING_PX,
      height: 0,
    };
    if (stage.isRightToLeft) inner.x = card.x + PADDING_PX;
    drawParagraph(context, text, 0, placeIn(inner, stage), { colour });
    context.globalAlpha = 1;
  });
}

function timerLayers(box: Box, radius: number, times: SceneTimes, stage: Stage): Layer[] {
  const { timer } = times;
  if (timer === null) return [];
  const seconds = Math.round(timer.endSeconds - timer.startSeconds);
  const ticks = Array.from({ length: seconds + 1 }, (_tick, index) =>
    unfold(timer.startSeconds + index, MOVES.tick),
  );
  const centre = { x: box.x + radius, y: box.y + radius };
  return [
    sceneLayer(times, grow(box, 20), [arrive(times.startSeconds, MOVES.scene), ...ticks], (context, now) => {
      context.globalAlpha = eased(now, times.startSeconds, MOVES.scene);
      drawRing(context, centre, radius, countdown(now - timer.startSeconds, seconds), stage);
      context.globalAlpha = 1;
    }),
  ];
}

function drawRing(
  context: SKRSContext2D,
  { x, y }: { x: number; y: number },
  radius: number,
  { left, arcRatio }: ReturnType<typeof countdown>,
  { theme }: Stage,
): void {
  context.lineCap = "round";
  context.lineWidth = Math.max(9, radius * 0.08);
  context.strokeStyle = theme.hairline;
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.stroke();
  if (arcRatio > 0.001) {
    context.strokeStyle = theme.accent;
    context.beginPath();
    // A full turn from the top comes out as none at all in floating point; from 0 it does not.
    if (arcRatio > 0.999) context.arc(x, y, radius, 0, 2 * Math.PI);
    else context.arc(x, y, radius, -Math.PI / 2, -Math.PI / 2 + 2 * Math.PI * arcRatio);
    context.stroke();
  }
  const colour = left === 0 ? theme.accent : theme.text;
  drawLine(
    context,
    String(left),
    { sizePx: radius * 0.8, weight: 700 },
    { x, middleY: y + radius * 0.02, align: "center" },
    colour,
  );
}
