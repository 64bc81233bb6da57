import type { Piece, PiecePlan } from "../pieces/piece.ts";
import { measureText } from "../canvas/fit-text.ts";
import { pythonValue } from "./python-literal.ts";

/** The class in the file, as the command is told it. */
export const SCENE_CLASS = "SpoolVideo";

/**
 * A Python file for Manim Community that draws a plan: one call for each piece, to what `spool_scene.py` defines. Whatever
 * comes from a storyboard stands in it as a literal, and no other way.
 */
export function sceneFile(plan: PiecePlan): string {
  const { widthPx, heightPx, fps, durationSeconds, background, pieces } = plan;
  const calls = pieces
    .flatMap(withoutCountdown)
    .filter((piece) => piece.fromSeconds < durationSeconds && piece.untilSeconds > piece.fromSeconds)
    .map((piece) => `        self.${callOf(piece)}`);
  return [
    "# Made by Spool from a storyboard. Run by: manim render",
    "from spool_scene import StoryboardScene, set_picture",
    "",
    `set_picture(${[widthPx, heightPx, fps, background.top].map(pythonValue).join(", ")})`,
    "",
    "",
    `class ${SCENE_CLASS}(StoryboardScene):`,
    "    def construct(self):",
    ...calls,
    `        self.play_pieces(${pythonValue(durationSeconds)})`,
    "",
  ].join("\n");
}

function callOf(piece: Piece | ArcPiece): string {
  const { fromSeconds, untilSeconds, entry, enterSeconds, exitSeconds } = piece;
  const times = [fromSeconds, untilSeconds, entry, enterSeconds, exitSeconds];
  const call = (name: string, ...values: Parameters<typeof pythonValue>[0][]) =>
    `${name}(${pythonValue(times)}, ${values.map(pythonValue).join(", ")})`;
  switch (piece.kind) {
    case "text": {
      const { text, x, middleY, align, sizePx, weight, colour, dims } = piece;
      const isMono = piece.families[0]?.includes("mono") === true;
      const width = measureText(text, { sizePx, weight: weight as 400, typeface: isMono ? "mono" : "sans" }); // of our own fonts
      const dimmed = dims === null ? null : [dims.atSeconds, dims.colour];
      return call("text", text, x, middleY, align, width, sizePx, weight, isMono, colour, dimmed);
    }
    case "panel": {
      const { x, y, width, height } = piece.box;
      return call("panel", x, y, width, height, piece.radius, piece.colour, piece.border);
    }
    case "disc":
      return call("disc", piece.x, piece.y, piece.radius, piece.colour, piece.fromDegrees, piece.toDegrees);
    case "stroke":
      return call(
        "stroke",
        piece.points.map(({ x, y }) => [x, y]),
        piece.colour,
        piece.lineWidthPx,
      );
    case "picture": {
      const { x, y, width, height } = piece.box;
      return call("picture", piece.file, x, y, width, height);
    }
    case "arc":
      return call("arc", piece.x, piece.y, piece.radius, piece.colour, piece.ratio);
    case "countdown":
      return "";
  }
}

/** What is left of a ring, for a second. */
interface ArcPiece extends Pick<
  Piece,
  "fromSeconds" | "untilSeconds" | "entry" | "enterSeconds" | "exitSeconds"
> {
  kind: "arc";
  x: number;
  y: number;
  radius: number;
  colour: string;
  ratio: number;
}

/** A countdown is an arc and a number for each of its seconds: numbers that change need LaTeX in Manim. */
function withoutCountdown(piece: Piece): (Piece | ArcPiece)[] {
  if (piece.kind !== "countdown") return [piece];
  const { x, y, radius, colour, numberColour, families, startSeconds, toSeconds } = piece;
  const seconds = Math.max(1, Math.ceil(toSeconds - startSeconds - 1e-6));
  return Array.from({ length: seconds }, (_second, index) => index).flatMap((index) => {
    const times = {
      fromSeconds: index === 0 ? piece.fromSeconds : startSeconds + index,
      untilSeconds: index === seconds - 1 ? piece.untilSeconds : startSeconds + index + 1,
      entry: "there",
      enterSeconds: 0,
      exitSeconds: 0,
    } as const;
    const number = { x, middleY: y, align: "centre", sizePx: radius * 0.9, weight: 700, families } as const;
    return [
      { kind: "arc", ...times, x, y, radius, colour, ratio: (seconds - index) / seconds },
      { kind: "text", ...times, ...number, text: String(seconds - index), colour: numberColour, dims: null, isRightToLeft: false, families: [...families] }, // prettier-ignore
    ];
  });
}
