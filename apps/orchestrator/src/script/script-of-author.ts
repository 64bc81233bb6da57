import { AppError } from "@spool/contracts/app-error";
import type { JobTypeName } from "@spool/contracts/job-catalogue";
import { partsOf, type SceneContent } from "@spool/contracts/scene-content";
import type { VideoScript } from "@spool/contracts/video-script";
import { readableMath } from "./blocks/inline-math.ts";
import { cleanCode, cleanLine } from "./clean-text.ts";
import type { Look } from "./look.ts";
import { parseMath } from "./math/parse-math.ts";
import type { Script, ScriptScene, Utterance } from "./script.ts";
import { sentencesOf } from "./sentences-of.ts";

interface AuthoredOrder {
  jobType: JobTypeName;
  look: Look;
  notices: readonly string[];
  /** What the script is called in messages. */
  where: string;
}

/**
 * The script of a video as an author, or a service, wrote it. Nothing is left out or added.
 *
 * Throws INVALID_INPUT naming the scene for what the schema cannot tell: a series that does not fit its labels, an
 * answer that is not among the options, a formula that is no LaTeX.
 */
export function scriptOfAuthor(
  authored: VideoScript,
  { jobType, look, notices, where }: AuthoredOrder,
): Script {
  return {
    jobType,
    title: cleanLine(authored.title).text,
    look,
    writtenBy: "author",
    notices,
    scenes: authored.scenes.map(({ kicker = "", content: raw, narration, timer_seconds }, index) => {
      const content = cleanContent(raw);
      const problem = problemOf(content);
      if (problem !== null)
        throw new AppError("INVALID_INPUT", `${where}.scenes.${index}.content: ${problem}`);
      const seconds = timer_seconds ?? null;
      return {
        kicker: cleanLine(kicker).text,
        number: null,
        content,
        utterances: narration === undefined ? readOut(content, look) : told(narration, content, look),
        timer: seconds === null ? null : { minSeconds: seconds, maxSeconds: seconds },
        rest: content.kind === "code" || content.kind === "image" ? { minSeconds: 3, maxSeconds: 12 } : null,
      } satisfies ScriptScene;
    }),
  };
}

/** Sentences in their order; the parts of the scene are spread over them. */
function told(narration: readonly string[], content: SceneContent, look: Look): Utterance[] {
  const sentences = narration.flatMap((line) => sentencesOf(line, look));
  const parts = partsOf(content).length;
  if (content.kind === "question" && content.answer !== null) {
    const asked = sentences.findLastIndex(({ text }) => ENDS_ASKING.test(text)) + 1;
    if (asked > 0 && asked < sentences.length) {
      // All there is to choose from is there with the question, and the right one with the first word after it.
      const choices = spread(sentences.slice(0, asked), parts - 1);
      return [...choices, ...sentences.slice(asked).map((each) => ({ ...each, revealsUpTo: parts - 1 }))];
    }
  }
  return spread(sentences, parts);
}

const ENDS_ASKING = /[?？؟][\s"'”’»)\]]*$/u;

const spread = (sentences: readonly Omit<Utterance, "revealsUpTo">[], parts: number): Utterance[] =>
  sentences.map((sentence, index) => ({
    ...sentence,
    revealsUpTo: Math.ceil(((index + 1) * parts) / sentences.length) - 1,
  }));

function readOut(content: SceneContent, look: Look): Utterance[] {
  if (content.kind === "code" || content.kind === "image") return [];
  if (content.kind === "formula") {
    return content.steps.map(({ tex }, part) => ({ ...readableMath(tex, look.language), revealsUpTo: part }));
  }
  return partsOf(content).flatMap((text, part) =>
    sentencesOf(text, look).map((sentence) => ({ ...sentence, revealsUpTo: part })),
  );
}

/** Every string made safe to show; code keeps its blanks, and LaTeX is left as it is. */
function cleanContent(content: SceneContent): SceneContent {
  const clean = (value: unknown, key = ""): unknown => {
    if (typeof value === "string") {
      if (key === "tex" || key === "file") return value;
      return (key === "code" ? cleanCode(value) : cleanLine(value)).text;
    }
    if (Array.isArray(value)) return value.map((item) => clean(item));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, clean(inner, name)]));
  };
  return clean(content) as SceneContent; // the same keys with strings for strings
}

function problemOf(content: SceneContent): string | null {
  if (content.kind === "chart") {
    const wrong = content.series.find(({ values }) => values.length !== content.labels.length);
    return wrong === undefined
      ? null
      : `the series "${wrong.name}" has ${wrong.values.length} values for ${content.labels.length} labels.`;
  }
  if (content.kind === "question" && content.answer !== null && content.answer >= content.options.length) {
    return `answer ${content.answer} is none of the ${content.options.length} options; the first one is 0.`;
  }
  if (content.kind === "formula") {
    for (const { tex } of content.steps) {
      const parsed = parseMath(tex);
      if ("problem" in parsed)
        return `"${tex.slice(0, 60)}" is not LaTeX that can be read: ${parsed.problem}.`;
    }
  }
  return null;
}
