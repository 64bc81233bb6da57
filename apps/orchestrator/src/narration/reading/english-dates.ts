import { decadeInWords, numberInWords, ordinalInWords, yearInWords } from "./english-numbers.ts";

const MONTHS = "January February March April May June July August September October November December".split(
  " ",
);
const MONTH = `(?:${MONTHS.join("|")}|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\\b\\.?`;

const monthOf = (name: string): string =>
  MONTHS.find((month) => month.startsWith(name.replace(/\.$/, "").slice(0, 3))) ?? name;

const YEAR = "(?:1[0-9]|20)\\d{2}";

function dayInWords(day: number, before: string): string {
  return `${/\bthe\s*$/i.test(before) ? "" : "the "}${ordinalInWords(day)} of`;
}

/** A date in digits, day first as in most of the world; the order of ISO 8601 with the year first. */
function numericDate(whole: string, day: number, month: number, year: number, before: string): string {
  const name = MONTHS[month - 1];
  if (name === undefined || day < 1 || day > 31) return whole;
  return `${dayInWords(day, before)} ${name} ${yearInWords(year)}`;
}

/** Dates, years, decades and times of the day in words. */
export function datesInWords(text: string): string {
  return text
    .replace(
      /(?<![\d-])(\d{4})-(\d{2})-(\d{2})(?![\d-])/g,
      (whole, year: string, month: string, day: string, at: number) =>
        numericDate(whole, Number(day), Number(month), Number(year), text.slice(0, at)),
    )
    .replace(
      /(?<![\d/.-])(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?![\d/-])/g,
      (whole, first: string, _sign, second: string, year: string, at: number, all: string) => {
        const [day, month] = Number(second) > 12 ? [second, first] : [first, second];
        return numericDate(whole, Number(day), Number(month), Number(year), all.slice(0, at));
      },
    )
    .replace(
      new RegExp(`\\b(\\d{1,2})(?:st|nd|rd|th)?\\s+(?:of\\s+)?(${MONTH})(,?\\s+)?(${YEAR})?(?!\\d)`, "g"),
      (
        whole,
        day: string,
        month: string,
        gap: string | undefined,
        year: string | undefined,
        at: number,
        all: string,
      ) => {
        if (Number(day) < 1 || Number(day) > 31) return whole;
        const said = `${dayInWords(Number(day), all.slice(0, at))} ${monthOf(month)}`;
        return year === undefined ? `${said}${gap ?? ""}` : `${said} ${yearInWords(Number(year))}`;
      },
    )
    .replace(
      new RegExp(`\\b(${MONTH})\\s+(\\d{1,2})(?:st|nd|rd|th)?(?![\\d.:])(?:,?\\s+(${YEAR})\\b)?`, "g"),
      (whole, month: string, day: string, year: string | undefined) => {
        if (Number(day) < 1 || Number(day) > 31) return whole;
        const said = `${monthOf(month)} ${ordinalInWords(Number(day))}`;
        return year === undefined ? said : `${said}, ${yearInWords(Number(year))}`;
      },
    )
    .replace(
      new RegExp(`\\b(${MONTH})\\s+(?=${YEAR}\\b)`, "g"),
      (_whole, month: string) => `${monthOf(month)} `,
    )
    .replace(
      new RegExp(`(?<![\\d.,])(${YEAR})\\s*[-–]\\s*(\\d{2}|${YEAR})(?![\\d,.]\\d|\\d)`, "g"),
      (_whole, from: string, to: string) =>
        `${yearInWords(Number(from))} to ${to.length === 2 ? numberInWords(to) : yearInWords(Number(to))}`,
    )
    .replace(
      new RegExp(`(?<![\\d.,])(${YEAR.replace("\\d{2}", "\\d0")})'?s\\b`, "g"),
      (_whole, year: string) => decadeInWords(Number(year)),
    )
    .replace(/(?<![\d.,])'?([2-9]0)s\b/g, (_whole, tens: string) => numberInWords(tens).replace(/y$/, "ies"))
    .replace(
      /(?<![\d:])([01]?\d|2[0-3])[:.]([0-5]\d)(?=\s*(?:[ap]\.?m\b\.?|hrs\b|hours\b|IST\b|GMT\b|UTC\b|o'clock))/gi,
      (_whole, hour: string, minute: string) => timeInWords(Number(hour), Number(minute)),
    )
    .replace(/(?<=\bat )([01]?\d|2[0-3]):([0-5]\d)(?![\d:])/g, (_whole, hour: string, minute: string) =>
      timeInWords(Number(hour), Number(minute)),
    )
    .replace(
      /(?<=\d|[a-z])\s*([ap])\.?m\b\.?(?=[\s,;:!?]|$)/gi,
      (whole, half: string, at: number, all: string) =>
        isAfterHour(all.slice(0, at)) ? ` ${half.toUpperCase()} M` : whole,
    );
}

function timeInWords(hour: number, minute: number): string {
  if (minute === 0) return numberInWords(String(hour));
  return `${numberInWords(String(hour))} ${minute < 10 ? "oh " : ""}${numberInWords(String(minute))}`;
}

const HOUR_WORDS =
  /(?:\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|thirty|forty|fifty))$/;
const isAfterHour = (before: string): boolean => HOUR_WORDS.test(before);
