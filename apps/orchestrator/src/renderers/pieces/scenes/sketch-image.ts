import { fitText } from "../../canvas/fit-text.ts";
import type { ContentOf } from "../../canvas/scene-plan.ts";
import { add, addParagraph, atPart, atStart, type Sketch } from "../sketch.ts";

/** A picture with its words below it; the words alone where it cannot be had. */
export function sketchImage(sketch: Sketch, { file, caption }: ContentOf<"image">): void {
  const { layout, theme } = sketch.stage;
  const { body, type } = layout;
  const picture = file === null ? null : sketch.stage.image(file);
  const words = fitText(caption === null || caption.trim() === "" ? [] : [caption], {
    widthPx: body.width,
    heightPx: picture === null ? body.height : body.height * 0.24,
    maxSizePx: picture === null ? type.statement : type.item,
    weight: 600,
    lineHeight: 1.3,
  });
  if (picture === null || file === null) {
    const y = body.y + (body.height - words.heightPx) / 2;
    addParagraph(sketch, atPart(sketch, 0), words, 0, { ...body, y }, { colour: theme.text });
    return;
  }
  const room = { ...body, height: body.height - words.heightPx - (words.heightPx > 0 ? 28 : 0) };
  const scale = Math.min(room.width / picture.width, room.height / picture.height);
  const [width, height] = [picture.width * scale, picture.height * scale];
  const box = { x: room.x + (room.width - width) / 2, y: room.y + (room.height - height) / 2, width, height };
  add(
    sketch,
    { ...atStart(sketch), enterSeconds: 0.8 },
    { kind: "picture", file: sketch.imageFile(file), box, radius: 20 },
  );
  const below = { ...body, y: body.y + body.height - words.heightPx };
  addParagraph(sketch, atPart(sketch, 0), words, 0, below, { colour: theme.text, align: "centre" });
}
