import { drawLine, drawParagraph, wordShown, wordTiming } from "../draw-text.ts";
import { eased, MOVES } from "../easing.ts";
import { fitText } from "../fit-text.ts";
import { figuresIn } from "../figures.ts";
import { arrive } from "../layer.ts";
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

/** One thought, large and word by word. Figures in it have the accent. One point of several has its number above it. */
export function planStatement({ text }: ContentOf<"statement">, stage: Stage): ScenePlan {
  const { body, type, isWide } = stage.layout;
  const numeralPx = isWide ? 96 : 150;
  const numeralSpace = numeralPx * 1.45;
  const fitted = fitText([text], {
    widthPx: isWide ? body.width * 0.92 : body.width,
    heightPx: body.height - numeralSpace,
    maxSizePx: type.statement,
    minSizePx: type.smallest * 1.25,
    weight: 600,
    lineHeight: 1.36,
  });
  const box = asRead(
    {
      x: body.x,
      y: body.y + (body.height - fitted.heightPx) / 2,
      width: body.width,
      height: fitted.heightPx,
    },
    stage,
  );

  const figures = figuresIn(
    (fitted.paragraphs[0]?.lines ?? []).flatMap((line) => line.words.map((word) => word.text)),
    stage.language,
  );

  return {
    fits: fitted.fits,
    boxes: { text: box },
    layers(times) {
      const words = wordTiming(fitted, 0, partOf(times, 0));
      const numeral = times.number === null ? null : String(times.number.index).padStart(2, "0");
      const down = numeral === null ? 0 : numeralSpace / 2;
      const textBox = { ...box, y: box.y + down };
      const numeralBox = { ...box, y: textBox.y - numeralSpace, height: numeralSpace };
      const text = sceneLayer(times, grow(textBox, 28), [words.movement], (context, now) => {
        const { text: colour, accent } = stage.theme;
        const colourOf = (_word: string, index: number) => (figures.has(index) ? accent : undefined);
        const look = { colour, colourOf, shownOf: wordShown(words, now) };
        drawParagraph(context, fitted, 0, placeIn(textBox, stage), look);
      });
      if (numeral === null) return [text];
      const above = sceneLayer(
        times,
        grow(numeralBox, 20),
        [arrive(times.startSeconds, MOVES.scene)],
        (context, now) => {
          const arrived = eased(now, times.startSeconds, MOVES.scene);
          context.globalAlpha = arrived;
          const x = stage.isRightToLeft ? numeralBox.x + numeralBox.width : numeralBox.x;
          const align = stage.isRightToLeft ? "right" : "left";
          const middleY = numeralBox.y + numeralPx * 0.55;
          drawLine(
            context,
            numeral,
            { sizePx: numeralPx, weight: 700 },
            { x, middleY, align },
            stage.theme.accent,
          );
          const line = asRead(
            { x: body.x, y: numeralBox.y + numeralPx * 1.14, width: 120 * arrived, height: 6 },
            stage,
          );
          context.fillRect(line.x, line.y, line.width, line.height);
          context.globalAlpha = 1;
        },
      );
      return [above, text];
    },
  };
}
