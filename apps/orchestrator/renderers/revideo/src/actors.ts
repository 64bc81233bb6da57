import { Circle, Img, Line, type Node, Rect, Txt } from "@revideo/2d";
import { Color } from "@revideo/core";
import type { Piece } from "../../../src/renderers/pieces/piece.ts";

/** A piece in the picture. */
export interface Actor {
  node: Node;
  play(nowSeconds: number): void;
}

const RISE_PX = 24;
const SLIDE_PX = 44;
const FADING: ReadonlySet<Piece["entry"]> = new Set(["fade", "rise", "slideRight", "slideLeft"]);
const DIM_SECONDS = 0.3;

export function makeActor(piece: Piece): Actor {
  const { node, changes } = make(piece);
  const [homeX, homeY] = [node.x(), node.y()];
  let stood = false;
  return {
    node,
    play(now) {
      const entered = eased(now, piece.fromSeconds, piece.enterSeconds);
      const isMoving =
        entered < 1 ||
        now >= piece.untilSeconds - piece.exitSeconds ||
        piece.kind === "countdown" ||
        (piece.kind === "text" && piece.dims !== null && now >= piece.dims.atSeconds);
      if (!isMoving && stood) return;
      stood = !isMoving;
      const left = piece.exitSeconds === 0 ? 1 : (piece.untilSeconds - now) / piece.exitSeconds;
      const fades = FADING.has(piece.entry);
      node.opacity(Math.min(1, Math.max(0, left)) * (fades ? entered : 1));
      if (piece.entry === "rise") node.y(homeY + RISE_PX * (1 - entered));
      if (piece.entry === "slideRight") node.x(homeX - SLIDE_PX * (1 - entered));
      if (piece.entry === "slideLeft") node.x(homeX + SLIDE_PX * (1 - entered));
      changes?.(entered, now);
    },
  };
}

function make(piece: Piece): { node: Node; changes?: (entered: number, now: number) => void } {
  switch (piece.kind) {
    case "text": {
      const node = new Txt({
        // Revideo sets the direction of a block, not that of what is written: a full stop would stand at the wrong end.
        text: piece.isRightToLeft ? `\u2067${piece.text}\u2069` : piece.text,
        x: piece.x,
        y: piece.middleY,
        offset: [{ left: -1, centre: 0, right: 1 }[piece.align], 0],
        fontSize: piece.sizePx,
        fontWeight: piece.weight,
        fontFamily: piece.families.map((family) => `"${family}"`).join(", "),
        fill: piece.colour,
        textWrap: false,
        textDirection: piece.isRightToLeft ? "rtl" : "ltr",
      });
      const { dims } = piece;
      if (dims === null) return { node };
      const [from, to] = [new Color(piece.colour), new Color(dims.colour)];
      return {
        node,
        changes: (_entered, now) => node.fill(from.lerp(to, eased(now, dims.atSeconds, DIM_SECONDS))),
      };
    }
    case "panel": {
      const { x, y, width, height } = piece.box;
      const node = new Rect({
        x: x + width / 2,
        y: y + height / 2,
        width,
        height,
        radius: piece.radius,
        fill: piece.colour,
        ...(piece.border !== null && { stroke: piece.border, lineWidth: 2 }),
      });
      if (piece.entry === "growRight" || piece.entry === "growLeft") {
        const isRight = piece.entry === "growRight";
        return {
          node,
          changes: (entered) => {
            node.width(Math.max(1, width * entered));
            node.x(isRight ? x + (width * entered) / 2 : x + width - (width * entered) / 2);
          },
        };
      }
      if (piece.entry === "growUp" || piece.entry === "growDown") {
        const isUp = piece.entry === "growUp";
        return {
          node,
          changes: (entered) => {
            node.height(Math.max(1, height * entered));
            node.y(isUp ? y + height - (height * entered) / 2 : y + (height * entered) / 2);
          },
        };
      }
      return { node };
    }
    case "disc": {
      const node = new Circle({
        x: piece.x,
        y: piece.y,
        size: 2 * piece.radius,
        fill: piece.colour,
        startAngle: piece.fromDegrees,
        endAngle: piece.toDegrees,
        closed: true,
      });
      if (piece.entry !== "growRight") return { node };
      const sweep = piece.toDegrees - piece.fromDegrees;
      return { node, changes: (entered) => node.endAngle(piece.fromDegrees + sweep * entered) };
    }
    case "stroke": {
      const node = new Line({
        points: piece.points.map(({ x, y }) => [x, y]),
        stroke: piece.colour,
        lineWidth: piece.lineWidthPx,
        lineCap: "round",
        lineJoin: "round",
        end: piece.entry === "growRight" ? 0 : 1,
      });
      if (piece.entry !== "growRight") return { node };
      return { node, changes: (entered) => node.end(entered) };
    }
    case "picture": {
      const { x, y, width, height } = piece.box;
      return {
        node: new Img({
          src: `/${piece.file}`,
          x: x + width / 2,
          y: y + height / 2,
          width,
          height,
          radius: piece.radius,
        }),
      };
    }
    case "countdown": {
      const node = new Circle({
        x: piece.x,
        y: piece.y,
        size: 2 * piece.radius,
        stroke: piece.colour,
        lineWidth: piece.radius * 0.12,
        lineCap: "round",
        startAngle: -90,
      });
      const number = new Txt({
        fontSize: piece.radius * 0.9,
        fontWeight: 700,
        fontFamily: piece.families.map((family) => `"${family}"`).join(", "),
        fill: piece.numberColour,
      });
      node.add(number);
      return {
        node,
        changes: (_entered, now) => {
          const left = Math.max(0, piece.toSeconds - Math.max(now, piece.startSeconds));
          const whole = Math.ceil(left - 1e-6);
          if (number.text() !== String(whole)) number.text(String(whole));
          const ratio = left / Math.max(1e-6, piece.toSeconds - piece.startSeconds);
          node.endAngle(-90 + 359.9 * ratio);
        },
      };
    }
  }
}

function eased(now: number, from: number, length: number): number {
  if (length <= 0) return now >= from ? 1 : 0;
  return 1 - (1 - Math.min(1, Math.max(0, (now - from) / length))) ** 3;
}
