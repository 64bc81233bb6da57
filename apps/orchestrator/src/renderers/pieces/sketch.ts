import type { StoryboardScene } from "@spool/contracts/storyboard";
import { type Font, facesOf } from "../../fonts/bundled-fonts.ts";
import { MOVES } from "../canvas/easing.ts";
import { type FittedText, fitText, hasRightToLeft } from "../canvas/fit-text.ts";
import type { Box } from "../canvas/layout.ts";
import { asRead, partOf, type Stage } from "../canvas/scene-plan.ts";
import type { Piece, PieceShape, PieceTimes } from "./piece.ts";

/** A scene while it is laid out: its pieces in the order in which they lie above each other. */
export interface Sketch {
  stage: Stage;
  scene: StoryboardScene;
  /** Whether nothing follows, so that it stays until the end. */
  isLast: boolean;
  pieces: Piece[];
  /** Puts a file beside the plan; returns the name under which a picture finds it. */
  addFile(content: string, extension: string): string;
  /** The name beside the plan of a picture that the stage has. */
  imageFile(file: string): string;
}

type Coming = Pick<PieceTimes, "fromSeconds" | "entry"> &
  Partial<Pick<PieceTimes, "enterSeconds" | "untilSeconds">>;

/** Adds one piece that leaves with its scene unless its time is said. */
export function add({ scene, isLast, pieces }: Sketch, coming: Coming, shape: PieceShape): void {
  const { untilSeconds = scene.endSeconds, enterSeconds = MOVES.appear } = coming;
  const staysToTheEnd = isLast && coming.untilSeconds === undefined;
  pieces.push({
    ...shape,
    fromSeconds: coming.fromSeconds,
    entry: coming.entry,
    enterSeconds: coming.entry === "there" ? 0 : enterSeconds,
    untilSeconds: staysToTheEnd ? untilSeconds + 1 : untilSeconds,
    exitSeconds: staysToTheEnd ? 0 : MOVES.exit,
  });
}

/** When a part of the scene comes, and when it has been spoken about. */
export const partTimes = ({ scene }: Sketch, index: number) => partOf(scene, index);

/** In the scene's first moment. */
export const atStart = ({ scene }: Sketch, entry: PieceTimes["entry"] = "fade"): Coming => ({
  fromSeconds: scene.startSeconds,
  entry,
});

/** From the side that reading begins at. */
export const slideIn = ({ stage }: Sketch) => (stage.isRightToLeft ? "slideLeft" : "slideRight");

/** When the narration comes to a part. */
export const atPart = (sketch: Sketch, index: number, entry: PieceTimes["entry"] = "rise"): Coming => ({
  fromSeconds: partTimes(sketch, index).appearsAtSeconds,
  entry,
});

interface TextLook {
  colour: string;
  dims?: { atSeconds: number; colour: string } | null;
}

/** What steps back once it was spoken about. The last part stays in front. */
export function dimming(sketch: Sketch, index: number): TextLook {
  const { text, textSoft } = sketch.stage.theme;
  const isLast = index >= sketch.scene.parts.length - 1;
  const atSeconds = partTimes(sketch, index).spokenUntilSeconds;
  return { colour: text, dims: isLast ? null : { atSeconds, colour: textSoft } };
}

/** One line at a height, aligned at an edge or around a middle. */
export function addLine(
  sketch: Sketch,
  coming: Coming,
  text: string,
  font: Font,
  at: { x: number; middleY: number; align: "left" | "centre" | "right" },
  { colour, dims = null }: TextLook,
): void {
  if (text.trim() === "") return;
  const { sizePx, weight, typeface = "sans" } = font;
  const families = facesOf(text, typeface).map(({ family }) => family);
  const isRightToLeft = hasRightToLeft(text);
  add(sketch, coming, { kind: "text", text, ...at, sizePx, weight, families, colour, dims, isRightToLeft });
}

/** A paragraph of a fitted text, with the top of the whole text at the top of `box`; its lines follow each other. */
export function addParagraph(
  sketch: Sketch,
  coming: Coming,
  fitted: FittedText,
  index: number,
  box: Pick<Box, "x" | "y" | "width">,
  look: TextLook & { align?: "start" | "centre" },
): void {
  const paragraph = fitted.paragraphs[index];
  if (paragraph === undefined) return;
  const side = sketch.stage.isRightToLeft ? "right" : "left";
  const align = look.align === "centre" ? "centre" : side;
  const x = { left: box.x, right: box.x + box.width, centre: box.x + box.width / 2 }[align];
  for (const [row, { text }] of paragraph.lines.entries()) {
    const middleY = box.y + paragraph.topPx + (row + 0.5) * fitted.linePx;
    const later = { ...coming, fromSeconds: coming.fromSeconds + row * MOVES.stagger };
    addLine(sketch, later, text, fitted.font, { x, middleY, align }, look);
  }
}

export function addPanel(
  sketch: Sketch,
  coming: Coming,
  box: Box,
  { radius = 0, colour, border = null }: { radius?: number; colour: string; border?: string | null },
): void {
  add(sketch, coming, { kind: "panel", box, radius, colour, border });
}

/** A ring that empties during the scene's countdown. */
export function addCountdown(sketch: Sketch, at: { x: number; y: number; radius: number }): void {
  const { scene, stage } = sketch;
  if (scene.timer === null) return;
  const { startSeconds, endSeconds } = scene.timer;
  add(
    sketch,
    { fromSeconds: scene.startSeconds, untilSeconds: endSeconds + 0.3, entry: "fade" },
    {
      kind: "countdown",
      ...at,
      colour: stage.theme.accent,
      numberColour: stage.theme.text,
      families: facesOf("0123456789", "sans").map(({ family }) => family),
      startSeconds,
      toSeconds: endSeconds,
    },
  );
}

const HEADING_GAP = 0.75;

/** The scene's heading at the top of the body, in at most two lines; returns what is left below it. */
export function addHeading(sketch: Sketch, heading: string | null): Box {
  const { body, type } = sketch.stage.layout;
  if (heading === null || heading.trim() === "") return body;
  const text = fitText([heading], {
    widthPx: body.width,
    heightPx: type.heading * 2.6,
    maxSizePx: type.heading,
    minSizePx: type.smallest,
    weight: 700,
    lineHeight: 1.25,
  });
  addParagraph(sketch, atStart(sketch, "rise"), text, 0, body, { colour: sketch.stage.theme.text });
  const used = text.heightPx + type.heading * HEADING_GAP;
  return { ...body, y: body.y + used, height: body.height - used };
}

/** A box as it is read: mirrored where reading goes from right to left. */
export const placed = (sketch: Sketch, box: Box): Box => asRead(box, sketch.stage);
