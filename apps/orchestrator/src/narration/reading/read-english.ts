import { spellAcronyms } from "./acronyms.ts";
import { datesInWords } from "./english-dates.ts";
import { digitByDigit, numberInWords, ordinalInWords, yearInWords } from "./english-numbers.ts";
import { ENGLISH_UNITS } from "./english-units.ts";
import { plainSigns } from "./plain-signs.ts";

/** A text as an English speaker reads it aloud: numbers, dates, money, units, acronyms and signs in words. */
export function readEnglish(text: string): string {
  const steps = [
    plainSigns,
    expandShortForms,
    datesInWords,
    moneyInWords,
    romanNumeralsInWords,
    unitsInWords,
    signsInWords,
    spellAcronyms,
    numbersInWords,
  ];
  return steps.reduce((read, step) => step(read), text);
}

const SHORT_FORMS: readonly (readonly [RegExp, string])[] = [
  [/\be\.g\.,?/gi, "for example"],
  [/\bi\.e\.,?/gi, "that is"],
  [/\betc\.(?=\s*[a-z,;:])/g, "and so on"],
  [/\betc\./gi, "and so on."],
  [/\bvs?\.(?=\s)|\bvs(?=\s)/gi, "versus"],
  [/\bapprox\.(?=\s)/gi, "approximately"],
  [/\bNos?\.\s*(?=\d)/g, "number "],
  [/\bArts?\.\s*(?=\d)/g, "Article "],
  [/\bSec\.\s*(?=\d)/g, "Section "],
  [/\bFig\.\s*(?=\d)/g, "Figure "],
  [/\bDr\.(?=\s)/g, "Doctor"],
  [/\bProf\.(?=\s)/g, "Professor"],
  [/\bGovt\.?(?=\s)/g, "Government"],
  [/\b[Cc]a?\.\s*(?=\d{3,4}\b)/g, "around "],
];

const expandShortForms = (text: string): string =>
  SHORT_FORMS.reduce((read, [pattern, words]) => read.replace(pattern, words), text);

const CURRENCIES: Readonly<Record<string, readonly [one: string, many: string, part: string]>> = {
  "₹": ["rupee", "rupees", "paise"],
  $: ["dollar", "dollars", "cents"],
  "€": ["euro", "euros", "cents"],
  "£": ["pound", "pounds", "pence"],
  "¥": ["yen", "yen", "sen"],
};
const CURRENCY_WORDS: Readonly<Record<string, string>> = { Rs: "₹", INR: "₹", USD: "$", EUR: "€", GBP: "£" };
const MAGNITUDES: Readonly<Record<string, string>> = {
  k: "thousand",
  mn: "million",
  m: "million",
  bn: "billion",
  b: "billion",
  tn: "trillion",
  cr: "crore",
};
const MAGNITUDE = "lakh crore|thousand|lakhs?|crores?|million|billion|trillion|mn|bn|tn|cr|[kmb]";
const NUMBER = "\\d[\\d,]*(?:\\.\\d+)?";

function moneyInWords(text: string): string {
  return text
    .replace(/\bUS\s?\$/g, "$")
    .replace(/\b(Rs|INR|USD|EUR|GBP)\b\.?\s*(?=\d)/g, (_whole, name: string) => CURRENCY_WORDS[name] ?? name)
    .replace(
      new RegExp(
        `([₹$€£¥])\\s?(${NUMBER})(?:\\s*[-–]\\s*[₹$€£¥]?(${NUMBER}))?(?:\\s?(${MAGNITUDE})\\b)?`,
        "gi",
      ),
      (_whole, sign: string, amount: string, upTo: string | undefined, size: string | undefined) => {
        const [one, many, part] = CURRENCIES[sign] ?? ["", "", ""];
        const magnitude = size === undefined ? "" : ` ${MAGNITUDES[size.toLowerCase()] ?? size}`;
        if (upTo !== undefined) return `${amount} to ${upTo}${magnitude} ${many}`;
        const [whole = "", cents = ""] = amount.split(".");
        if (magnitude === "" && cents.length === 2) {
          return `${whole} ${whole === "1" ? one : many} ${numberInWords(String(Number(cents)))} ${part}`;
        }
        return `${amount}${magnitude} ${amount === "1" && magnitude === "" ? one : many}`;
      },
    )
    .replace(/(?<=\d\s?)(mn|bn|tn|cr)\b\.?/g, (size) => ` ${MAGNITUDES[size.replace(".", "")] ?? size}`)
    .replace(/[₹$€£¥]/g, (sign) => ` ${CURRENCIES[sign]?.[1] ?? ""} `);
}

const NUMBERED =
  /\b(War|Part|Schedule|Chapter|Class|Type|Phase|Section|Volume|List|Stage|Tier|Grade|Unit|Module|Level|Act|Book|Group|Period|Title)s? ([IVX]+)\b/g;
const RULERS = /\b([A-Z][a-z]{3,}) (II|III|IV|VI|VII|VIII|IX|XI|XII|XIII|XIV|XV|XVI)\b/g;

function romanNumeralsInWords(text: string): string {
  return text
    .replace(NUMBERED, (whole, what: string, roman: string) => {
      const value = valueOfRoman(roman);
      return value === null ? whole : `${what} ${numberInWords(String(value))}`;
    })
    .replace(RULERS, (whole, name: string, roman: string) => {
      const value = valueOfRoman(roman);
      return value === null ? whole : `${name} the ${ordinalInWords(value)}`;
    });
}

const ROMAN: Readonly<Record<string, number>> = { I: 1, V: 5, X: 10 };

function valueOfRoman(roman: string): number | null {
  const digits = Array.from(roman, (letter) => ROMAN[letter] ?? 0);
  const value = digits.reduce((sum, digit, at) => sum + (digit < (digits[at + 1] ?? 0) ? -digit : digit), 0);
  return value > 0 ? value : null;
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
/** Letters that mean something else right behind a number: 4K, the 90s. */
const NEEDS_BLANK = new Set(["K", "s", "N", "V", "W", "J", "t", "L"]);
const UNIT = Object.keys(ENGLISH_UNITS)
  .sort((a, b) => b.length - a.length)
  .map((unit) => (NEEDS_BLANK.has(unit) ? `(?<=\\s)${unit}` : escaped(unit)))
  .join("|");
const MEASURE = new RegExp(
  `(?<![\\w.])([-−]?)(${NUMBER})(?:(\\s*[-–]\\s*|\\s+to\\s+)([-−]?${NUMBER}))?((?:\\s+(?:thousand|lakh|crore|million|billion|trillion))?)\\s?(${UNIT})(?![\\p{L}\\p{N}²³/^])`,
  "gu",
);

function unitsInWords(text: string): string {
  return text
    .replace(
      MEASURE,
      (
        _whole,
        sign: string,
        amount: string,
        link: string | undefined,
        upTo: string | undefined,
        size: string,
        unit: string,
      ) => {
        const [one, many] = ENGLISH_UNITS[unit] ?? ["", ""];
        const minus = sign === "" ? "" : "minus ";
        if (link !== undefined && upTo !== undefined)
          return `${minus}${plain(amount)} to ${plain(upTo.replace(/^[-−]/, "minus "))}${size} ${many}`;
        return `${minus}${plain(amount)}${size} ${amount === "1" && size === "" ? one : many}`;
      },
    )
    .replace(/°\s?C\b/g, " degrees Celsius")
    .replace(/°\s?F\b/g, " degrees Fahrenheit")
    .replace(/°/g, " degrees")
    .replace(/%/g, " percent");
}

/** Four digits before a unit are a quantity and no year. */
const plain = (amount: string): string =>
  amount.replace(new RegExp(NUMBER), (digits) => quantityInWords(digits));

const FRACTIONS: Readonly<Record<string, string>> = {
  "1/2": "one half",
  "1/3": "one third",
  "2/3": "two thirds",
  "1/4": "one quarter",
  "3/4": "three quarters",
};
const SIGNS: readonly (readonly [RegExp, string])[] = [
  [/²/g, " squared"],
  [/³/g, " cubed"],
  [/(?<=\d)\s*[-–]\s*(?=\d)/g, " to "],
  [/(?<=\d):(?=\d)/g, " to "],
  [/-+>|=>|[→⇒]/g, ", then "],
  [/<=|≤/g, " is at most "],
  [/>=|≥/g, " is at least "],
  [/!=|≠/g, " is not "],
  [/≈|~(?=\d)/g, " about "],
  [/\s=\s|(?<=[\w)])=(?=[\w(])/g, " equals "],
  [/\s<\s/g, " is less than "],
  [/\s>\s/g, " is greater than "],
  [/±/g, " plus or minus "],
  [/(?<=[\w)])\s*\+\s*(?=[\w(])/g, " plus "],
  [/(?<=^|[\s(])[-−](?=\d)/g, "minus "],
  [/\s−\s|(?<=[\w)])−(?=[\w(])/g, " minus "],
  [/×|·|(?<=\d)\s*\*\s*(?=\d)/g, " times "],
  [/÷/g, " divided by "],
  [/√/g, " the square root of "],
  [/\^(?=-?\w)/g, " to the power of "],
  [/π/g, " pi "],
  [/&/g, " and "],
  [/#(?=\d)/g, "number "],
];

function signsInWords(text: string): string {
  const read = text
    .replace(/(?<![\d/])(\d)\/(\d)(?![\d/])/g, (whole) => FRACTIONS[whole] ?? whole)
    .replace(/(?<=\d)\/(?=\d)/g, " over ");
  return SIGNS.reduce((said, [pattern, words]) => said.replace(pattern, words), read);
}

const YEAR_FROM = 1_100;
const YEAR_TO = 2_099;
/** A string of digits that long is a number to dial or to type. */
const DIALLED_FROM_DIGITS = 10;

function numbersInWords(text: string): string {
  return (
    text
      .replace(/(?<![\d.,])(\d{1,3})(?:st|nd|rd|th)\b/g, (_whole, value: string) =>
        ordinalInWords(Number(value)),
      )
      .replace(/(?<=[A-Za-z])-?(?=\d)|(?<=\d)-?(?=[A-Za-z])/g, " ")
      .replace(new RegExp(NUMBER, "g"), (digits, at: number, all: string) => {
        const trailing = /,+$/.exec(digits)?.[0] ?? "";
        const own = digits.slice(0, digits.length - trailing.length);
        const before = all.charAt(at - 1);
        const isYear =
          /^\d{4}$/.test(own) &&
          Number(own) >= YEAR_FROM &&
          Number(own) <= YEAR_TO &&
          !/^\s*(?:thousand|lakh|crore|million|billion|rupees|dollars|euros|pounds|times|people|crores)\b/.test(
            all.slice(at + digits.length),
          ) &&
          before !== ".";
        return (isYear ? yearInWords(Number(own)) : quantityInWords(own)) + trailing;
      })
      // What was joined to a word by a sign is now one of its own.
      .replace(/(?<=[a-z])(?=\bminus\b)/g, " ")
  );
}

const INDIAN_GROUPS = /^\d{1,2}(?:,\d{2})+,\d{3}(?:\.|$)/;

/** "one lakh" for 1,00,000, "one hundred thousand" for 100,000. */
function quantityInWords(digits: string): string {
  const bare = digits.replaceAll(",", "");
  if (!digits.includes(",") && /^\d+$/.test(bare) && bare.length >= DIALLED_FROM_DIGITS)
    return digitByDigit(bare);
  return numberInWords(bare, INDIAN_GROUPS.test(digits) ? "indian" : "western");
}
