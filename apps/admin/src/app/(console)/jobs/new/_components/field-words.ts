interface FieldWords {
  label: string;
  help?: string;
}

const WORDS: Readonly<Record<string, FieldWords>> = {
  question: { label: "Question", help: "What the video answers." },
  topic: { label: "Topic", help: "What the video is about." },
  text: { label: "Text", help: "What the video says about it." },
  context: { label: "Context", help: "Background to the text." },
  points: { label: "Points", help: "One a line." },
  length: { label: "Length" },
  style: { label: "Style" },
  voice: { label: "Voice" },
};

/** What a field of a payload is called, and a word of help. A field that is not listed goes by its own name. */
export function fieldWords(name: string): FieldWords {
  const known = WORDS[name];
  if (known !== undefined) return known;
  const spaced = name.replaceAll("_", " ");
  return { label: spaced.charAt(0).toUpperCase() + spaced.slice(1) };
}

/** An option as people say it: lengths are in seconds. */
export const optionWords = (field: string, option: string | number): string =>
  field === "length" ? `${option} s` : String(option);
