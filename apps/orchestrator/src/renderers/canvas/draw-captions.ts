import type { SKRSContext2D } from "@napi-rs/canvas";
import { setFont } from "../../fonts/bundled-fonts.ts";
import type { Caption } from "../../storyboard/storyboard.ts";
import { eased, MOVES } from "./easing.ts";
import type { FittedText } from "./fit-text.ts";
import { fitText } from "./fit-text.ts";
import type { Layout } from "./layout.ts";
import { THEME } from "./theme.ts";

const PADDING_X_PX = 34;
const PADDING_Y_PX = 14;

/** What is being said, on a plate of its own, centred. */
export function captionDrawer(layout: Layout, captions: readonly Caption[]) {
  const { captions: box, type } = layout;
  const fitted = new Map<Caption, FittedText>();
  const fit = (caption: Caption) => {
    const known = fitted.get(caption);
    if (known !== undefined) return known;
    const made = fitText([caption.text], {
      widthPx: box.width - 2 * PADDING_X_PX,
      heightPx: box.height - 2 * PADDING_Y_PX,
      maxSizePx: type.caption,
      weight: 600,
      lineHeight: 1.24,
    });
    fitted.set(caption, made);
    return made;
  };

  return (context: SKRSContext2D, nowSeconds: number): void => {
    const caption = captions.find(
      ({ startSeconds, endSeconds }) => nowSeconds >= startSeconds && nowSeconds < endSeconds,
    );
    if (caption === undefined) return;
    const text = fit(caption);
    const [plateWidth, plateHeight] = [text.widthPx + 2 * PADDING_X_PX, text.heightPx + 2 * PADDING_Y_PX];
    const centreX = box.x + box.width / 2;
    const top = box.y + box.height - plateHeight;

    context.globalAlpha = 0.4 + 0.6 * eased(nowSeconds, caption.startSeconds, MOVES.caption);
    context.fillStyle = THEME.captionPlate;
    context.beginPath();
    context.roundRect(centreX - plateWidth / 2, top, plateWidth, plateHeight, 18);
    context.fill();
    context.fillStyle = "#ffffff";
    context.textAlign = "center";
    context.textBaseline = "middle";
    for (const [index, line] of (text.paragraphs[0]?.lines ?? []).entries()) {
      setFont(context, line, text);
      context.fillText(line, centreX, top + PADDING_Y_PX + (index + 0.5) * text.linePx);
    }
    context.textAlign = "left";
    context.globalAlpha = 1;
  };
}
