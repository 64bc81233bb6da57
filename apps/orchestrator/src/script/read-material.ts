import { AppError } from "@spool/contracts/app-error";
import { JOB_CATALOGUE, type JobTypeName } from "@spool/contracts/job-catalogue";
import type { RenderRequest } from "@spool/contracts/render-api";
import { videoOptionsShape } from "@spool/contracts/video-options";
import { z } from "zod";
import { cleanLine, cleanText, isBlank } from "./clean-text.ts";
import { type AskedLook, type Look, lookOf } from "./look.ts";
import { splitSentences } from "./split-sentences.ts";

/** A sentence of the payload. Everything a video says about its subject is one of these. */
export interface Unit {
  text: string;
  source: "question" | "text" | "points" | "context";
  /** Which point it belongs to; 0 for the other sources. */
  point: number;
  /** Whether it opens its source or its point. */
  isFirst: boolean;
}

export interface Material {
  /** What the title shows: the question, the topic, or the first words of what there is. */
  subject: string;
  /** Whether the payload names its subject; otherwise the first words stand in, and are not read out. */
  isSubjectGiven: boolean;
  units: readonly Unit[];
  look: Look;
  notices: readonly string[];
}

/** A title has to be read in a few seconds. */
const SUBJECT_MAX_CHARACTERS = 180;
const FIRST_WORDS_MAX_CHARACTERS = 70;

const fieldsSchema = z.object({
  question: z.string().optional(),
  topic: z.string().optional(),
  text: z.string().optional(),
  context: z.string().optional(),
  points: z.array(z.string()).optional(),
  ...videoOptionsShape,
});

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
  const undrawable = new Set<string>();
  const clean = (raw: string | undefined, keepLines: boolean): string => {
    const result = keepLines ? cleanText(raw ?? "") : cleanLine(raw ?? "");
    for (const character of result.undrawable) undrawable.add(character);
    return isBlank(result.text) ? "" : result.text;
  };
  const [question, topic] = [clean(fields.question, false), clean(fields.topic, false)];
  const [text, context] = [clean(fields.text, true), clean(fields.context, true)];
  const points = (fields.points ?? []).map((point) => clean(point, true)).filter((point) => point !== "");

  if (jobType === "doubt" && question === "") throw invalid(blankMessage("question", fields.question));
  if (question === "" && topic === "" && text === "" && points.length === 0) {
    const given = (["topic", "question", "text", "points"] as const).find(
      (name) => fields[name] !== undefined,
    );
    throw invalid(blankMessage(given ?? "topic", fields[given ?? "topic"]));
  }

  const title = chooseTitle(jobType === "doubt" ? question : topic === "" ? question : topic);
  const units = [
    ...toUnits("question", title.rest),
    ...toUnits("text", splitSentences(text)),
    ...points.flatMap((point, index) => toUnits("points", splitSentences(point), index)),
    ...toUnits("context", splitSentences(context)),
  ];
  return {
    subject:
      title.shown !== ""
        ? title.shown
        : jobType === "daily_ca"
          ? "Today's points"
          : firstWords(units[0]?.text ?? ""),
    isSubjectGiven: title.shown !== "",
    units,
    look: lookOf(jobType, { ...asked, ...fields }, "en"),
    notices:
      undrawable.size === 0
        ? []
        : [`Characters that the fonts do not have were left out: ${[...undrawable].slice(0, 12).join(" ")}`],
  };
}

/** A bare text: a question or a topic when it is one short line, otherwise the text itself. */
function payloadOfText(jobType: JobTypeName, raw: string): Record<string, unknown> {
  const sentences = splitSentences(cleanText(raw).text);
  if (jobType === "doubt") {
    const at = Math.max(
      0,
      sentences.findIndex((sentence) => sentence.endsWith("?")),
    );
    const rest = sentences.filter((_sentence, index) => index !== at).join("\n");
    return {
      question: sentences[at] ?? raw.slice(0, SUBJECT_MAX_CHARACTERS),
      ...(rest === "" ? {} : { text: rest }),
    };
  }
  return sentences.length <= 1 && raw.length <= SUBJECT_MAX_CHARACTERS ? { topic: raw } : { text: raw };
}

/** A subject too long for a title is shown by its question sentence; the rest is told like the other material. */
function chooseTitle(subject: string): { shown: string; rest: string[] } {
  if (subject.length <= SUBJECT_MAX_CHARACTERS) return { shown: subject, rest: [] };
  const sentences = splitSentences(subject);
  const asked = sentences.findLast((sentence) => sentence.endsWith("?")) ?? sentences[0] ?? subject;
  const rest = sentences.filter((sentence) => sentence !== asked);
  if (asked.length <= SUBJECT_MAX_CHARACTERS) return { shown: asked, rest };
  return { shown: firstWords(asked, SUBJECT_MAX_CHARACTERS), rest: sentences };
}

function firstWords(text: string, maxCharacters = FIRST_WORDS_MAX_CHARACTERS): string {
  if (text.length <= maxCharacters) return text;
  const head = text.slice(0, maxCharacters);
  const end = head.lastIndexOf(" ");
  return `${(end > maxCharacters / 2 ? head.slice(0, end) : head).replace(/[\s,;:.–-]+$/, "")} …`;
}

function toUnits(source: Unit["source"], sentences: readonly string[], point = 0): Unit[] {
  return sentences.map((text, index) => ({ text, source, point, isFirst: index === 0 }));
}

function blankMessage(field: string, given: unknown): string {
  return given === undefined
    ? `input.${field} is required.`
    : `input.${field} is blank: it has no letter or digit that can be shown.`;
}

/** The deepest first issue; a union of subjects that all fail is told by what one of them is called. */
function describeIssue(error: z.ZodError): string {
  const issue = error.issues[0];
  if (issue?.code === "invalid_union") return "input needs one of topic, question, text or points.";
  const path = ["input", ...(issue?.path ?? [])].map(String).join(".");
  return `${path}: ${issue?.message ?? "is not valid"}.`;
}

const invalid = (message: string) => new AppError("INVALID_INPUT", message);
