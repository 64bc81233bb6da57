import { z } from "zod";

/**
 * What a scene shows, apart from when: the same in a script (before times are known) and in a storyboard (after).
 *
 * Every string is plain text, however it looks; only `tex` is read as LaTeX. A scene shows its parts one after the
 * other (`partsOf`), each when the narration comes to it.
 */
const columnSchema = z.object({ title: z.string(), items: z.array(z.string()).min(1) });

export const sceneContentSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("title"), title: z.string(), subtitle: z.string().nullable() }),
  z.object({ kind: z.literal("statement"), text: z.string() }),
  z.object({ kind: z.literal("bullets"), heading: z.string().nullable(), items: z.array(z.string()).min(1) }),
  z.object({
    kind: z.literal("comparison"),
    heading: z.string().nullable(),
    left: columnSchema,
    right: columnSchema,
  }),
  /** Numbered, in order, each one following from the one before. */
  z.object({ kind: z.literal("steps"), heading: z.string().nullable(), items: z.array(z.string()).min(1) }),
  /** Each step turns into the next; equal parts stay where they can. `note` says in words what was done. */
  z.object({
    kind: z.literal("formula"),
    heading: z.string().nullable(),
    steps: z.array(z.object({ tex: z.string(), note: z.string().nullable() })).min(1),
  }),
  z.object({
    kind: z.literal("chart"),
    heading: z.string().nullable(),
    chart: z.enum(["bar", "line", "pie"]),
    unit: z.string().nullable(),
    labels: z.array(z.string()).min(1),
    /** Each has a value for every label; null where the source has none. */
    series: z.array(z.object({ name: z.string(), values: z.array(z.number().nullable()) })).min(1),
  }),
  z.object({
    kind: z.literal("table"),
    heading: z.string().nullable(),
    header: z.array(z.string()),
    rows: z.array(z.array(z.string())).min(1),
  }),
  z.object({
    kind: z.literal("code"),
    heading: z.string().nullable(),
    /** As highlight.js names it; null when it is not known. */
    language: z.string().nullable(),
    code: z.string(),
  }),
  z.object({ kind: z.literal("quote"), text: z.string(), source: z.string().nullable() }),
  /** A picture or a map. `file` lies beside the storyboard; null when it could not be had, and the words stand alone. */
  z.object({ kind: z.literal("image"), file: z.string().nullable(), caption: z.string().nullable() }),
  /** What is asked, with the answers to choose from when there are any. */
  z.object({
    kind: z.literal("question"),
    question: z.string(),
    options: z.array(z.string()),
    /** Index of the right one, shown last; null when the source does not say. */
    answer: z.number().int().nonnegative().nullable(),
  }),
  z.object({ kind: z.literal("summary"), heading: z.string().nullable(), items: z.array(z.string()).min(1) }),
]);
export type SceneContent = z.infer<typeof sceneContentSchema>;
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
