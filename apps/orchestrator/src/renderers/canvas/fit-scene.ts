import type { SceneContent } from "@spool/contracts/scene-content";
import type { Storyboard } from "@spool/contracts/storyboard";
import { drawable } from "./drawable.ts";
import { layoutOf } from "./layout.ts";
import { planScene } from "./plan-scene.ts";
import type { Stage } from "./scene-plan.ts";
import { tokensOf } from "./text-tokens.ts";
import { THEMES } from "./theme.ts";

/**
 * Splits a scene that has too much to be read into several of the same kind, in order; one that fits comes back alone.
 *
 * It is measured as it will be drawn. What cannot be split (a title, one long formula) comes back as it is and is drawn
 * smaller than it should be, never outside its box. Steps go on counting: after the first scene they are bullets that
 * carry their numbers.
 */
export function fitScene(content: SceneContent, aspect: Storyboard["aspect"]): SceneContent[] {
  const stage: Stage = {
    layout: layoutOf({ aspect }),
    theme: THEMES.night,
    isRightToLeft: false,
    language: "en",
    image: () => null,
  };
  return split(drawable(content), stage);
}

function split(content: SceneContent, stage: Stage): SceneContent[] {
  if (planScene(content, stage).fits) return [content];
  const halves = halve(content);
  return halves === null ? [content] : halves.flatMap((half) => split(half, stage));
}

function halve(content: SceneContent): readonly SceneContent[] | null {
  switch (content.kind) {
    case "statement":
    case "quote": {
      const texts = halveText(content.text);
      if (texts === null) return null;
      if (content.kind === "statement") return texts.map((text) => ({ ...content, text }));
      // Who said it is told at the end.
      return texts.map((text, index) => ({ ...content, text, source: index === 0 ? null : content.source }));
    }
    case "bullets":
    case "summary":
      return halveItems(content.items)?.map((items) => ({ ...content, items })) ?? null;
    case "steps": {
      const parts = halveItems(content.items.map((item, index) => `${index + 1}. ${item}`));
      return parts?.map((items) => ({ kind: "bullets", heading: content.heading, items })) ?? null;
    }
    case "comparison": {
      const [left, right] = [content.left, content.right].map(({ items }) => halveItems(items));
      if (left === undefined || right === undefined || left === null || right === null) return null;
      return [0, 1].map((half) => ({
        ...content,
        left: { ...content.left, items: left[half] ?? [] },
        right: { ...content.right, items: right[half] ?? [] },
      }));
    }
    case "formula":
      return halveList(content.steps)?.map((steps) => ({ ...content, steps })) ?? null;
    case "table":
      return halveList(content.rows)?.map((rows) => ({ ...content, rows })) ?? null;
    case "code":
      return (
        halveList(content.code.split("\n"))?.map((lines) => ({ ...content, code: lines.join("\n") })) ?? null
      );
    case "chart": {
      if (content.chart !== "bar") return null;
      const parts = halveList(content.labels.map((_label, index) => index));
      return (
        parts?.map((indices) => ({
          ...content,
          labels: indices.map((index) => content.labels[index] ?? ""),
          series: content.series.map((each) => ({
            ...each,
            values: indices.map((index) => each.values[index] ?? null),
          })),
        })) ?? null
      );
    }
    case "title":
    case "image":
    case "question":
      return null;
  }
}

function halveList<Item>(items: readonly Item[]): [Item[], Item[]] | null {
  if (items.length < 2) return null;
  const middle = Math.ceil(items.length / 2);
  return [items.slice(0, middle), items.slice(middle)];
}

/** Items in two scenes; a single one that is too long goes on in the second. */
function halveItems(items: readonly string[]): [string[], string[]] | null {
  if (items.length > 1) return halveList(items);
  const texts = halveText(items[0] ?? "");
  return texts === null ? null : [[texts[0]], [texts[1]]];
}

/** Near the middle: at the end of a sentence where one is near, between two words otherwise. */
function halveText(text: string): [string, string] | null {
  const tokens = tokensOf(text);
  if (tokens.length < 2) return null;
  const ends = tokens.flatMap(({ text: word }, index) =>
    /[.!?。！？।॥؟…]["”’)]?$/u.test(word) ? [index + 1] : [],
  );
  const middle = tokens.length / 2;
  const near = ends.filter((end) => end < tokens.length && Math.abs(end - middle) <= tokens.length * 0.3);
  const at =
    near.length === 0
      ? Math.ceil(middle)
      : near.reduce((a, b) => (Math.abs(b - middle) < Math.abs(a - middle) ? b : a));
  const join = (part: typeof tokens) =>
    part.map((token, index) => (index > 0 && token.spaceBefore ? ` ${token.text}` : token.text)).join("");
  return [join(tokens.slice(0, at)), join(tokens.slice(at))];
}
