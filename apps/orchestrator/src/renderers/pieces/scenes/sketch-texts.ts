import { fitText } from "../../canvas/fit-text.ts";
import type { ContentOf } from "../../canvas/scene-plan.ts";
import {
  addCountdown,
  addLine,
  addPanel,
  addParagraph,
  atPart,
  atStart,
  placed,
  type Sketch,
} from "../sketch.ts";

const BAR = { widthPx: 14, gapPx: 46 };

/** What the video is about, beside a bar that grows. */
export function sketchTitle(sketch: Sketch, { title, subtitle }: ContentOf<"title">): void {
  const { layout, theme } = sketch.stage;
  const { body, type } = layout;
  const inset = BAR.widthPx + BAR.gapPx;
  const widthPx = body.width - inset;
  const head = fitText([title], {
    widthPx,
    heightPx: body.height * (subtitle === null ? 1 : 0.72),
    maxSizePx: type.title,
    weight: 700,
    lineHeight: 1.2,
  });
  const gap = subtitle === null ? 0 : head.font.sizePx * 0.4;
  const below = fitText(subtitle === null ? [] : [subtitle], {
    widthPx,
    heightPx: body.height - head.heightPx - gap,
    maxSizePx: Math.min(type.item, head.font.sizePx * 0.6),
    weight: 400,
    lineHeight: 1.35,
  });
  const height = head.heightPx + gap + below.heightPx;
  const y = body.y + (body.height - height) / 2;
  const text = placed(sketch, { x: body.x + inset, y, width: widthPx, height });
  const bar = placed(sketch, { x: body.x, y: y + 8, width: BAR.widthPx, height: height - 16 });
  addPanel(sketch, { ...atStart(sketch, "growDown"), enterSeconds: 0.7 }, bar, {
    radius: BAR.widthPx / 2,
    colour: theme.accent,
  });
  addParagraph(sketch, atPart(sketch, 0), head, 0, text, { colour: theme.text });
  addParagraph(
    sketch,
    atPart(sketch, 1),
    below,
    0,
    { ...text, y: y + head.heightPx + gap },
    { colour: theme.textSoft },
  );
}

/** One thought, as large as it fits; with a countdown it is something to think about. */
export function sketchStatement(sketch: Sketch, { text }: ContentOf<"statement">): void {
  const { layout, theme } = sketch.stage;
  const { body, type, isWide } = layout;
  const radius = sketch.scene.timer === null ? 0 : isWide ? 170 : 150;
  const ringSpace = radius === 0 ? 0 : 2 * radius + 60;
  const room = isWide
    ? { ...body, width: body.width - ringSpace }
    : { ...body, height: body.height - ringSpace };
  const fitted = fitText([text], {
    widthPx: room.width,
    heightPx: room.height,
    maxSizePx: type.statement,
    weight: 600,
    lineHeight: 1.32,
  });
  const y = room.y + (room.height - fitted.heightPx) / 2;
  const box = placed(sketch, { ...room, y, height: fitted.heightPx });
  addParagraph(sketch, atPart(sketch, 0), fitted, 0, box, { colour: theme.text });
  const ring = placed(sketch, {
    x: isWide ? body.x + body.width - 2 * radius : body.x + body.width / 2 - radius,
    y: isWide ? body.y + body.height / 2 - radius : body.y + body.height - 2 * radius,
    width: 2 * radius,
    height: 2 * radius,
  });
  addCountdown(sketch, { x: ring.x + radius, y: ring.y + radius, radius });
}

const MARK_PX = 260;

/** Somebody's words under a large quotation mark, and who said them. */
export function sketchQuote(sketch: Sketch, { text, source }: ContentOf<"quote">): void {
  const { layout, theme, isRightToLeft } = sketch.stage;
  const { body, type } = layout;
  const markSpace = MARK_PX * 0.5;
  const by = fitText(source === null ? [] : [source], {
    widthPx: body.width,
    heightPx: type.note * 3,
    maxSizePx: type.note,
    weight: 400,
    lineHeight: 1.35,
  });
  const gap = source === null ? 0 : 44;
  const said = fitText([text], {
    widthPx: body.width,
    heightPx: body.height - markSpace - gap - by.heightPx,
    maxSizePx: type.statement * 0.92,
    weight: 600,
    lineHeight: 1.4,
  });
  const y = body.y + (body.height - markSpace - said.heightPx - gap - by.heightPx) / 2;
  const [x, align] = isRightToLeft ? ([body.x + body.width, "right"] as const) : ([body.x, "left"] as const);
  const font = { sizePx: MARK_PX, weight: 700 } as const;
  addLine(sketch, atStart(sketch), isRightToLeft ? "”" : "“", font, { x, middleY: y + MARK_PX * 0.52, align }, { colour: theme.accent }); // prettier-ignore
  addParagraph(sketch, atPart(sketch, 0), said, 0, { ...body, y: y + markSpace }, { colour: theme.text });
  const sourceY = y + markSpace + said.heightPx + gap;
  addParagraph(sketch, atPart(sketch, 1), by, 0, { ...body, y: sourceY }, { colour: theme.textSoft });
}
