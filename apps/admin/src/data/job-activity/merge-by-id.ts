interface Numbered {
  id: number;
}

/** More lines than this are forgotten from the top, so that an open page does not grow for ever. */
export const KEPT_LINES = 100_000;

/**
 * Two stretches of a log as one: in the order of their ids, each line once.
 *
 * Returns `held` itself when `arrived` brings nothing new.
 */
export function mergeById<Line extends Numbered>(
  held: readonly Line[],
  arrived: readonly Line[],
): readonly Line[] {
  const first = arrived[0];
  if (first === undefined) return held;
  const lastHeldId = held.at(-1)?.id ?? -Infinity;
  if (first.id > lastHeldId && isAscending(arrived)) return [...held, ...arrived].slice(-KEPT_LINES);
  const firstHeldId = held[0]?.id ?? Infinity;
  if ((arrived.at(-1)?.id ?? Infinity) < firstHeldId && isAscending(arrived))
    return [...arrived, ...held].slice(-KEPT_LINES);

  const known = new Set(held.map(({ id }) => id));
  const fresh = arrived.filter(({ id }) => !known.has(id));
  if (fresh.length === 0) return held;
  return [...held, ...fresh].sort((one, other) => one.id - other.id).slice(-KEPT_LINES);
}

function isAscending(lines: readonly Numbered[]): boolean {
  return lines.every((line, index) => index === 0 || line.id > (lines[index - 1]?.id ?? -Infinity));
}
