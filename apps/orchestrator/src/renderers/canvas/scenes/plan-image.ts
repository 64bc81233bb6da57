import { drawParagraph } from "../draw-text.ts";
import { eased, MOVES } from "../easing.ts";
import { fitText } from "../fit-text.ts";
import { arrive } from "../layer.ts";
import { type Box, grow } from "../layout.ts";
import {
  asRead,
  type ContentOf,
  fillPanel,
  partOf,
  placeIn,
  sceneLayer,
  type ScenePlan,
  type Stage,
} from "../scene-plan.ts";
import { planStatement } from "./plan-statement.ts";

const GAP_PX = 28;
const RADIUS_PX = 26;

/** A picture that settles into its frame, whole, with its words below; the words alone where there is no picture. */
export function planImage({ file, caption }: ContentOf<"image">, stage: Stage): ScenePlan {
  const image = file === null ? null : stage.image(file);
  if (image === null || image.width === 0 || image.height === 0) {
    return planStatement({ kind: "statement", text: caption ?? "" }, stage);
  }
  const { body, type } = stage.layout;
  const text = fitText(caption === null ? [] : [caption], {
    widthPx: body.width,
    heightPx: body.height * 0.25,
    maxSizePx: type.note * 1.05,
    minSizePx: type.smallest,
    weight: 600,
    lineHeight: 1.35,
  });
  const gap = caption === null ? 0 : GAP_PX;
  const room = { ...body, height: body.height - gap - text.heightPx };
  // Small pictures are not blown up to where their pixels show.
  const scale = Math.min(room.width / image.width, room.height / image.height, 3);
  const [width, height] = [image.width * scale, image.height * scale];
  const frame: Box = {
    x: room.x + (room.width - width) / 2,
    y: room.y + (room.height - height) / 2,
    width,
    height,
  };
  const words = asRead({ ...body, y: frame.y + height + gap, height: text.heightPx }, stage);

  return {
    fits: text.fits,
    boxes: { picture: frame, caption: words },
    layers(times) {
      const at = partOf(times, 0).appearsAtSeconds;
      const picture = sceneLayer(
        times,
        grow(frame, 20),
        [arrive(times.startSeconds, MOVES.settle)],
        (context, now) => {
          const settled = eased(now, times.startSeconds, MOVES.settle);
          const zoom = 1 + 0.06 * (1 - settled);
          context.save();
          context.globalAlpha = eased(now, times.startSeconds, MOVES.scene);
          context.beginPath();
          context.roundRect(frame.x, frame.y, frame.width, frame.height, RADIUS_PX);
          context.clip();
          // White shows through pictures that are drawn for paper.
          fillPanel(context, frame, RADIUS_PX, "#ffffff");
          const cut = { width: image.width / zoom, height: image.height / zoom };
          const [cutX, cutY] = [(image.width - cut.width) / 2, (image.height - cut.height) / 2];
          context.drawImage(
            image,
            cutX,
            cutY,
            cut.width,
            cut.height,
            frame.x,
            frame.y,
            frame.width,
            frame.height,
          );
          context.restore();
        },
      );
      if (caption === null) return [picture];
      const below = sceneLayer(times, grow(words, 26), [arrive(at, MOVES.appear)], (context, now) => {
        const shown = eased(now, at, MOVES.appear);
        drawParagraph(context, text, 0, placeIn(words, stage, "centre"), {
          colour: stage.theme.text,
          shownOf: () => shown,
        });
      });
      return [picture, below];
    },
  };
}
