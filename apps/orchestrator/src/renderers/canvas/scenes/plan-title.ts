import { drawParagraph, wordShown, wordTiming } from "../draw-text.ts";
import { eased } from "../easing.ts";
import { fitText } from "../fit-text.ts";
import { unfold } from "../layer.ts";
import { grow } from "../layout.ts";
import {
  asRead,
  type ContentOf,
  partOf,
  placeIn,
  sceneLayer,
  type ScenePlan,
  type Stage,
} from "../scene-plan.ts";

const BAR_WIDTH_PX = 12;
const BAR_GAP_PX = 44;

/** The subject in the largest type, word by word, beside a bar of light that grows with it. */
export function planTitle({ title, subtitle }: ContentOf<"title">, stage: Stage): ScenePlan {
  const { body, type } = stage.layout;
  const inset = BAR_WIDTH_PX + BAR_GAP_PX;
  const widthPx = body.width - inset;
  const titleText = fitText([title], {
    widthPx,
    heightPx: body.height * (subtitle === null ? 1 : 0.72),
    maxSizePx: type.title,
    minSizePx: type.smallest * 1.3,
    weight: 700,
    lineHeight: 1.2,
  });
  const gap = subtitle === null ? 0 : titleText.font.sizePx * 0.4;
  const subtitleText = fitText(subtitle === null ? [] : [subtitle], {
    widthPx,
    heightPx: body.height - titleText.heightPx - gap,
    maxSizePx: Math.min(type.item, titleText.font.sizePx * 0.6),
    minSizePx: type.smallest,
    weight: 400,
    lineHeight: 1.35,
  });
  const heightPx = titleText.heightPx + gap + subtitleText.heightPx;
  const top = body.y + (body.height - heightPx) / 2;
  const titleBox = asRead({ x: body.x + inset, y: top, width: widthPx, height: titleText.heightPx }, stage);
  const subtitleBox = { ...titleBox, y: top + titleText.heightPx + gap, height: subtitleText.heightPx };
  const bar = asRead({ x: body.x, y: top + 8, width: BAR_WIDTH_PX, height: heightPx - 16 }, stage);

  return {
    fits: titleText.fits && subtitleText.fits,
    boxes: { title: titleBox, subtitle: subtitleBox, bar },
    layers(times) {
      const words = wordTiming(titleText, 0, partOf(times, 0));
      const subtitleWords = wordTiming(subtitleText, 0, partOf(times, 1));
      return [
        sceneLayer(times, grow(bar, 20), [unfold(times.startSeconds, 0.7)], (context, now) => {
          context.fillStyle = stage.theme.accent;
          context.beginPath();
          const grown = eased(now, times.startSeconds, 0.7);
          context.roundRect(bar.x, bar.y, bar.width, bar.height * grown, bar.width / 2);
          context.fill();
        }),
        sceneLayer(times, grow(titleBox, 28), [words.movement], (context, now) => {
          const look = { colour: stage.theme.text, shownOf: wordShown(words, now) };
          drawParagraph(context, titleText, 0, placeIn(titleBox, stage), look);
        }),
        ...(subtitle === null
          ? []
          : [
              sceneLayer(times, grow(subtitleBox, 28), [subtitleWords.movement], (context, now) => {
                const look = { colour: stage.theme.textSoft, shownOf: wordShown(subtitleWords, now) };
                drawParagraph(context, subtitleText, 0, placeIn(subtitleBox, stage), look);
              }),
            ]),
      ];
    },
  };
}
