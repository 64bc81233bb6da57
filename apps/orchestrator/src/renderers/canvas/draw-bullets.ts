import type { SKRSContext2D } from "@napi-rs/canvas";
import { setFont } from "../../fonts/bundled-fonts.ts";
import type { DrawnScene } from "./drawn-scene.ts";
import { drawLines, lineState } from "./draw-lines.ts";
import { eased, MOVES } from "./easing.ts";
import { fitText } from "./fit-text.ts";
import type { Layout } from "./layout.ts";
import { THEME } from "./theme.ts";

const PANEL_PADDING_PX = 56;
const MARK_GAP_PX = 92;
const MARK_RADIUS_PX = 27;

/** Points or a recap: a numbered list on a panel. */
export function bulletsDrawer({ body, type, heightPx, widthPx }: Layout, scene: DrawnScene) {
  const text = fitText(
    scene.lines.map((line) => line.text),
    {
      widthPx: body.width - 2 * PANEL_PADDING_PX - MARK_GAP_PX,
      heightPx: body.height - 2 * PANEL_PADDING_PX,
      maxSizePx: type.bullet,
      weight: 600,
      lineHeight: 1.32,
      paragraphGap: 0.8,
    },
  );
  const panelHeight = text.heightPx + 2 * PANEL_PADDING_PX;
  const top = body.y + (body.height - panelHeight) / 2;
  const isSingle = scene.lines.length === 1;
  const radius = Math.min(MARK_RADIUS_PX, text.linePx * 0.48);

  return (context: SKRSContext2D, nowSeconds: number): void => {
    const arrived = eased(nowSeconds, scene.startSeconds, MOVES.scene);
    context.globalAlpha = arrived;
    context.fillStyle = THEME.panel;
    context.strokeStyle = THEME.hairline;
    context.lineWidth = 2;
    context.beginPath();
    context.roundRect(body.x, top, body.width, panelHeight, heightPx > widthPx ? 36 : 28);
    context.fill();
    context.stroke();
    context.globalAlpha = 1;

    const at = { x: body.x + PANEL_PADDING_PX + MARK_GAP_PX, y: top + PANEL_PADDING_PX };
    const drawMark = (index: number, middleY: number) => {
      const x = body.x + PANEL_PADDING_PX + MARK_RADIUS_PX;
      context.fillStyle = THEME.accentSoft;
      context.beginPath();
      context.arc(x, middleY, radius, 0, 2 * Math.PI);
      context.fill();
      context.fillStyle = THEME.accent;
      if (isSingle) {
        context.beginPath();
        context.arc(x, middleY, radius * 0.36, 0, 2 * Math.PI);
        context.fill();
        return;
      }
      setFont(context, String(index + 1), { sizePx: radius * 1.1, weight: 700 });
      context.textAlign = "center";
      context.textBaseline = "middle";
      context.fillText(String(index + 1), x, middleY);
      context.textAlign = "left";
    };
    // What is still to come is announced by its number.
    for (const [index, { topPx }] of text.paragraphs.entries()) {
      context.globalAlpha = 0.35 * arrived * (1 - lineState(scene, index, nowSeconds).shown);
      if (context.globalAlpha > 0) drawMark(index, at.y + topPx + text.linePx / 2);
    }
    context.globalAlpha = 1;
    drawLines(context, text, at, scene, nowSeconds, drawMark);
  };
}
