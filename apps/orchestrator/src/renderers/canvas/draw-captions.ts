import type { Caption, Storyboard } from "@spool/contracts/storyboard";
import { drawParagraph } from "./draw-text.ts";
import { eased, MOVES } from "./easing.ts";
import { type FittedText, fitText, hasRightToLeft } from "./fit-text.ts";
import { type Layer, move, unfold } from "./layer.ts";
import { grow } from "./layout.ts";
import { fillPanel, placeIn, type Stage } from "./scene-plan.ts";

const PADDING_X_PX = 34;
const PADDING_Y_PX = 14;

/** What is being said, on a plate of its own, centred; the word that is heard is lit where its time is known. */
export function captionLayer({ captions, durationSeconds }: Storyboard, stage: Stage): Layer {
  const { layout, theme } = stage;
  const box = layout.captions;
  const fitted = new Map<Caption, FittedText>();
  const fit = (caption: Caption) => {
    const before = fitted.get(caption);
    if (before !== undefined) return before;
    const made = fitText([caption.text], {
      widthPx: box.width - 2 * PADDING_X_PX,
      heightPx: box.height - 2 * PADDING_Y_PX,
      maxSizePx: layout.type.caption,
      weight: 600,
      lineHeight: 1.24,
    });
    fitted.set(caption, made);
    return made;
  };
  const moves = captions.flatMap(({ startSeconds, endSeconds, words = [] }) => [
    unfold(startSeconds, MOVES.caption),
    ...words.map((word) => move(word.startSeconds, 0)),
    move(endSeconds, 0),
  ]);

  return {
    box: grow(box, 6),
    fromSeconds: 0,
    untilSeconds: durationSeconds + 1,
    moves,
    draw(context, now) {
      const caption = captions.find(
        ({ startSeconds, endSeconds }) => now >= startSeconds && now < endSeconds,
      );
      if (caption === undefined || caption.text.trim() === "") return;
      const text = fit(caption);
      const plate = {
        x: box.x + (box.width - text.widthPx) / 2 - PADDING_X_PX,
        y: box.y + box.height - text.heightPx - 2 * PADDING_Y_PX,
        width: text.widthPx + 2 * PADDING_X_PX,
        height: text.heightPx + 2 * PADDING_Y_PX,
      };
      context.globalAlpha = 0.4 + 0.6 * eased(now, caption.startSeconds, MOVES.caption);
      fillPanel(context, plate, 18, theme.captionPlate);
      // A line from right to left is drawn in one piece.
      const words = hasRightToLeft(caption.text) ? [] : (caption.words ?? []);
      const heard = words.findLastIndex(({ startSeconds }) => startSeconds <= now);
      const place = placeIn({ ...box, y: plate.y + PADDING_Y_PX }, stage, "centre");
      let index = -1;
      drawParagraph(context, text, 0, place, {
        colour: theme.captionText,
        colourOf: () => {
          index += 1;
          return index === heard ? theme.captionWord : undefined;
        },
      });
      context.globalAlpha = 1;
    },
  };
}
