import { Path2D, type SKRSContext2D } from "@napi-rs/canvas";
import { setFont } from "../../../fonts/bundled-fonts.ts";
import { linear } from "../easing.ts";
import type { Glyph, Matrix } from "./formula-glyphs.ts";

/** Pen width of what is being written, in pixels. */
const PEN_PX = 2.5;

/** Draws a glyph whole. `at` places the formula's units on the picture. */
export function drawGlyph(
  context: SKRSContext2D,
  { path, text, isStroked }: Glyph,
  at: Matrix,
  colour: string,
): void {
  context.save();
  context.transform(...at);
  context.fillStyle = colour;
  if (text !== null) drawTextGlyph(context, text);
  else if (path !== null && isStroked) strokeThin(context, path, at, colour);
  else if (path !== null) context.fill(path);
  context.restore();
}

/** Draws a glyph that is being written: its outline first, stroke by stroke, then the ink that fills it. */
export function writeGlyph(
  context: SKRSContext2D,
  glyph: Glyph,
  at: Matrix,
  colour: string,
  written: number,
): void {
  if (written <= 0) return;
  if (written >= 1) {
    drawGlyph(context, glyph, at, colour);
    return;
  }
  const alpha = context.globalAlpha;
  if (glyph.path !== null) {
    context.save();
    context.transform(...at);
    strokeThin(context, new Path2D(glyph.path).trim(0, linear(written, 0, 0.75)), at, colour);
    context.restore();
  }
  context.globalAlpha = alpha * linear(written, 0.5, 0.5);
  drawGlyph(context, glyph, at, colour);
  context.globalAlpha = alpha;
}

function strokeThin(context: SKRSContext2D, path: Path2D, at: Matrix, colour: string): void {
  const scale = Math.sqrt(Math.abs(at[0] * at[3] - at[1] * at[2])) || 1;
  context.strokeStyle = colour;
  context.lineWidth = PEN_PX / scale;
  context.stroke(path);
}

/** In the units of MathJax, where letters are a thousand high and y goes down by a transform of its own. */
function drawTextGlyph(context: SKRSContext2D, text: string): void {
  setFont(context, text, { sizePx: 884, weight: 400 });
  context.textAlign = "left";
  context.textBaseline = "alphabetic";
  context.fillText(text, 0, 0);
}
