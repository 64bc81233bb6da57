/** Random choices that a seed repeats. */
export interface Random {
  /** From `least` up to, and not including, `most`. */
  between(least: number, most: number): number;
  /** True in so many of a hundred cases. */
  percent(share: number): boolean;
  pick<T>(choices: readonly [T, ...T[]]): T;
  /** Undefined for none to pick from. */
  pickAny<T>(choices: readonly T[]): T | undefined;
  shuffle<T>(items: readonly T[]): T[];
}

/** Mulberry32: 32 bits of state are plenty for choosing whom to hurt next. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const indexOf = (items: readonly unknown[]): number => Math.floor(next() * items.length);
  return {
    between: (least, most) => least + next() * (most - least),
    percent: (share) => next() * 100 < share,
    pick: (choices) => choices[indexOf(choices)] ?? choices[0],
    pickAny: (choices) => choices[indexOf(choices)],
    shuffle(items) {
      const left = [...items];
      return items.map(() => left.splice(indexOf(left), 1)).flat();
    },
  };
}
