import type { SKRSContext2D } from "@napi-rs/canvas";
import type { DrawnScene } from "./drawn-scene.ts";
import { drawLines } from "./draw-lines.ts";
import { eased } from "./easing.ts";
import { fitText } from "./fit-text.ts";
import type { Layout } from "./layout.ts";
import { THEME } from "./theme.ts";

const BAR_WIDTH_PX = 10;
const BAR_GAP_PX = 46;

/** The subject in the largest type, beside a bar of light that grows with it. */
export function titleDrawer({ body, type }: Layout, scene: DrawnScene) {
  const inset = BAR_WIDTH_PX + BAR_GAP_PX;
  const text = fitText(
    scene.lines.map((line) => line.text),
    {
      widthPx: body.width - inset,
      heightPx: body.height,
      maxSizePx: type.title,
      weight: 700,
      lineHeight: 1.2,
      paragraphGap: 0.4,
    },
  );
  const top = body.y + (body.height - text.heightPx) / 2;

  return (context: SKRSContext2D, nowSeconds: number): void => {
    const grown = eased(nowSeconds, scene.startSeconds, 0.4);
    context.fillStyle = THEME.accent;
    context.beginPath();
    context.roundRect(body.x, top, BAR_WIDTH_PX, text.heightPx * grown, BAR_WIDTH_PX / 2);
    context.fill();
    drawLines(context, text, { x: body.x + inset, y: top }, scene, nowSeconds);
  };
}
