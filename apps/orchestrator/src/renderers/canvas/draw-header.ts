import type { Storyboard, StoryboardScene } from "@spool/contracts/storyboard";
import { drawLine } from "./draw-text.ts";
import { eased, MOVES } from "./easing.ts";
import { fitLine, hasRightToLeft, measureText } from "./fit-text.ts";
import { arrive, type Layer } from "./layer.ts";
import { grow } from "./layout.ts";
import { asRead, sceneLayer, type Stage } from "./scene-plan.ts";

const LETTER_SPACING_PX = 4;
const DASH = { width: 44, height: 10, gap: 24 };

/** What kind of scene it is, at the start, and what the video is about, at the end where there is room for it. */
export function headerLayer(storyboard: Storyboard, scene: StoryboardScene, stage: Stage): Layer {
  const { layout, theme, isRightToLeft } = stage;
  const { header, type } = layout;
  const font = { sizePx: type.kicker, weight: 700 } as const;
  const label = fitLine(scene.kicker.toLocaleUpperCase(), header.width * 0.6, font);
  // Letters that join must not be set apart.
  const spacing =
    hasRightToLeft(label) || !/^[\p{sc=Latn}\p{sc=Cyrl}\p{sc=Grek}\p{N}\p{P}\s]*$/u.test(label)
      ? 0
      : LETTER_SPACING_PX;
  const count = scene.number === null ? "" : `${scene.number.index} / ${scene.number.total}`;
  const labelX = header.x + DASH.width + DASH.gap;
  const labelWidth = measureText(label, font) + label.length * spacing;
  const isTitleInBody = scene.content.kind === "title" || scene.content.kind === "question";
  const titleFont = { sizePx: type.kicker, weight: 400 } as const;
  const used = labelX - header.x + labelWidth + 18 + measureText(count, font);
  const title =
    isTitleInBody || !layout.isWide
      ? ""
      : fitLine(storyboard.title, Math.min(header.width - used - 60, 1000), titleFont);
  const middleY = header.y + header.height / 2;
  const [start, end] = isRightToLeft ? (["right", "left"] as const) : (["left", "right"] as const);
  const xOf = (x: number) => (isRightToLeft ? layout.widthPx - x : x);

  return sceneLayer(scene, grow(header, 20), [arrive(scene.startSeconds, MOVES.scene)], (context, now) => {
    const arrived = eased(now, scene.startSeconds, MOVES.scene);
    context.globalAlpha = arrived;
    if (label !== "") {
      const dash = asRead(
        { x: header.x, y: middleY - DASH.height / 2, width: DASH.width * arrived, height: DASH.height },
        stage,
      );
      context.fillStyle = theme.accent;
      context.beginPath();
      context.roundRect(dash.x, dash.y, dash.width, dash.height, DASH.height / 2);
      context.fill();
    }
    context.letterSpacing = `${spacing}px`;
    drawLine(context, label, font, { x: xOf(labelX), middleY, align: start }, theme.accent);
    context.letterSpacing = "0px";
    drawLine(
      context,
      count,
      font,
      { x: xOf(labelX + labelWidth + 18), middleY, align: start },
      theme.textSoft,
    );
    drawLine(
      context,
      title,
      titleFont,
      { x: xOf(header.x + header.width), middleY, align: end },
      theme.textSoft,
    );
    context.globalAlpha = 1;
  });
}
