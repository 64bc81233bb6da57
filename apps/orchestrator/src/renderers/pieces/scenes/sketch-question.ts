import { fitText } from "../../canvas/fit-text.ts";
import type { ContentOf } from "../../canvas/scene-plan.ts";
import {
  add,
  addCountdown,
  addLine,
  addPanel,
  addParagraph,
  atPart,
  dimming,
  placed,
  slideIn,
  type Sketch,
} from "../sketch.ts";

const GAP_PX = 20;
const PADDING_PX = 26;
const BADGE_PX = 84;

/** What is asked, the answers to choose from, a ring that empties, and at last the right one. */
export function sketchQuestion(sketch: Sketch, { question, options, answer }: ContentOf<"question">): void {
  const { layout, theme, isRightToLeft } = sketch.stage;
  const { body, type, isWide } = layout;
  const radius = sketch.scene.timer === null ? 0 : isWide ? 100 : 84;
  const width = body.width - (radius === 0 ? 0 : 2 * radius + 60);
  const text = fitText([question], {
    widthPx: width,
    heightPx: options.length > 0 ? body.height * 0.4 : body.height,
    maxSizePx: options.length > 0 ? type.statement * 0.82 : type.statement,
    weight: 700,
    lineHeight: 1.28,
  });
  const head = Math.max(text.heightPx, 2 * radius);
  const columns = isWide && options.length > 2 ? 2 : 1;
  const rows = Math.ceil(options.length / columns);
  const room = body.height - head - 44;
  const gap = Math.min(GAP_PX, (room / Math.max(1, rows)) * 0.15);
  const cardHeight = Math.min(150, (room - (rows - 1) * gap) / Math.max(1, rows));
  const total = rows === 0 ? head : head + 44 + rows * cardHeight + (rows - 1) * gap;
  const top = body.y + (body.height - total) / 2;
  const box = placed(sketch, {
    x: body.x,
    y: top + (head - text.heightPx) / 2,
    width,
    height: text.heightPx,
  });
  addParagraph(sketch, atPart(sketch, 0), text, 0, box, { colour: theme.text });
  const ring = placed(sketch, { x: body.x + body.width - 2 * radius, y: 0, width: 2 * radius, height: 0 });
  addCountdown(sketch, { x: ring.x + radius, y: top + head / 2, radius });

  const cardWidth = (body.width - (columns - 1) * GAP_PX) / columns;
  for (const [index, option] of options.entries()) {
    const coming = atPart(sketch, index + 1, slideIn(sketch));
    const card = placed(sketch, {
      x: body.x + (index % columns) * (cardWidth + GAP_PX),
      y: top + head + 44 + Math.floor(index / columns) * (cardHeight + gap),
      width: cardWidth,
      height: cardHeight,
    });
    const words = fitText([option], {
      widthPx: cardWidth - BADGE_PX - 2 * PADDING_PX,
      heightPx: cardHeight * 0.84,
      maxSizePx: type.item,
      weight: 600,
      lineHeight: 1.2,
    });
    const badge = Math.min(28, cardHeight * 0.28);
    const badgeX = isRightToLeft ? card.x + card.width - PADDING_PX - badge : card.x + PADDING_PX + badge;
    const middleY = card.y + cardHeight / 2;
    const wordsX = card.x + (isRightToLeft ? PADDING_PX : BADGE_PX + PADDING_PX);
    const wordsBox = {
      x: wordsX,
      y: middleY - words.heightPx / 2,
      width: cardWidth - BADGE_PX - 2 * PADDING_PX,
    };
    const letter = String.fromCharCode(65 + (index % 26));
    const letterFont = { sizePx: badge * 1.1, weight: 700 } as const;
    const draw = (at: typeof coming, isRight: boolean) => {
      const [panel, ink] = isRight ? [theme.right, theme.onRight] : [theme.panel, theme.text];
      addPanel(sketch, at, card, { radius: 22, colour: panel, border: isRight ? null : theme.hairline });
      add(sketch, at, { kind: "disc", x: badgeX, y: middleY, radius: badge, colour: isRight ? theme.onRight : theme.accentSoft, fromDegrees: 0, toDegrees: 360 }); // prettier-ignore
      addLine(sketch, at, letter, letterFont, { x: badgeX, middleY, align: "centre" }, { colour: isRight ? theme.right : theme.accent }); // prettier-ignore
      addParagraph(sketch, at, words, 0, wordsBox, isRight ? { colour: ink } : dimming(sketch, index + 1));
    };
    draw(coming, false);
    if (index === answer) draw(atPart(sketch, options.length + 1, "fade"), true);
  }
}
