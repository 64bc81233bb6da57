import type { SKRSContext2D } from "@napi-rs/canvas";
import { setFont } from "../../fonts/bundled-fonts.ts";
import type { DrawnScene } from "./drawn-scene.ts";
import { drawLines } from "./draw-lines.ts";
import { eased, MOVES } from "./easing.ts";
import { fitText } from "./fit-text.ts";
import type { Layout } from "./layout.ts";
import { THEME } from "./theme.ts";

const NUMERAL_PX = 190;

/** One to three sentences, one below the other. A point of several has its number above, large. */
export function statementDrawer({ body, type, widthPx, heightPx }: Layout, scene: DrawnScene) {
  const isTall = heightPx > widthPx;
  const numeralHeight = scene.number !== null && isTall ? NUMERAL_PX * 1.25 : 0;
  const text = fitText(
    scene.lines.map((line) => line.text),
    {
      widthPx: body.width,
      heightPx: body.height - numeralHeight,
      maxSizePx: type.statement,
      weight: 600,
      lineHeight: 1.36,
      paragraphGap: 0.7,
    },
  );
  const top = body.y + (body.height - numeralHeight - text.heightPx) / 2;

  return (context: SKRSContext2D, nowSeconds: number): void => {
    if (scene.number !== null && isTall) {
      const arrived = eased(nowSeconds, scene.startSeconds, MOVES.scene);
      context.globalAlpha = arrived;
      setFont(context, "0", { sizePx: NUMERAL_PX, weight: 700 });
      context.fillStyle = THEME.accent;
      context.textBaseline = "middle";
      context.textAlign = "left";
      context.fillText(String(scene.number.index).padStart(2, "0"), body.x - 6, top + NUMERAL_PX * 0.5);
      context.fillRect(body.x, top + NUMERAL_PX * 1.08, 120 * arrived, 6);
      context.globalAlpha = 1;
    }
    drawLines(context, text, { x: body.x, y: top + numeralHeight }, scene, nowSeconds);
  };
}
