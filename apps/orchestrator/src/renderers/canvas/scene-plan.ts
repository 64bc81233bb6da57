import type { Canvas, Image, SKRSContext2D } from "@napi-rs/canvas";
import type { SceneContent, SceneKind } from "@spool/contracts/scene-content";
import type { Storyboard, StoryboardScene } from "@spool/contracts/storyboard";
import { drawParagraph, mixColours, type TextPlace } from "./draw-text.ts";
import { eased, MOVES } from "./easing.ts";
import { fitText } from "./fit-text.ts";
import { arrive, fade, type Layer, type Movement } from "./layer.ts";
import { type Box, grow, type Layout, mirrored } from "./layout.ts";
import type { Theme } from "./theme.ts";

/** Where scenes are drawn and how they look: the same for a whole video. */
export interface Stage {
  layout: Layout;
  theme: Theme;
  isRightToLeft: boolean;
  /** A BCP 47 tag, for numbers. */
  language: string;
  /** The picture of a file name; null where there is none that can be read. */
  image(file: string): Image | Canvas | null;
}

/** The times of a scene. */
export type SceneTimes = Pick<StoryboardScene, "startSeconds" | "endSeconds" | "parts" | "timer" | "number">;

/** A scene measured and laid out. */
export interface ScenePlan {
  /** Whether everything can be read. What does not fit is split; alone it is drawn smaller than it should be. */
  fits: boolean;
  /** Where its things are, by name: nothing lies outside the layout's body. */
  boxes: Record<string, Box>;
  layers(times: SceneTimes): Layer[];
}

export type ContentOf<Kind extends SceneKind> = Extract<SceneContent, { kind: Kind }>;

export const stageOf = (
  { direction, language }: Pick<Storyboard, "direction" | "language">,
  layout: Layout,
  theme: Theme,
  image: Stage["image"],
): Stage => ({ layout, theme, isRightToLeft: direction === "rtl", language, image });

/** The times of a part, also for a storyboard that tells too few. */
export function partOf({ parts, startSeconds, endSeconds }: SceneTimes, index: number) {
  return parts[index] ?? { appearsAtSeconds: startSeconds, spokenUntilSeconds: endSeconds };
}

/** A layer that lives as long as its scene. */
export function sceneLayer(
  { startSeconds, endSeconds }: SceneTimes,
  box: Box,
  moves: readonly Movement[],
  draw: Layer["draw"],
): Layer {
  return { box, fromSeconds: startSeconds, untilSeconds: endSeconds, moves, draw };
}

interface Heading {
  layers(times: SceneTimes): Layer[];
  /** What is left of the body below it. */
  rest: Box;
  fits: boolean;
  box: Box | null;
}

const HEADING_GAP = 0.75;

/** The heading of a scene at the top of the body, in at most two lines; nothing for null. */
export function planHeading(heading: string | null, stage: Stage): Heading {
  const { body, type } = stage.layout;
  if (heading === null || heading.trim() === "")
    return { layers: () => [], rest: body, fits: true, box: null };
  const text = fitText([heading], {
    widthPx: body.width,
    heightPx: type.heading * 2.6,
    maxSizePx: type.heading,
    minSizePx: type.smallest,
    weight: 700,
    lineHeight: 1.25,
  });
  const used = text.heightPx + type.heading * HEADING_GAP;
  const box = { ...body, height: text.heightPx };
  const place = placeIn(body, stage);
  return {
    box,
    fits: text.fits,
    rest: { ...body, y: body.y + used, height: body.height - used },
    layers: (times) => [
      sceneLayer(times, grow(box, 26), [arrive(times.startSeconds, MOVES.scene)], (context, now) => {
        const shown = eased(now, times.startSeconds, MOVES.scene);
        drawParagraph(context, text, 0, place, { colour: stage.theme.text, shownOf: () => shown });
      }),
    ],
  };
}

export const placeIn = (
  { x, y, width }: Box,
  { isRightToLeft }: Stage,
  align: TextPlace["align"] = "start",
): TextPlace => ({
  x,
  y,
  width,
  align,
  isRightToLeft,
});

/** A box of the page as it is read: mirrored where reading goes from right to left. */
export const asRead = (box: Box, { layout, isRightToLeft }: Stage): Box =>
  isRightToLeft ? mirrored(box, layout) : box;

/** The colour of something that steps back once it was spoken about. The last part stays in front. */
export function spokenColour({ theme }: Stage, times: SceneTimes, index: number, nowSeconds: number): string {
  const isLast = index >= times.parts.length - 1;
  const spoken = isLast ? 0 : eased(nowSeconds, partOf(times, index).spokenUntilSeconds, MOVES.dim);
  return mixColours(theme.text, theme.textSoft, spoken);
}

/** How a part comes in and steps back. */
export function partMoves(times: SceneTimes, index: number): Movement[] {
  const { appearsAtSeconds, spokenUntilSeconds } = partOf(times, index);
  const dims = index < times.parts.length - 1 ? [fade(spokenUntilSeconds, MOVES.dim)] : [];
  return [arrive(appearsAtSeconds, MOVES.appear), ...dims];
}

export function fillPanel(
  context: SKRSContext2D,
  box: Box,
  radius: number,
  fill: string,
  line?: string,
): void {
  context.beginPath();
  context.roundRect(box.x, box.y, box.width, box.height, radius);
  context.fillStyle = fill;
  context.fill();
  if (line === undefined) return;
  context.strokeStyle = line;
  context.lineWidth = 2;
  context.stroke();
}
