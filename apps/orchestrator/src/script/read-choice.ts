/** A question's answers to choose from. */
export interface Choice {
  options: readonly string[];
  /** Index of the right one; null when the payload does not say. */
  answer: number | null;
}

interface ChoiceFields {
  options?: readonly string[] | undefined;
  answer?: string | number | undefined;
}

const OPTION_MARK = /(?:^|\s)\(?([A-Ea-e])[).]\s+/g;
const OPTION_MAX_CHARACTERS = 160;

interface Asked {
  question: string;
  choice: Choice | null;
  /** What the field `answer` says when it is none of the options: the answer itself. Empty for nothing. */
  answer: string;
}

/** The question, with its options where the payload has them in a field or in the question: "… (a) iron (b) gold". */
export function readChoice(
  { options: given, answer }: ChoiceFields,
  { question, clean }: { question: string; clean: (raw: string, keepLines: boolean) => string },
): Asked {
  const written = given === undefined ? optionsInside(question) : null;
  const cleaned = given?.map((option) => clean(option.replace(/^\(?[A-Ea-e][).]\s+/, ""), false));
  const options = (written?.options ?? cleaned ?? []).filter((option) => option !== "");
  const said = typeof answer === "string" ? clean(answer, false) : answer;
  if (options.length < 2) return { question, choice: null, answer: said === undefined ? "" : String(said) };
  const right = said === undefined ? null : indexOfAnswer(said, options);
  return {
    question: written?.question ?? question,
    choice: { options, answer: right },
    answer: right === null && typeof said === "string" ? said : "",
  };
}

/** Options that begin with a, b, c … in this order. Without a question before them they are something else. */
function optionsInside(text: string): { question: string; options: string[] } | null {
  const marks = [...text.matchAll(OPTION_MARK)];
  const isInOrder = marks.every(([, letter], index) => letter?.toLowerCase() === "abcde"[index]);
  const first = marks[0];
  if (marks.length < 2 || !isInOrder || first === undefined || first.index === 0) return null;
  const options = marks.map((mark, index) =>
    text.slice(mark.index + mark[0].length, marks[index + 1]?.index ?? text.length).trim(),
  );
  if (options.some((option) => option === "" || option.length > OPTION_MAX_CHARACTERS)) return null;
  return { question: text.slice(0, first.index).trim(), options };
}

function indexOfAnswer(answer: string | number, options: readonly string[]): number | null {
  const inRange = (index: number) => (index >= 0 && index < options.length ? index : null);
  if (typeof answer === "number") return inRange(answer - 1);
  const plain = answer.trim().toLowerCase();
  const same = options.findIndex((option) => option.toLowerCase() === plain);
  if (same >= 0) return same;
  const letter = /^\(?([a-e])\)?[.:]?(?:\s|$)/.exec(plain)?.[1];
  if (letter !== undefined && plain.length <= 4) return inRange("abcde".indexOf(letter));
  return /^\d$/.test(plain) ? inRange(Number(plain) - 1) : null;
}
