import { createRequire } from "node:module";
import { setFont } from "../../../fonts/bundled-fonts.ts";
import { drawLine } from "../draw-text.ts";
import { eased, MOVES } from "../easing.ts";
import { measureText } from "../fit-text.ts";
import { arrive, type Layer } from "../layer.ts";
import { grow } from "../layout.ts";
import {
  type ContentOf,
  fillPanel,
  partOf,
  planHeading,
  sceneLayer,
  type ScenePlan,
  type Stage,
} from "../scene-plan.ts";
import { graphemesOf } from "../text-tokens.ts";
import type { Theme } from "../theme.ts";

const require = createRequire(import.meta.url);

/** What is used of highlight.js. Its own types bring the browser's DOM with them. */
interface Highlighter {
  getLanguage(name: string): object | undefined;
  /** The tree is what its HTML is made from since version 10. */
  highlight(
    code: string,
    options: { language: string; ignoreIllegals: boolean },
  ): { _emitter: { rootNode: TokenNode } };
}

let highlighter: Highlighter | undefined;
/** Loading two hundred languages takes a while: only videos with code pay for it. */
const openHighlighter = () => (highlighter ??= require("highlight.js") as Highlighter);

const PADDING_PX = 40;
const TITLE_BAR_PX = 54;
const LINE_HEIGHT = 1.38;
const LINE_STAGGER_SECONDS = 0.06;
const SMALLEST_RATIO = 0.75;

/** Code in a window of its own, coloured by its language, line by line. Always read from the left. */
export function planCode({ heading, language, code }: ContentOf<"code">, stage: Stage): ScenePlan {
  const head = planHeading(heading, stage);
  const { rest } = head;
  const { type } = stage.layout;
  const source = code.replaceAll("\t", "  ").replace(/\s+$/, "").split("\n");
  const gutterOf = (sizePx: number) => measureText("00 ", { sizePx, weight: 400, typeface: "mono" });
  const smallestPx = type.smallest * SMALLEST_RATIO;
  let sizePx = type.item * 0.8;
  const measured = measuredLines(source.join("\n"), language);
  const perPixel = measured.reduce((widest, pieces) => Math.max(widest, widthOf(pieces)), 0);
  const isTooWide = () => perPixel * sizePx + gutterOf(sizePx) > rest.width - 2 * PADDING_PX;
  while (isTooWide() && sizePx > smallestPx) sizePx *= 0.95;
  const wrapped = () => wrapCode(measured, rest.width - 2 * PADDING_PX - gutterOf(sizePx), sizePx);
  let lines = wrapped();
  const heightOf = () => lines.length * sizePx * LINE_HEIGHT + 2 * PADDING_PX + TITLE_BAR_PX - 20;
  while (heightOf() > rest.height) {
    sizePx *= 0.95;
    lines = wrapped();
  }
  const heightPx = heightOf();
  const top = rest.y + (heading === null ? (rest.height - heightPx) / 2 : (rest.height - heightPx) * 0.35);
  const window = { x: rest.x, y: top, width: rest.width, height: heightPx };
  const linePx = sizePx * LINE_HEIGHT;
  const firstTop = top + TITLE_BAR_PX + PADDING_PX - 20;

  return {
    fits: head.fits && sizePx >= smallestPx * 0.99,
    boxes: { window },
    layers(times) {
      const { appearsAtSeconds } = partOf(times, 0);
      const frame = sceneLayer(
        times,
        grow(window, 22),
        [arrive(times.startSeconds, MOVES.scene)],
        (context, now) => {
          context.globalAlpha = eased(now, times.startSeconds, MOVES.scene);
          fillPanel(context, window, 24, stage.theme.panel, stage.theme.hairline);
          for (const [index, colour] of stage.theme.series.slice(0, 3).entries()) {
            context.beginPath();
            context.arc(window.x + PADDING_PX + index * 30, window.y + 34, 9, 0, 2 * Math.PI);
            context.fillStyle = colour;
            context.fill();
          }
          if (language !== null) {
            const at = {
              x: window.x + window.width - PADDING_PX,
              middleY: window.y + 34,
              align: "right",
            } as const;
            drawLine(
              context,
              language,
              { sizePx: 26, weight: 400, typeface: "mono" },
              at,
              stage.theme.textSoft,
            );
          }
          context.globalAlpha = 1;
        },
      );
      const gutter = gutterOf(sizePx);
      const rows = lines.map((line, index): Layer => {
        const from = appearsAtSeconds + index * LINE_STAGGER_SECONDS;
        const box = {
          x: window.x + 4,
          y: firstTop + index * linePx,
          width: window.width - 8,
          height: linePx,
        };
        return sceneLayer(times, box, [arrive(from, MOVES.appear)], (context, now) => {
          const shown = eased(now, from, MOVES.appear);
          if (shown === 0) return;
          const middle = box.y + linePx / 2;
          context.globalAlpha = shown;
          context.textBaseline = "middle";
          context.textAlign = "left";
          const put = (text: string, x: number, colour: string) => {
            setFont(context, text, { sizePx, weight: 400, typeface: "mono" });
            context.fillStyle = colour;
            context.fillText(text, x + 14 * (1 - shown), middle);
          };
          if (line.number !== null)
            put(String(line.number).padStart(2, " "), window.x + PADDING_PX, stage.theme.code.comment);
          for (const piece of line.pieces) {
            put(piece.text, window.x + PADDING_PX + gutter + piece.xPx, colourOf(piece.scope, stage.theme));
          }
          context.globalAlpha = 1;
        });
      });
      return [...head.layers(times), frame, ...rows];
    },
  };
}

interface CodePiece {
  text: string;
  /** As highlight.js names it, such as `keyword` or `title.function`; null for plain code. */
  scope: string | null;
}

interface TokenNode {
  scope?: string;
  children: (TokenNode | string)[];
}

function colouredLines(code: string, language: string | null): CodePiece[][] {
  if (language === null || openHighlighter().getLanguage(language) === undefined) {
    return code.split("\n").map((text) => [{ text, scope: null }]);
  }
  const { _emitter } = openHighlighter().highlight(code, { language, ignoreIllegals: true });
  const lines: CodePiece[][] = [[]];
  const walk = (node: TokenNode | string, scope: string | null): void => {
    if (typeof node !== "string") {
      for (const child of node.children) walk(child, node.scope ?? scope);
      return;
    }
    for (const [index, text] of node.split("\n").entries()) {
      if (index > 0) lines.push([]);
      if (text !== "") lines.at(-1)?.push({ text, scope });
    }
  };
  walk(_emitter.rootNode, null);
  return lines;
}

interface CodeLine {
  /** Null where a line goes on that was too long. */
  number: number | null;
  pieces: (CodePiece & { xPx: number })[];
}

/** A piece with its width at a size of one pixel. */
interface MeasuredPiece extends CodePiece {
  width: number;
  /** Its characters, for a line that is longer than the window. */
  graphemes(): readonly MeasuredPiece[];
}

const widthOf = (pieces: readonly MeasuredPiece[]) => pieces.reduce((sum, { width }) => sum + width, 0);

export const measuredLines = (code: string, language: string | null): MeasuredPiece[][] =>
  colouredLines(code, language).map((pieces) => pieces.map(measuredPiece));

const REFERENCE_PX = 100;

function measuredPiece({ text, scope }: CodePiece): MeasuredPiece {
  const width = measureText(text, { sizePx: REFERENCE_PX, weight: 400, typeface: "mono" }) / REFERENCE_PX;
  let graphemes: MeasuredPiece[] | undefined;
  return {
    text,
    scope,
    width,
    graphemes: () => (graphemes ??= graphemesOf(text).map((part) => measuredPiece({ text: part, scope }))),
  };
}

export function wrapCode(lines: readonly MeasuredPiece[][], widthPx: number, sizePx: number): CodeLine[] {
  return lines.flatMap((pieces, index): CodeLine[] => {
    const wrapped: CodeLine[] = [{ number: index + 1, pieces: [] }];
    let xPx = 0;
    for (const piece of pieces) {
      const parts = xPx + piece.width * sizePx <= widthPx ? [piece] : piece.graphemes();
      for (const { text, scope, width } of parts) {
        if (xPx + width * sizePx > widthPx && xPx > 0) {
          wrapped.push({ number: null, pieces: [] });
          xPx = 0;
        }
        wrapped.at(-1)?.pieces.push({ text, scope, xPx });
        xPx += width * sizePx;
      }
    }
    return wrapped;
  });
}

export function colourOf(scope: string | null, { text, code }: Theme): string {
  const [kind = ""] = (scope ?? "").split(".");
  switch (kind) {
    case "keyword":
    case "operator":
    case "literal":
    case "meta":
      return code.keyword;
    case "string":
    case "regexp":
    case "char":
      return code.string;
    case "number":
    case "symbol":
      return code.number;
    case "comment":
    case "doctag":
      return code.comment;
    case "title":
    case "built_in":
    case "type":
    case "attr":
    case "attribute":
    case "name":
    case "tag":
      return code.name;
    default:
      return text;
  }
}
