import { drawLine, drawParagraph, wordShown, wordTiming } from "../draw-text.ts";
import { eased, MOVES } from "../easing.ts";
import { fitText } from "../fit-text.ts";
import { arrive, type Layer } from "../layer.ts";
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

const MARK_PX = 260;

/** Somebody's words, as they are spoken, under a large quotation mark; who said it below. */
export function planQuote({ text, source }: ContentOf<"quote">, stage: Stage): ScenePlan {
  const { body, type } = stage.layout;
  const markSpace = MARK_PX * 0.5;
  const sourceText = fitText(source === null ? [] : [source], {
    widthPx: body.width - 90,
    heightPx: type.note * 3,
    maxSizePx: type.note,
    minSizePx: type.smallest * 0.8,
    weight: 400,
    lineHeight: 1.35,
  });
  const gap = source === null ? 0 : 44;
  const fitted = fitText([text], {
    widthPx: body.width,
    heightPx: body.height - markSpace - gap - sourceText.heightPx,
    maxSizePx: type.statement * 0.92,
    minSizePx: type.smallest * 1.2,
    weight: 600,
    lineHeight: 1.4,
  });
  const top = body.y + (body.height - markSpace - fitted.heightPx - gap - sourceText.heightPx) / 2;
  const mark = asRead({ x: body.x, y: top, width: MARK_PX * 0.6, height: markSpace }, stage);
  const box = asRead({ x: body.x, y: top + markSpace, width: body.width, height: fitted.heightPx }, stage);
  const sourceBox = asRead(
    { x: body.x + 90, y: box.y + box.height + gap, width: body.width - 90, height: sourceText.heightPx },
    stage,
  );

  return {
    fits: fitted.fits && sourceText.fits,
    boxes: { mark, text: box, source: sourceBox },
    layers(times) {
      const words = wordTiming(fitted, 0, partOf(times, 0));
      const sourceAt = partOf(times, 1).appearsAtSeconds;
      const sign = sceneLayer(
        times,
        grow(mark, 24),
        [arrive(times.startSeconds, MOVES.scene)],
        (context, now) => {
          context.globalAlpha = eased(now, times.startSeconds, MOVES.scene);
          const align = stage.isRightToLeft ? "right" : "left";
          const x = stage.isRightToLeft ? mark.x + mark.width : mark.x - 8;
          const at = { x, middleY: mark.y + MARK_PX * 0.52, align } as const;
          drawLine(
            context,
            stage.isRightToLeft ? "”" : "“",
            { sizePx: MARK_PX, weight: 700 },
            at,
            stage.theme.accent,
          );
          context.globalAlpha = 1;
        },
      );
      const said = sceneLayer(times, grow(box, 28), [words.movement], (context, now) => {
        const look = { colour: stage.theme.text, shownOf: wordShown(words, now) };
        drawParagraph(context, fitted, 0, placeIn(box, stage), look);
      });
      const by: Layer = sceneLayer(
        times,
        grow({ ...sourceBox, x: body.x, width: body.width }, 26),
        [arrive(sourceAt, MOVES.appear)],
        (context, now) => {
          const shown = eased(now, sourceAt, MOVES.appear);
          const line = asRead(
            { x: body.x, y: sourceBox.y + sourceText.linePx / 2 - 2, width: 64 * shown, height: 4 },
            stage,
          );
          context.fillStyle = stage.theme.accent;
          context.fillRect(line.x, line.y, line.width, line.height);
          drawParagraph(context, sourceText, 0, placeIn(sourceBox, stage), {
            colour: stage.theme.textSoft,
            shownOf: () => shown,
          });
        },
      );
      return source === null ? [sign, said] : [sign, said, by];
    },
  };
}
