import type { SKRSContext2D } from "@napi-rs/canvas";
import { setFont } from "../../fonts/bundled-fonts.ts";
import type { DrawnScene } from "./drawn-scene.ts";
import { eased, MOVES } from "./easing.ts";
import type { FittedText } from "./fit-text.ts";
import { THEME } from "./theme.ts";

const RISE_PX = 26;

export interface LineState {
  /** 0 before it appears, 1 when it is there. */
  shown: number;
  /** 0 while it is the one being spoken, 1 once it has stepped back behind the next. */
  spoken: number;
}

/** Where a line of a scene is in its life. The last one stays in front. */
export function lineState(scene: DrawnScene, index: number, nowSeconds: number): LineState {
  const line = scene.lines[index];
  if (line === undefined) return { shown: 0, spoken: 0 };
  const isLast = index === scene.lines.length - 1;
  return {
    shown: eased(nowSeconds, line.appearsAtSeconds, MOVES.line),
    spoken: isLast ? 0 : eased(nowSeconds, line.spokenUntilSeconds, MOVES.dim),
  };
}

/**
 * Draws fitted paragraphs, each in the state of its line: it rises into its place, and steps back once it was said.
 *
 * @param before Draws what belongs to a paragraph beside its text, such as a bullet, in the same state.
 */
export function drawLines(
  context: SKRSContext2D,
  text: FittedText,
  at: { x: number; y: number },
  scene: DrawnScene,
  nowSeconds: number,
  before?: (index: number, firstLineMiddleY: number) => void,
): void {
  context.textBaseline = "middle";
  context.textAlign = "left";
  for (const [index, { lines, topPx }] of text.paragraphs.entries()) {
    const { shown, spoken } = lineState(scene, index, nowSeconds);
    if (shown === 0) continue;
    const top = at.y + topPx + RISE_PX * (1 - shown);
    context.globalAlpha = shown;
    before?.(index, top + text.linePx / 2);
    context.fillStyle = mix(THEME.text, THEME.textSpoken, spoken);
    for (const [row, line] of lines.entries()) {
      setFont(context, line, text);
      context.fillText(line, at.x, top + (row + 0.5) * text.linePx);
    }
  }
  context.globalAlpha = 1;
}

/** A colour between two that are given as `#rrggbb`. */
function mix(from: string, to: string, ratio: number): string {
  const parts = [1, 3, 5].map((at) => {
    const [a, b] = [parseInt(from.slice(at, at + 2), 16), parseInt(to.slice(at, at + 2), 16)];
    return Math.round(a + (b - a) * ratio);
  });
  return `rgb(${parts.join(", ")})`;
}
