import type { SceneContent } from "@spool/contracts/scene-content";
import { type ScenePiece, type Shown } from "./scene-piece.ts";
import type { ContentOf } from "./scene-plan.ts";
import { graphemesOf, tokensOf } from "./text-tokens.ts";

/** The places at which a scene may be cut, and what comes of cutting there. */
export interface Cut {
  /** How many things are never cut themselves: items, rows, words. */
  length: number;
  take(from: number, to: number): ScenePiece;
  /** How much there is to show before a place; grows with it. */
  weightBefore(at: number): number;
  /** Places where a reader would pause anyway, such as the ends of sentences. */
  goodPlaces: readonly number[];
}

/** How a scene can be cut, or the other scenes that say the same; null for one that cannot be cut any more. */
export function cutsOf(piece: ScenePiece): Cut | readonly ScenePiece[] | null {
  const { content } = piece;
  switch (content.kind) {
    case "title":
      return cutOfTitle(content, piece);
    case "statement":
      return cutOfText(content.text, piece.parts[0], (text, shown) => ({
        content: { ...content, text },
        parts: [shown],
      }));
    case "quote":
      return cutOfText(content.text, piece.parts[0], (text, shown, { isLast }) =>
        // Who said it is told at the end.
        isLast
          ? { content: { ...content, text }, parts: [shown, ...piece.parts.slice(1)] }
          : { content: { ...content, text, source: null }, parts: [shown] },
      );
    case "image":
      return cutOfText(content.caption ?? "", piece.parts[0], (text, shown, { isFirst }) => ({
        content: isFirst ? { ...content, caption: text } : { kind: "statement", text },
        parts: [shown],
      }));
    case "bullets":
    case "summary":
      return cutOfItems(content, piece);
    case "steps":
      return [numbered(content, piece)];
    case "comparison":
      return cutOfComparison(content, piece);
    case "formula":
      return cutOfFormula(content, piece);
    case "table":
      return cutOfTable(content, piece);
    case "code":
      return cutOfCode(content, piece);
    case "chart":
      return cutOfChart(content, piece);
    case "question":
      return inScenesOfText(content, piece);
  }
}

/** Between things that each are a part. */
function cutOfParts(
  texts: readonly string[],
  parts: ScenePiece["parts"],
  contentOf: (from: number, to: number) => SceneContent,
): Cut {
  return {
    length: texts.length,
    take: (from, to) => ({ content: contentOf(from, to), parts: parts.slice(from, to) }),
    weightBefore: runningSum(texts.map(({ length }) => length + 20)),
    goodPlaces: [],
  };
}

interface Place {
  isFirst: boolean;
  isLast: boolean;
}

/** Between the words of a text, or between its letters where it is one word. */
function cutOfText(
  text: string,
  shown: Shown | null | undefined,
  pieceOf: (text: string, shown: Shown | null, place: Place) => ScenePiece,
): Cut | null {
  // A number that was put before the text is not spoken.
  const prefix =
    shown && shown.text !== "" && text.endsWith(shown.text)
      ? text.slice(0, text.length - shown.text.length)
      : "";
  const words = tokensOf(text.slice(prefix.length));
  const units = words.length > 1 ? words : lettersOf(text.slice(prefix.length));
  if (units.length < 2) return null;
  const join = (from: number, to: number) =>
    units
      .slice(from, to)
      .map((unit, index) => (index > 0 && unit.spaceBefore ? ` ${unit.text}` : unit.text))
      .join("");
  return {
    length: units.length,
    take(from, to) {
      const part = join(from, to);
      const place = { isFirst: from === 0, isLast: to === units.length };
      return pieceOf(from === 0 ? prefix + part : part, shown ? { ...shown, text: part } : null, place);
    },
    weightBefore: runningSum(units.map((unit) => unit.text.length + 1)),
    goodPlaces: units.flatMap((unit, index) =>
      /[.!?。！？।॥؟…]["”’)]?$/u.test(unit.text) ? [index + 1] : [],
    ),
  };
}

const lettersOf = (text: string) => graphemesOf(text).map((letter) => ({ text: letter, spaceBefore: false }));

function cutOfTitle(content: ContentOf<"title">, { parts }: ScenePiece): Cut | readonly ScenePiece[] | null {
  const [title = null, subtitle = null] = parts;
  if (content.subtitle !== null) {
    return [
      { content: { ...content, subtitle: null }, parts: [title] },
      { content: { kind: "statement", text: content.subtitle }, parts: [subtitle] },
    ];
  }
  return cutOfText(content.title, title, (text, shown) => ({
    content: { ...content, title: text },
    parts: [shown],
  }));
}

function cutOfItems(content: ContentOf<"bullets"> | ContentOf<"summary">, { parts }: ScenePiece): Cut | null {
  const [item = ""] = content.items;
  if (content.items.length === 1) {
    return cutOfText(item, parts[0], (text, shown) => ({
      content: { ...content, items: [text] },
      parts: [shown],
    }));
  }
  return cutOfParts(content.items, parts, (from, to) => ({
    ...content,
    items: content.items.slice(from, to),
  }));
}

/** Steps that go on in another scene go on counting: there the numbers are part of their texts. */
const numbered = ({ heading, items }: ContentOf<"steps">, { parts }: ScenePiece): ScenePiece => ({
  content: { kind: "bullets", heading, items: items.map((item, index) => `${index + 1}. ${item}`) },
  parts,
});

/** Some of the points of both sides, as long as both have points left. */
function cutOfComparison(
  { heading, left, right }: ContentOf<"comparison">,
  { parts }: ScenePiece,
): Cut | readonly ScenePiece[] {
  const [leftTitle = null, rightTitle = null] = [parts[0], parts[1 + left.items.length]];
  const leftParts = parts.slice(1, 1 + left.items.length);
  const rightParts = parts.slice(2 + left.items.length);
  const length = Math.max(left.items.length, right.items.length);
  if (length === 1) {
    const side = ({ title, items }: typeof left, own: Shown | null, rest: ScenePiece["parts"]) => [
      { content: { kind: "statement", text: title }, parts: [own] } satisfies ScenePiece,
      { content: { kind: "bullets", heading: null, items }, parts: rest } satisfies ScenePiece,
    ];
    return [...side(left, leftTitle, leftParts), ...side(right, rightTitle, rightParts)];
  }
  const bullets = ({ title, items }: typeof left, own: ScenePiece["parts"]): ScenePiece => ({
    content: { kind: "bullets", heading: title, items },
    parts: own,
  });
  return {
    length,
    take(from, to) {
      const [a, b] = [left.items.slice(from, to), right.items.slice(from, to)];
      if (b.length === 0) return bullets({ ...left, items: a }, leftParts.slice(from, to));
      if (a.length === 0) return bullets({ ...right, items: b }, rightParts.slice(from, to));
      const isFirst = from === 0;
      return {
        content: {
          kind: "comparison",
          heading,
          left: { ...left, items: a },
          right: { ...right, items: b },
        },
        parts: [
          isFirst ? leftTitle : null,
          ...leftParts.slice(from, to),
          isFirst ? rightTitle : null,
          ...rightParts.slice(from, to),
        ],
      };
    },
    weightBefore: runningSum(
      Array.from({ length }, (_pair, index) =>
        Math.max(20, left.items[index]?.length ?? 0, right.items[index]?.length ?? 0),
      ),
    ),
    goodPlaces: [],
  };
}

function cutOfFormula(
  content: ContentOf<"formula">,
  { parts }: ScenePiece,
): Cut | readonly ScenePiece[] | null {
  const { steps } = content;
  if (steps.length > 1) {
    return cutOfParts(
      steps.map(({ tex, note }) => `${tex}${note ?? ""}`),
      parts,
      (from, to) => ({ ...content, steps: steps.slice(from, to) }),
    );
  }
  const [step] = steps;
  if (step?.note == null) return null;
  return [
    { content: { ...content, steps: [{ ...step, note: null }] }, parts },
    { content: { kind: "statement", text: step.note }, parts: [null] },
  ];
}

/** Between rows; a single row is cut in its longest cell. */
function cutOfTable(content: ContentOf<"table">, { parts }: ScenePiece): Cut | null {
  const { rows } = content;
  if (rows.length > 1) {
    return cutOfParts(
      rows.map((row) => row.join(" ")),
      parts,
      (from, to) => ({ ...content, rows: rows.slice(from, to) }),
    );
  }
  const [row = []] = rows;
  const longest = row.reduce((best, cell, at) => (cell.length > (row[best]?.length ?? 0) ? at : best), 0);
  const shown = parts[0] ? { ...parts[0], text: row[longest] ?? "" } : null;
  return cutOfText(row[longest] ?? "", shown, (text, own, { isFirst }) => ({
    // What a row is about stands in its first cell, and is repeated.
    content: {
      ...content,
      rows: [row.map((cell, at) => (at === longest ? text : isFirst || at === 0 ? cell : ""))],
    },
    parts: [own],
  }));
}

/** The columns of a table with more than a picture has room for. The first one, which names the rows, is repeated. */
export function cutOfColumns(content: ContentOf<"table">, { parts }: ScenePiece): Cut {
  const { header, rows } = content;
  const columns = Math.max(header.length, ...rows.map((row) => row.length));
  const cells = (row: readonly string[], from: number, to: number) =>
    row.length === 0 ? [] : [row[0] ?? "", ...row.slice(1 + from, 1 + to)];
  return {
    length: columns - 1,
    take: (from, to) => ({
      content: {
        ...content,
        header: cells(header, from, to),
        rows: rows.map((row) => cells(row, from, to)),
      },
      parts: from === 0 ? parts : parts.map(() => null),
    }),
    weightBefore: (at) => at,
    goodPlaces: [],
  };
}

/** A row with the longest cell of each column: where it has room, every row has. */
export const widestRow = ({ header, rows }: ContentOf<"table">): string[] =>
  Array.from({ length: Math.max(header.length, ...rows.map((row) => row.length)) }, (_column, at) =>
    rows.reduce((longest, row) => ((row[at]?.length ?? 0) > longest.length ? (row[at] ?? "") : longest), ""),
  );

function cutOfCode(content: ContentOf<"code">, { parts }: ScenePiece): Cut | null {
  const lines = content.code.split("\n");
  const [units, joint] = lines.length > 1 ? [lines, "\n"] : [graphemesOf(content.code), ""];
  if (units.length < 2) return null;
  const [shown] = parts;
  return {
    length: units.length,
    take(from, to) {
      const code = units.slice(from, to).join(joint);
      return { content: { ...content, code }, parts: [shown ? { ...shown, text: code } : null] };
    },
    weightBefore: (at) => at,
    goodPlaces: units.flatMap((line, index) => (line.trim() === "" && joint === "\n" ? [index + 1] : [])),
  };
}

/** Bars by their labels, then by their series; lines by their series. Slices that are too many to be told apart become bars. */
function cutOfChart(content: ContentOf<"chart">, { parts }: ScenePiece): Cut | readonly ScenePiece[] | null {
  const { labels, series } = content;
  if (content.chart === "pie") return [{ content: { ...content, chart: "bar" }, parts }];
  if (labels.length === 1 || content.chart === "line") {
    if (series.length === 1) return null;
    const names = series.map(({ name }) => name);
    return cutOfParts(names, parts, (from, to) => ({ ...content, series: series.slice(from, to) }));
  }
  return {
    length: labels.length,
    take: (from, to) => ({
      content: {
        ...content,
        labels: labels.slice(from, to),
        series: series.map((each) => ({ ...each, values: each.values.slice(from, to) })),
      },
      parts: from === 0 ? parts : parts.map(() => null),
    }),
    weightBefore: (at) => at,
    goodPlaces: [],
  };
}

/** A question that has no room beside its options is asked first; the options follow with their letters. */
function inScenesOfText(content: ContentOf<"question">, { parts }: ScenePiece): readonly ScenePiece[] {
  const { question, options, answer } = content;
  const lettered = options.map((option, index) => `${String.fromCharCode(65 + (index % 26))}. ${option}`);
  const asked: ScenePiece = { content: { kind: "statement", text: question }, parts: parts.slice(0, 1) };
  const choices: ScenePiece = {
    content: { kind: "bullets", heading: null, items: lettered },
    parts: parts.slice(1, 1 + options.length),
  };
  const told: ScenePiece = {
    content: { kind: "statement", text: lettered[answer ?? 0] ?? "" },
    parts: parts.slice(1 + options.length),
  };
  return [asked, ...(options.length === 0 ? [] : [choices]), ...(answer === null ? [] : [told])];
}

/** How much there is before each place. */
export function runningSum(weights: readonly number[]): (at: number) => number {
  const sums = [0];
  for (const weight of weights) sums.push((sums.at(-1) ?? 0) + weight);
  return (at) => sums[at] ?? 0;
}
