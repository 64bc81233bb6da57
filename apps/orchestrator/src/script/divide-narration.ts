import type { ScenePiece } from "../renderers/canvas/scene-piece.ts";
import type { Utterance } from "./script.ts";

/** Where a piece shows a part of the whole scene, and what of its text. */
interface Segment {
  piece: number;
  text: string;
}

/**
 * What is said with each piece of a scene that was cut, in the order of the pieces.
 *
 * A sentence goes with the first of the parts that it brings. One that is spoken of a text which goes on in another
 * piece is cut where the text is. Nothing is left out; a piece may be left without words.
 */
export function divideNarration(
  utterances: readonly Utterance[],
  pieces: readonly ScenePiece[],
): Utterance[][] {
  const segments = segmentsOf(pieces);
  const byPart = spreadOverParts(utterances, segments, pieces);
  // Two columns are told one after the other, and shown together. A told story is not to be turned around for that.
  if (isInOrder(byPart.map(({ piece }) => piece)) || utterances.length >= segments.size - 2)
    return collect(byPart, pieces);
  return collect(spreadByLength(utterances, pieces), pieces);
}

interface Placed {
  piece: number;
  utterance: Utterance;
  /** The last part of the whole scene that is there when it begins; null when it brings nothing. */
  part: number | null;
}

function segmentsOf(pieces: readonly ScenePiece[]): Map<number, Segment[]> {
  const segments = new Map<number, Segment[]>();
  for (const [piece, { parts }] of pieces.entries()) {
    for (const shown of parts) {
      if (shown === null) continue;
      const own = segments.get(shown.part) ?? [];
      own.push({ piece, text: shown.text });
      segments.set(shown.part, own);
    }
  }
  return segments;
}

function spreadOverParts(
  utterances: readonly Utterance[],
  segments: ReadonlyMap<number, readonly Segment[]>,
  pieces: readonly ScenePiece[],
): Placed[] {
  const lastPart = Math.max(0, ...segments.keys());
  /** The part itself, or the next one that is shown at all: the title of a column may have become a heading. */
  const shownFrom = (part: number): number => {
    for (let at = part; at <= lastPart; at += 1) if (segments.has(at)) return at;
    return lastPart;
  };
  const groups: { part: number; upTo: number | null; utterances: Utterance[] }[] = [];
  let revealed = -1;
  for (const utterance of utterances) {
    const upTo = utterance.revealsUpTo;
    const isNew = upTo !== null && upTo > revealed;
    const part = shownFrom(isNew ? revealed + 1 : Math.max(0, revealed));
    const last = groups.at(-1);
    if (last !== undefined && last.part === part && last.upTo === (upTo ?? last.upTo))
      last.utterances.push(utterance);
    else groups.push({ part, upTo, utterances: [utterance] });
    if (isNew) revealed = upTo;
  }
  return groups.flatMap(({ part, upTo, utterances: own }) => {
    const places = segments.get(part) ?? [{ piece: pieces.length - 1, text: "" }];
    const spread = places.length === 1 ? own.map((utterance) => ({ utterance, at: 0 })) : cut(own, places);
    return spread.map(({ utterance, at }): Placed => ({
      piece: places[at]?.piece ?? 0,
      utterance,
      part: upTo === null ? null : Math.max(part, upTo),
    }));
  });
}

interface Spread {
  utterance: Utterance;
  /** Which of the segments it goes with. */
  at: number;
}

/** Where what is said is what is shown, both are cut in the same places; otherwise whole sentences are shared out. */
function cut(utterances: readonly Utterance[], segments: readonly Segment[]): Spread[] {
  const said = utterances.map(({ text }) => squeezed(text));
  const shown = segments.map(({ text }) => squeezed(text));
  if (said.join("") !== shown.join("")) return share(utterances, segments);
  const spread: Spread[] = [];
  let at = 0;
  let left = shown[0]?.length ?? 0;
  for (const whole of utterances) {
    let rest: Utterance | null = whole;
    while (rest !== null) {
      while (left === 0 && at < segments.length - 1) left = shown[(at += 1)]?.length ?? 0;
      const length = squeezed(rest.text).length;
      const isLast = at === segments.length - 1;
      if (length <= left || isLast) {
        spread.push({ utterance: rest, at });
        left = Math.max(0, left - length);
        rest = null;
      } else {
        const [head, tail]: [Utterance, Utterance] = cutUtterance(rest, left);
        spread.push({ utterance: head, at });
        [rest, left] = [tail, 0];
      }
    }
  }
  return spread;
}

const squeezed = (text: string): string => text.replace(/\s/gu, "");

/** @param length Of the first part, in characters other than blanks. */
function cutUtterance(utterance: Utterance, length: number): [Utterance, Utterance] {
  const at = placeAfter(utterance.text, length);
  const [head, tail] = [utterance.text.slice(0, at).trim(), utterance.text.slice(at).trim()];
  const { spoken } = utterance;
  if (spoken === undefined)
    return [
      { ...utterance, text: head },
      { ...utterance, text: tail },
    ];
  // Words for signs: about as far in, between two of them.
  const near = Math.round((spoken.length * at) / utterance.text.length);
  const blank = spoken.indexOf(" ", near);
  const cutAt = blank < 0 ? spoken.length : blank;
  return [
    { ...utterance, text: head, spoken: spoken.slice(0, cutAt).trim() },
    { ...utterance, text: tail, spoken: spoken.slice(cutAt).trim() },
  ];
}

function placeAfter(text: string, length: number): number {
  let seen = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (seen === length) return at;
    if (!/\s/u.test(text.charAt(at))) seen += 1;
  }
  return text.length;
}

/** Each sentence goes with the segment in which it would begin, were they as long as each other. */
function share(utterances: readonly Utterance[], segments: readonly { text: string }[]): Spread[] {
  const total = utterances.reduce((sum, { text }) => sum + text.length, 0);
  const room = segments.reduce((sum, { text }) => sum + text.length + 1, 0);
  let said = 0;
  let at = 0;
  let end = (segments[0]?.text.length ?? 0) + 1;
  return utterances.map((utterance) => {
    const begins = (said / Math.max(1, total)) * room;
    while (begins >= end && at < segments.length - 1) end += (segments[(at += 1)]?.text.length ?? 0) + 1;
    said += utterance.text.length;
    return { utterance, at };
  });
}

function spreadByLength(utterances: readonly Utterance[], pieces: readonly ScenePiece[]): Placed[] {
  const texts = pieces.map(({ parts }) => ({ text: parts.map((shown) => shown?.text ?? "").join(" ") }));
  const spread = share(utterances, texts);
  return spread.map(({ utterance, at }, index) => {
    const own = spread.filter((other) => other.at === at);
    const order = spread.slice(0, index).filter((other) => other.at === at).length;
    const shown = (pieces[at]?.parts ?? []).flatMap((each) => (each === null ? [] : [each.part]));
    const last = Math.ceil(((order + 1) * shown.length) / own.length) - 1;
    return { piece: at, utterance, part: shown[last] ?? null };
  });
}

const isInOrder = (numbers: readonly number[]): boolean =>
  numbers.every((each, index) => index === 0 || each >= (numbers[index - 1] ?? 0));

function collect(placed: readonly Placed[], pieces: readonly ScenePiece[]): Utterance[][] {
  return pieces.map(({ parts }, piece) =>
    placed
      .filter((each) => each.piece === piece)
      .map(({ utterance, part }) => {
        const upTo =
          part === null ? -1 : parts.findLastIndex((shown) => shown !== null && shown.part <= part);
        return { ...utterance, revealsUpTo: upTo < 0 ? null : upTo };
      }),
  );
}
