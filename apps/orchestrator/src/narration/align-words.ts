/**
 * For each word that is shown, which of the words that were said it begins with: "100 °C" is said in more words than
 * it is written in. null when the two have too little in common to be laid beside each other.
 *
 * Equal words hold the two together (their longest common subsequence); what lies between is shared out in order.
 */
export function alignWords(shown: readonly string[], said: readonly string[]): number[] | null {
  if (shown.length === 0 || said.length === 0) return null;
  const pairs = commonPairs(shown.map(bare), said.map(bare));
  if (pairs.length * 2 < Math.min(shown.length, said.length)) return null;
  const begins: number[] = [];
  let [fromShown, fromSaid] = [0, 0];
  for (const [atShown, atSaid] of [...pairs, [shown.length, said.length] as const]) {
    const [gapShown, gapSaid] = [atShown - fromShown, atSaid - fromSaid];
    for (let index = 0; index < gapShown; index += 1) {
      begins.push(Math.min(said.length - 1, fromSaid + Math.floor((index * gapSaid) / gapShown)));
    }
    if (atShown < shown.length) begins.push(atSaid);
    [fromShown, fromSaid] = [atShown + 1, atSaid + 1];
  }
  return begins;
}

const bare = (word: string): string => word.toLowerCase().replace(/[^\p{L}\p{M}\p{N}]/gu, "");

function commonPairs(a: readonly string[], b: readonly string[]): (readonly [number, number])[] {
  const width = b.length + 1;
  const lengths = new Uint16Array((a.length + 1) * width);
  const at = (row: number, column: number) => lengths[row * width + column] ?? 0;
  for (let row = a.length - 1; row >= 0; row -= 1) {
    for (let column = b.length - 1; column >= 0; column -= 1) {
      lengths[row * width + column] =
        a[row] === b[column]
          ? at(row + 1, column + 1) + 1
          : Math.max(at(row + 1, column), at(row, column + 1));
    }
  }
  const pairs: (readonly [number, number])[] = [];
  for (let row = 0, column = 0; row < a.length && column < b.length;) {
    if (a[row] === b[column]) {
      pairs.push([row, column]);
      row += 1;
      column += 1;
    } else if (at(row + 1, column) >= at(row, column + 1)) row += 1;
    else column += 1;
  }
  return pairs;
}
