import { jobTypeSchema } from "@spool/contracts/job-catalogue";
import { sceneKindSchema } from "@spool/contracts/scene-content";
import { videoRendererSchema } from "@spool/contracts/video-options";
import { z } from "zod";

/** `name=renderer` for each, with commas in between; an empty text has no rules. */
const rulesOf = <Name extends string>(names: z.ZodType<Name>) =>
  z
    .string()
    .transform((text) =>
      Object.fromEntries(
        text
          .split(",")
          .filter((rule) => rule.trim() !== "")
          .map((rule) => {
            const [name = "", renderer = ""] = rule.split("=");
            return [name.trim(), renderer.trim()];
          }),
      ),
    )
    .pipe(z.record(z.string(), videoRendererSchema))
    .superRefine((rules, context) => {
      for (const name of Object.keys(rules)) {
        if (!names.safeParse(name).success)
          context.addIssue({ code: "custom", message: `"${name}" is not known` });
      }
    })
    .transform((rules) => rules as Partial<Record<Name, z.infer<typeof videoRendererSchema>>>); // just checked

export const rendererRulesSchema = {
  byType: rulesOf(jobTypeSchema).default({}),
  /** Formulas are what Manim is for, where it is there. */
  byScenes: rulesOf(sceneKindSchema).default({ formula: "manim" }),
};
