import type { SKRSContext2D } from "@napi-rs/canvas";
import { setFont } from "../../fonts/bundled-fonts.ts";
import type { Storyboard } from "../../storyboard/storyboard.ts";
import type { DrawnScene } from "./drawn-scene.ts";
import { eased, MOVES } from "./easing.ts";
import { fitLine, measureText } from "./fit-text.ts";
import type { Layout } from "./layout.ts";
import { THEME } from "./theme.ts";

const LETTER_SPACING_PX = 4;

/** What kind of scene it is, on the left, and what the video is about, on the right where there is room for it. */
export function drawHeader(
  context: SKRSContext2D,
  { header, type, widthPx, heightPx }: Layout,
  storyboard: Storyboard,
  scene: DrawnScene,
  nowSeconds: number,
): void {
  const arrived = eased(nowSeconds, scene.startSeconds, MOVES.scene);
  const middle = header.y + header.height / 2;
  const label = scene.kicker.toUpperCase();
  const count = scene.number === null ? "" : `${scene.number.index} / ${scene.number.total}`;

  context.textBaseline = "middle";
  context.textAlign = "left";
  context.fillStyle = THEME.accent;
  context.globalAlpha = arrived;
  context.beginPath();
  context.roundRect(header.x, middle - 5, 44 * arrived, 10, 5);
  context.fill();

  setFont(context, label + count, { sizePx: type.kicker, weight: 700 });
  context.letterSpacing = `${LETTER_SPACING_PX}px`;
  const labelX = header.x + 68;
  context.fillText(label, labelX, middle);
  const labelWidth = measureText(label, type.kicker, 700) + label.length * LETTER_SPACING_PX;
  context.letterSpacing = "0px";
  context.fillStyle = THEME.textDim;
  context.fillText(count, labelX + labelWidth + 18, middle);
  context.globalAlpha = 1;

  const isTitleInBody = scene.kind === "title" || scene.kind === "timer";
  if (isTitleInBody || heightPx > widthPx) return;
  const used = labelX - header.x + labelWidth + 18 + measureText(count, type.kicker, 700);
  context.textAlign = "right";
  const title = fitLine(storyboard.title, Math.min(header.width - used - 60, 1000), type.kicker, 400);
  setFont(context, title, { sizePx: type.kicker, weight: 400 });
  context.fillText(title, header.x + header.width, middle);
  context.textAlign = "left";
}
