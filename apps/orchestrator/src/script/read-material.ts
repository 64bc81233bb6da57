import { AppError } from "@spool/contracts/app-error";
import { JOB_CATALOGUE, type JobTypeName } from "@spool/contracts/job-catalogue";
import { type Picture, pictureSchema } from "@spool/contracts/picture-source";
import type { RenderRequest } from "@spool/contracts/render-api";
import { videoOptionsShape } from "@spool/contracts/video-options";
import { videoScriptSchema, type VideoScript } from "@spool/contracts/video-script";
import { z } from "zod";
import { toQuote } from "./blocks/read-blocks.ts";
import { readWholeTable } from "./blocks/read-table.ts";
import { cleanCode, cleanLine, cleanText, isBlank } from "./clean-text.ts";
import { detectLanguage } from "./detect-language.ts";
import { fixedWords } from "./fixed-words.ts";
import { type AskedLook, type Look, lookOf } from "./look.ts";
import { type Choice, readChoice } from "./read-choice.ts";
import { readUnits, unitsOfFormula } from "./read-units.ts";
import type { ReadingRules } from "./reading-rules.ts";
import { isComparing } from "./shapes/comparison.ts";
import { splitSentences } from "./split-sentences.ts";
import type { Unit } from "./unit.ts";

export interface Material {
  /** What the title shows: the question, the topic, or the first words of what there is. */
  subject: string;
  /** Whether the payload names its subject; otherwise the first words stand in, and are not read out. */
  isSubjectGiven: boolean;
  /** Answers to choose from; null when the question has none. */
  choice: Choice | null;
  units: readonly Unit[];
  /** In their order, with captions that can be shown. */
  pictures: readonly Picture[];
  look: Look;
  /** A finished script, which stands in the place of all the rest. */
  script: VideoScript | null;
  /** Whether a language model wrote it, and not the author of the payload. */
  isScriptOfModel: boolean;
  notices: readonly string[];
}

/** A title has to be read in a few seconds. */
const SUBJECT_MAX_CHARACTERS = 180;
const FIRST_WORDS_MAX_CHARACTERS = 70;
const PICTURES_BESIDE_SCRIPT =
  "Pictures beside a finished script were left out, because it says itself what is shown: give it scenes of the kind image.";

const fieldsSchema = z.object({
  question: z.string().optional(),
  topic: z.string().optional(),
  text: z.string().optional(),
  context: z.string().optional(),
  points: z.array(z.string()).optional(),
  table: z.string().optional(),
  formula: z.string().optional(),
  code: z.string().optional(),
  quote: z.string().optional(),
  options: z.array(z.string()).optional(),
  answer: z.union([z.string(), z.number()]).optional(),
  pictures: z.array(pictureSchema).optional(),
  script: videoScriptSchema.optional(),
  ...videoOptionsShape,
});
type Fields = z.infer<typeof fieldsSchema>;

/**
 * Reads what a payload carries for its job type.
 *
 * Throws INVALID_INPUT naming the field: one that breaks the catalogue's schema, or a subject without a letter or
 * digit in it.
 */
export function readMaterial(
  jobType: JobTypeName,
  input: RenderRequest["input"],
  asked: AskedLook = {},
): Material {
  const payload = typeof input === "string" ? payloadOfText(jobType, input) : input;
  const checked = JOB_CATALOGUE[jobType].payload.safeParse(payload);
  if (!checked.success) throw invalid(describeIssue(checked.error));

  const fields = fieldsSchema.parse(checked.data);
  const language = detectLanguage(wordsOf(fields));
  const look = lookOf(jobType, { ...asked, ...fields }, language);
  const notices: string[] = [];
  const undrawable = new Set<string>();
  const rules = readingRules(fields, look.language, undrawable, (notice) => notices.push(notice));
  const { clean } = rules;

  const [question, topic] = [clean(fields.question ?? "", false), clean(fields.topic ?? "", false)];
  const points = (fields.points ?? []).map((point) => clean(point, true)).filter((point) => point !== "");
  requireSubject(jobType, fields, { question, topic, text: clean(fields.text ?? "", true), points });

  const asks = readChoice(fields, { question, clean });
  const title = chooseTitle(jobType === "doubt" || topic === "" ? asks.question : topic, look.language);
  const units = [
    ...toUnits("question", title.rest),
    ...(asks.answer === "" ? [] : toUnits("text", splitSentences(asks.answer, look.language))),
    ...readUnits(fields.text ?? "", "text", rules),
    ...unitsOfFields(fields, rules),
    ...points.flatMap((point, index) => readUnits(point, "points", rules, index)),
    ...readUnits(fields.context ?? "", "context", rules),
  ];
  const pictures = (fields.pictures ?? []).map(({ file, caption = "" }) => {
    const words = clean(caption, false);
    return words === "" ? { file } : { file, caption: words };
  });
  if (fields.script !== undefined && !showsAll(fields.script, pictures)) notices.push(PICTURES_BESIDE_SCRIPT);
  const undrawn = `Characters that the fonts do not have were left out: ${[...undrawable].slice(0, 12).join(" ")}`;
  return {
    subject: title.shown !== "" ? title.shown : unnamedSubject(jobType, fields, units, look.language),
    isSubjectGiven: title.shown !== "",
    choice: asks.choice,
    units,
    pictures,
    look,
    script: fields.script ?? null,
    isScriptOfModel: false,
    notices: undrawable.size === 0 ? notices : [undrawn, ...notices],
  };
}

/** As a script does that was made of a job with these pictures. */
const showsAll = ({ scenes }: VideoScript, pictures: readonly Picture[]): boolean =>
  pictures.every(({ file }) =>
    scenes.some(({ content }) => content.kind === "image" && content.file === file),
  );

function readingRules(
  fields: Fields,
  language: string,
  undrawable: Set<string>,
  notify: (notice: string) => void,
): ReadingRules {
  const noted = (result: { text: string; undrawable: readonly string[] }): string => {
    for (const character of result.undrawable) undrawable.add(character);
    return isBlank(result.text) ? "" : result.text;
  };
  return {
    clean: (raw, keepLines) => noted(keepLines ? cleanText(raw) : cleanLine(raw)),
    cleanCode: (raw) => noted(cleanCode(raw)),
    language,
    isComparing: isComparing(`${fields.question ?? ""} ${fields.topic ?? ""}`),
    notify,
  };
}

/** The fields that say by their name what they hold. */
function unitsOfFields({ table, formula, code, quote }: Fields, rules: ReadingRules): Unit[] {
  const whole = table === undefined ? null : readWholeTable(table);
  if (table !== undefined && whole === null && rules.clean(table, true) !== "") {
    rules.notify(
      "input.table is no table that can be read (Markdown, tab- or comma-separated, the same number of cells in each line); it is told as text.",
    );
  }
  const fence = code === undefined ? null : /^\s*```/.test(code) ? code : `\`\`\`\n${code}\n\`\`\``;
  const credited = quote === undefined ? null : toQuote(quote.split("\n"));
  const quoted =
    credited === null
      ? ""
      : `> ${credited.text}${credited.source === null ? "" : `\n> — ${credited.source}`}`;
  return [
    ...readUnits(table ?? "", "text", rules),
    ...(formula === undefined ? [] : unitsOfFormula(stripMathMarks(formula), null, rules)).map((unit) => ({
      ...unit,
      source: "text" as const,
      point: 0,
      isFirst: true,
    })),
    ...readUnits(fence ?? "", "text", rules),
    ...readUnits(quoted, "text", rules),
  ];
}

const stripMathMarks = (tex: string): string =>
  tex.trim().replace(/^(?:\$\$?|\\\[|\\\()\s*|\s*(?:\$\$?|\\\]|\\\))$/g, "");

/** A bare text: a question or a topic when it is one short line, otherwise the text itself. */
function payloadOfText(jobType: JobTypeName, raw: string): Record<string, unknown> {
  const sentences = splitSentences(cleanText(raw).text, detectLanguage(raw));
  if (jobType === "doubt") {
    const at = Math.max(
      0,
      sentences.findIndex((sentence) => /[?？؟]$/.test(sentence)),
    );
    const rest = sentences.filter((_sentence, index) => index !== at).join("\n");
    return {
      question: sentences[at] ?? raw.slice(0, SUBJECT_MAX_CHARACTERS),
      ...(rest === "" ? {} : { text: rest }),
    };
  }
  return sentences.length <= 1 && raw.length <= SUBJECT_MAX_CHARACTERS ? { topic: raw } : { text: raw };
}

/** Everything that people wrote, for telling its language. */
function wordsOf(fields: Fields): string {
  const { question, topic, text, context, points = [], quote, script } = fields;
  const given = [question, topic, text, ...points, context, quote].filter((part) => part !== undefined);
  const authored =
    script === undefined ? [] : [script.title, ...script.scenes.flatMap(({ narration = [] }) => narration)];
  return [...authored, ...given].join("\n").slice(0, 20_000);
}

function requireSubject(
  jobType: JobTypeName,
  fields: Fields,
  {
    question,
    topic,
    text,
    points,
  }: { question: string; topic: string; text: string; points: readonly string[] },
): void {
  if (jobType === "doubt" && question === "") throw invalid(blankMessage("question", fields.question));
  if (question !== "" || topic !== "" || text !== "" || points.length > 0 || fields.script !== undefined)
    return;
  const given = (["topic", "question", "text", "points"] as const).find((name) => fields[name] !== undefined);
  throw invalid(blankMessage(given ?? "topic", fields[given ?? "topic"]));
}

/** A subject too long for a title is shown by its question sentence; the rest is told like the other material. */
function chooseTitle(subject: string, language: string): { shown: string; rest: string[] } {
  if (subject.length <= SUBJECT_MAX_CHARACTERS) return { shown: subject, rest: [] };
  const sentences = splitSentences(subject, language);
  const asked = sentences.findLast((sentence) => /[?？؟]$/.test(sentence)) ?? sentences[0] ?? subject;
  const rest = sentences.filter((sentence) => sentence !== asked);
  if (asked.length <= SUBJECT_MAX_CHARACTERS) return { shown: asked, rest };
  return { shown: firstWords(asked, SUBJECT_MAX_CHARACTERS), rest: sentences };
}

function unnamedSubject(
  jobType: JobTypeName,
  { script }: Fields,
  units: readonly Unit[],
  language: string,
): string {
  if (script !== undefined) return cleanLine(script.title).text;
  const [first] = units;
  if (first?.heading) return first.heading;
  return jobType === "daily_ca" ? fixedWords(language).todaysPoints : firstWords(first?.text ?? "");
}

function firstWords(text: string, maxCharacters = FIRST_WORDS_MAX_CHARACTERS): string {
  if (text.length <= maxCharacters) return text;
  const head = text.slice(0, maxCharacters);
  const end = head.lastIndexOf(" ");
  return `${(end > maxCharacters / 2 ? head.slice(0, end) : head).replace(/[\s,;:.–-]+$/, "")} …`;
}

function toUnits(source: Unit["source"], sentences: readonly string[]): Unit[] {
  return sentences.map((text, index) => ({
    text,
    source,
    point: 0,
    isFirst: index === 0,
    heading: null,
    shape: null,
  }));
}

function blankMessage(field: string, given: unknown): string {
  return given === undefined
    ? `input.${field} is required.`
    : `input.${field} is blank: it has no letter or digit that can be shown.`;
}

/** The deepest first issue; a union of subjects that all fail is told by what one of them is called. */
function describeIssue(error: z.ZodError): string {
  const issue = error.issues[0];
  if (issue?.code === "invalid_union" && issue.path.length === 0) {
    // The branch that somebody had in mind lacks nothing, but has something wrong in it.
    const meant = issue.errors.find((branch) => branch.every(({ code }) => code !== "invalid_type"))?.[0];
    if (meant === undefined) return "input needs one of topic, question, text, points or script.";
    return `${["input", ...meant.path].map(String).join(".")}: ${meant.message}.`;
  }
  const path = ["input", ...(issue?.path ?? [])].map(String).join(".");
  return `${path}: ${issue?.message ?? "is not valid"}.`;
}

const invalid = (message: string) => new AppError("INVALID_INPUT", message);
