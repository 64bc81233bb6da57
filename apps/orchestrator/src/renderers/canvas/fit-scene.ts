import { createCanvas } from "@napi-rs/canvas";
import type { SceneContent } from "@spool/contracts/scene-content";
import type { Storyboard } from "@spool/contracts/storyboard";
import { inLines } from "./break-into-lines.ts";
import { cutOfColumns, cutsOf, widestRow } from "./cut-scene.ts";
import { evened, fillOneByOne, type Run } from "./even-runs.ts";
import { isFitting } from "./fitting.ts";
import { layoutOf } from "./layout.ts";
import { pack } from "./pack-cut.ts";
import { type ScenePiece, wholePiece } from "./scene-piece.ts";
import { type ContentOf, planHeading, type Stage } from "./scene-plan.ts";
import { THEMES } from "./theme.ts";

/**
 * Splits a scene that has too much to be read into as few as it needs, of about equal size, in order; one that fits
 * comes back alone, as it is.
 *
 * It is measured as it will be drawn. What cannot be split (one large matrix, say) comes back whole and is drawn
 * smaller than it should be, never outside its box. A formula goes on in lines of its own, each beginning with an
 * operator; one huge fraction is told with names for its parts, and these after it. Steps go on counting: split, they
 * are bullets that carry their numbers.
 */
export const fitScene = (content: SceneContent, aspect: Storyboard["aspect"]): SceneContent[] =>
  splitScene(content, aspect).map((piece) => piece.content);

/** The same, with what each piece shows of the whole. */
export function splitScene(content: SceneContent, aspect: Storyboard["aspect"]): ScenePiece[] {
  const stage: Stage = {
    layout: layoutOf({ aspect }),
    theme: THEMES.night,
    isRightToLeft: false,
    language: "en",
    // Pictures are not there yet. Whatever their size, the words below them have the same room.
    image: () => ANY_PICTURE,
  };
  return split(wholePiece(content), stage);
}

const ANY_PICTURE = createCanvas(16, 9);

function split(piece: ScenePiece, stage: Stage): ScenePiece[] {
  const { content } = piece;
  if (content.kind === "formula") {
    const broken = inLines(content, piece, stage);
    if (broken !== null) return split(broken, stage);
  }
  if (sizeOf(content) <= MOST_AT_ONCE && isFitting(content, stage)) return [piece];
  if ("heading" in content && content.heading !== null && !planHeading(content.heading, stage).fits) {
    const announced: ScenePiece = { content: { kind: "statement", text: content.heading }, parts: [null] };
    return [announced, { ...piece, content: { ...content, heading: null } }].flatMap((part) =>
      split(part, stage),
    );
  }
  if (content.kind === "table") {
    const groups = splitColumns(content, piece, stage);
    if (groups.length > 1) return groups.flatMap((group) => split(group, stage));
    const titles = content.header.filter((cell) => cell.trim() !== "");
    const row = { ...content, rows: [widestRow(content)] };
    if (titles.length > 0 && !isFitting(row, stage) && isFitting({ ...row, header: [] }, stage)) {
      // A header that leaves no room for a row is told before the rows.
      const announced: ScenePiece = {
        content: { kind: "bullets", heading: null, items: titles },
        parts: titles.map(() => null),
      };
      const rest: ScenePiece = { ...piece, content: { ...content, header: [] } };
      return [announced, rest].flatMap((part) => split(part, stage));
    }
  }
  if (content.kind === "quote" && content.source !== null && isSourceTooLong(content, stage)) {
    const words: ScenePiece = { content: { ...content, source: null }, parts: piece.parts.slice(0, 1) };
    const source: ScenePiece = {
      content: { kind: "statement", text: content.source },
      parts: piece.parts.slice(1),
    };
    return [words, source].flatMap((part) => split(part, stage));
  }
  const cut = cutsOf(piece);
  if (cut === null) return [piece];
  if (!("take" in cut)) return cut.flatMap((part) => split(part, stage));
  if (cut.length < 2) return [piece];
  return pack(cut, stage).flatMap(({ from, to }) => {
    const part = cut.take(from, to);
    return to - from > 1 ? [part] : split(part, stage);
  });
}

/** More than this below a quotation reads as a text of its own. */
const SOURCE_MAX_CHARACTERS = 150;

const isSourceTooLong = (quote: ContentOf<"quote">, stage: Stage): boolean =>
  (quote.source?.length ?? 0) > SOURCE_MAX_CHARACTERS || !isFitting({ ...quote, text: "M" }, stage);

/** More things than any picture has room for are not even laid out together: that takes long, and is of no use. */
const MOST_AT_ONCE = 40;

function sizeOf(content: SceneContent): number {
  switch (content.kind) {
    case "table":
      return content.rows.length;
    case "code":
      return content.code.split("\n").length;
    case "bullets":
    case "steps":
    case "summary":
      return content.items.length;
    case "comparison":
      return Math.max(content.left.items.length, content.right.items.length);
    case "formula":
      return content.steps.length;
    case "question":
      return content.options.length;
    case "title":
    case "statement":
    case "quote":
    case "image":
    case "chart":
      return 1;
  }
}

function splitColumns(content: ContentOf<"table">, piece: ScenePiece, stage: Stage): ScenePiece[] {
  const cut = cutOfColumns(content, piece);
  if (cut.length < 2) return [piece];
  const hasRoom = (table: SceneContent) =>
    table.kind === "table" && isFitting({ ...table, rows: [widestRow(table)] }, stage);
  if (hasRoom(content)) return [piece];
  const hasRoomFor = ({ from, to }: Run) => hasRoom(cut.take(from, to).content);
  return evened(cut, fillOneByOne(cut.length, hasRoomFor), hasRoomFor).map(({ from, to }) =>
    cut.take(from, to),
  );
}
