/**
 * Which parts of a formula were there in the one before: for each new part the index of the old one, or null.
 *
 * The longest common subsequence first, so that what keeps its order keeps its identity; then what is left over is
 * paired by shape, for terms that change sides.
 */
export function matchGlyphs(before: readonly string[], after: readonly string[]): (number | null)[] {
  const matches: (number | null)[] = after.map(() => null);
  const used = new Set<number>();
  let [i, j] = [0, 0];
  const lengths = commonLengths(before, after);
  while (i < before.length && j < after.length) {
    if (before[i] === after[j]) {
      matches[j] = i;
      used.add(i);
      i += 1;
      j += 1;
    } else if ((lengths[i + 1]?.[j] ?? 0) >= (lengths[i]?.[j + 1] ?? 0)) i += 1;
    else j += 1;
  }
  for (const [index, key] of after.entries()) {
    if (matches[index] !== null) continue;
    const old = before.findIndex((other, at) => other === key && !used.has(at));
    if (old < 0) continue;
    matches[index] = old;
    used.add(old);
  }
  return matches;
}

/** Lengths of the longest common subsequences of the ends from (i, j) on. */
function commonLengths(before: readonly string[], after: readonly string[]): number[][] {
  const lengths = Array.from({ length: before.length + 1 }, () =>
    new Array<number>(after.length + 1).fill(0),
  );
  for (let i = before.length - 1; i >= 0; i -= 1) {
    const [row, below] = [lengths[i], lengths[i + 1]];
    if (row === undefined || below === undefined) continue;
    for (let j = after.length - 1; j >= 0; j -= 1) {
      row[j] = before[i] === after[j] ? (below[j + 1] ?? 0) + 1 : Math.max(below[j] ?? 0, row[j + 1] ?? 0);
    }
  }
  return lengths;
}
