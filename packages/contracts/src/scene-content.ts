import { z } from "zod";

const LINE_MAX_CHARACTERS = 2_000;
const CODE_MAX_CHARACTERS = 10_000;
const LIST_MAX_ITEMS = 100;
const POINTS_MAX_ITEMS = 1_000;

const line = z.string().max(LINE_MAX_CHARACTERS);
/** Whoever writes one by hand may leave it out; whoever reads one finds null. */
const optionalLine = line.nullish().transform((given) => given ?? null);
const lines = z.array(line).min(1).max(LIST_MAX_ITEMS);
const heading = { heading: optionalLine };

const columnSchema = z.object({ title: line, items: lines });

/**
 * What a scene shows, apart from when: the same in a script (before times are known) and in a storyboard (after).
 *
 * Every string is plain text, however it looks; only `tex` is read as LaTeX. A scene shows its parts one after the
 * other (`partsOf`), each when the narration comes to it.
 */
export const sceneContentSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("title"), title: line, subtitle: optionalLine }),
  z.object({ kind: z.literal("statement"), text: line }),
  z.object({ kind: z.literal("bullets"), ...heading, items: lines }),
  z.object({ kind: z.literal("comparison"), ...heading, left: columnSchema, right: columnSchema }),
  /** Numbered, in order, each one following from the one before. */
  z.object({ kind: z.literal("steps"), ...heading, items: lines }),
  /** Each step turns into the next; equal parts stay where they can. `note` says in words what was done. */
  z.object({
    kind: z.literal("formula"),
    ...heading,
    steps: z
      .array(z.object({ tex: line, note: optionalLine }))
      .min(1)
      .max(LIST_MAX_ITEMS),
  }),
  z.object({
    kind: z.literal("chart"),
    ...heading,
    chart: z.enum(["bar", "line", "pie"]),
    unit: optionalLine,
    labels: z.array(line).min(1).max(POINTS_MAX_ITEMS),
    /** Each has a value for every label; null where the source has none. */
    series: z
      .array(z.object({ name: line, values: z.array(z.number().nullable()).min(1).max(POINTS_MAX_ITEMS) }))
      .min(1)
      .max(LIST_MAX_ITEMS),
  }),
  z.object({
    kind: z.literal("table"),
    ...heading,
    header: z.array(line).max(LIST_MAX_ITEMS),
    rows: z.array(z.array(line).min(1).max(LIST_MAX_ITEMS)).min(1).max(POINTS_MAX_ITEMS),
  }),
  z.object({
    kind: z.literal("code"),
    ...heading,
    /** As highlight.js names it; null when it is not known. */
    language: optionalLine,
    code: z.string().max(CODE_MAX_CHARACTERS),
  }),
  z.object({ kind: z.literal("quote"), text: line, source: optionalLine }),
  /**
   * A picture or a map. In a script `file` is an address or an upload, as in `pictureSchema`; in a storyboard it lies
   * beside it. Null when it could not be had, and the words stand alone.
   */
  z.object({ kind: z.literal("image"), file: optionalLine, caption: optionalLine }),
  /** What is asked, with the answers to choose from when there are any. */
  z.object({
    kind: z.literal("question"),
    question: line,
    options: z.array(line).max(LIST_MAX_ITEMS),
    /** Index of the right one, shown last; null when the source does not say. */
    answer: z
      .int()
      .min(0)
      .max(LIST_MAX_ITEMS)
      .nullish()
      .transform((given) => given ?? null),
  }),
  z.object({ kind: z.literal("summary"), ...heading, items: lines }),
]);
export type SceneContent = z.infer<typeof sceneContentSchema>;
export const sceneKindSchema = z.enum(sceneContentSchema.options.map((option) => option.shape.kind.value));
export type SceneKind = SceneContent["kind"];

/**
 * The things of a scene that appear one after the other, as plain text in the order of their appearance.
 * A heading is there from the start and is no part. Never empty.
 */
export function partsOf(content: SceneContent): readonly string[] {
  switch (content.kind) {
    case "title":
      return content.subtitle === null ? [content.title] : [content.title, content.subtitle];
    case "statement":
      return [content.text];
    case "bullets":
    case "steps":
    case "summary":
      return content.items;
    case "comparison":
      return [content.left, content.right].flatMap(({ title, items }) => [title, ...items]);
    case "formula":
      return content.steps.map(({ tex, note }) => note ?? tex);
    case "chart":
      return content.series.map(({ name }) => name);
    case "table":
      return content.rows.map((row) => row.join(", "));
    case "code":
      return [content.code];
    case "quote":
      return content.source === null ? [content.text] : [content.text, content.source];
    case "image":
      return [content.caption ?? ""];
    case "question":
      return content.answer === null
        ? [content.question, ...content.options]
        : [content.question, ...content.options, content.options[content.answer] ?? ""];
  }
}
