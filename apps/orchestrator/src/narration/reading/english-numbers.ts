const ONES =
  "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(
    " ",
  );
const TENS = "- - twenty thirty forty fifty sixty seventy eighty ninety".split(" ");

const WESTERN = [
  [10 ** 12, "trillion"],
  [10 ** 9, "billion"],
  [10 ** 6, "million"],
  [1_000, "thousand"],
] as const;
const INDIAN = [
  [10 ** 7, "crore"],
  [10 ** 5, "lakh"],
  [1_000, "thousand"],
] as const;

/** Above that nobody follows a number: it is told digit by digit. */
const LARGEST = 10 ** 15;

export type Counting = "western" | "indian";

/** A number as it is written in digits, with or without a fraction, in words. */
export function numberInWords(digits: string, counting: Counting = "western"): string {
  const [whole = "", fraction = ""] = digits.split(".");
  const isPlain = whole.length < 2 || !whole.startsWith("0");
  const said = isPlain && Number(whole) < LARGEST ? cardinal(Number(whole), counting) : digitByDigit(whole);
  return fraction === "" ? said : `${said} point ${digitByDigit(fraction)}`;
}

export const digitByDigit = (digits: string): string =>
  Array.from(digits, (digit) => ONES[Number(digit)] ?? digit).join(" ");

function cardinal(value: number, counting: Counting): string {
  if (value < 20) return ONES[value] ?? "";
  if (value < 100) {
    const ones = value % 10 === 0 ? "" : ` ${ONES[value % 10] ?? ""}`;
    return `${TENS[Math.floor(value / 10)] ?? ""}${ones}`;
  }
  if (value < 1_000) {
    const rest = value % 100 === 0 ? "" : ` and ${cardinal(value % 100, counting)}`;
    return `${ONES[Math.floor(value / 100)] ?? ""} hundred${rest}`;
  }
  const scale = (counting === "indian" ? INDIAN : WESTERN).find(([size]) => value >= size);
  if (scale === undefined) return String(value);
  const [size, name] = scale;
  const rest = value % size;
  const link = rest > 0 && rest < 100 ? " and" : "";
  return `${cardinal(Math.floor(value / size), counting)} ${name}${rest === 0 ? "" : `${link} ${cardinal(rest, counting)}`}`;
}

const ORDINALS: Readonly<Record<string, string>> = {
  one: "first",
  two: "second",
  three: "third",
  five: "fifth",
  eight: "eighth",
  nine: "ninth",
  twelve: "twelfth",
};

/** "twenty first" for 21. */
export function ordinalInWords(value: number): string {
  const words = cardinal(value, "western").split(" ");
  const last = words.pop() ?? "";
  const ordinal = ORDINALS[last] ?? (last.endsWith("y") ? `${last.slice(0, -1)}ieth` : `${last}th`);
  return [...words, ordinal].join(" ");
}

/** "nineteen fifty" for 1950, "two thousand five" for 2005, "twenty twenty six" for 2026. */
export function yearInWords(year: number): string {
  const [century, rest] = [Math.floor(year / 100), year % 100];
  if (year % 1_000 < 10) return cardinal(year, "western").replace(" and", "");
  if (rest === 0) return `${cardinal(century, "western")} hundred`;
  const within = rest < 10 ? `oh ${cardinal(rest, "western")}` : cardinal(rest, "western");
  return `${cardinal(century, "western")} ${within}`;
}

/** "nineteen nineties" for 1990. */
export function decadeInWords(year: number): string {
  const words = yearInWords(year);
  return words.endsWith("y") ? `${words.slice(0, -1)}ies` : `${words}s`;
}
