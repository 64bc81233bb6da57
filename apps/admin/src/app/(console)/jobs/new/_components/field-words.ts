/**
 * Where a field stands: `main` is always in sight, `offered` is there once somebody wants it, `look` is about the
 * video and not about what it says, `advanced` is seldom needed.
 */
export type FieldPlace = "main" | "offered" | "look" | "advanced";

interface FieldWords {
  label: string;
  help?: string;
  place?: FieldPlace;
  /**
   * What an optional choice is called while nothing is chosen. Without it the first option is chosen, and yes or no is a
   * switch, for which off is what nothing chosen means.
   */
  automatic?: string;
  /** What a list or a text of one line may look like. */
  placeholder?: string;
}

const WORDS: Readonly<Record<string, FieldWords>> = {
  question: { label: "Question", help: "What the video answers.", place: "main" },
  topic: { label: "Topic", help: "What the video is about.", place: "main" },
  text: { label: "Text", help: "What the video says about it.", place: "main" },
  points: { label: "Points", help: "One a line.", place: "main" },
  context: { label: "Context", help: "Background to the text." },
  table: {
    label: "Table",
    help: "Markdown, or separated by tabs or commas; the first line is its header. Numbers become a chart.",
    placeholder: "Year, Rainfall\n2024, 812\n2025, 655",
  },
  formula: {
    label: "Formula",
    help: "LaTeX. A line break (\\\\) begins the next step of a derivation.",
    placeholder: "E = mc^2",
  },
  code: { label: "Code", help: "A Markdown fence says its language." },
  quote: { label: "Quote", help: "A last line that begins with a dash names who said it." },
  options: { label: "Answers to choose from", help: "One a line, two at least." },
  answer: { label: "Right answer", help: "Its letter, its number, or its words." },
  pictures: { label: "Pictures", help: "Shown in this order, among the other scenes.", place: "main" },
  script: {
    label: "Script of your own",
    help: "A finished script as JSON: a title, and scenes with what each shows and what is said. Nothing is added to it.",
  },
  length: { label: "Length" },
  style: { label: "Style" },
  voice: { label: "Voice" },
  theme: { label: "Theme", automatic: "standard" },
  aspect: { label: "Format", automatic: "by type" },
  language: {
    label: "Language",
    help: "A short tag such as en, hi or pt-BR. Left empty, the letters decide.",
    place: "look",
    placeholder: "en",
  },
  music: { label: "Music", help: "Quiet, under the voice." },
  hls: { label: "Streaming copies", help: "An HLS ladder beside the MP4.", place: "advanced" },
  direction: { label: "Writing direction", automatic: "by language", place: "advanced" },
  renderer: { label: "Renderer", automatic: "chosen for you", place: "advanced" },
  renderer_fallback: {
    label: "If the renderer fails",
    help: "Canvas draws as a rule, unless a renderer was chosen above.",
    automatic: "by rule",
    place: "advanced",
  },
  voice_fallback: {
    label: "If the speech service fails",
    help: "A voice of the machine speaks as a rule.",
    automatic: "by rule",
    place: "advanced",
  },
  script_fallback: {
    label: "If the script service fails",
    help: "The built-in writer writes as a rule, where there is more to tell than a subject.",
    automatic: "by rule",
    place: "advanced",
  },
};

const ORDER = Object.keys(WORDS);

/** Where a field stands among those of its place: as they are listed here, then the others. */
export const fieldOrder = (name: string): number => (name in WORDS ? ORDER.indexOf(name) : ORDER.length);

/** What a field of a payload is called, and where it stands. A field that is not listed goes by its own name. */
export function fieldWords(name: string): FieldWords {
  const known = WORDS[name];
  if (known !== undefined) return known;
  const spaced = name.replaceAll("_", " ");
  return { label: spaced.charAt(0).toUpperCase() + spaced.slice(1) };
}

const OPTION_WORDS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  aspect: { "16:9": "wide 16:9", "9:16": "tall 9:16", "1:1": "square" },
  direction: { ltr: "left to right", rtl: "right to left" },
  renderer_fallback: { true: "canvas draws", false: "the job fails" },
  voice_fallback: { true: "another voice", false: "the job fails" },
  script_fallback: { true: "built-in writer", false: "the job fails" },
};

/** An option as people say it: lengths are in seconds. */
export const optionWords = (field: string, option: string | number | boolean): string =>
  field === "length" ? `${String(option)} s` : (OPTION_WORDS[field]?.[String(option)] ?? String(option));
