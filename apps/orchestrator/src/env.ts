import { type MediaEnv, readMediaEnv } from "@spool/media/env";
import { z } from "zod";
import { rendererRulesSchema } from "./renderers/renderer-rules.ts";

const envSchema = z.object({
  SUPABASE_URL: z.url({ protocol: /^https?$/ }),
  SUPABASE_SECRET_KEY: z.string().min(1),
  ORCHESTRATOR_HOST: z.string().min(1).default("127.0.0.1"),
  ORCHESTRATOR_PORT: z.coerce.number().int().min(0).max(65_535).default(8_103),
  ORCHESTRATOR_MAX_RENDERS: z.coerce.number().int().min(1).max(32).default(2),
  /** An OpenAI-compatible API (its base, such as https://host/v1) that writes scripts, and one that speaks. */
  SPOOL_SCRIPT_URL: z.url({ protocol: /^https?$/ }).optional(),
  SPOOL_SCRIPT_KEY: z.string().optional(),
  SPOOL_SCRIPT_MODEL: z.string().default("gpt-4o-mini"),
  /** US dollars for a million tokens, for the costs in the log. */
  SPOOL_SCRIPT_PROMPT_PRICE_USD: z.coerce.number().nonnegative().optional(),
  SPOOL_SCRIPT_COMPLETION_PRICE_USD: z.coerce.number().nonnegative().optional(),
  SPOOL_SPEECH_URL: z.url({ protocol: /^https?$/ }).optional(),
  SPOOL_SPEECH_KEY: z.string().optional(),
  SPOOL_SPEECH_MODEL: z.string().default("tts-1"),
  /** What the service calls its voices. */
  SPOOL_SPEECH_VOICE_FEMALE: z.string().default("nova"),
  SPOOL_SPEECH_VOICE_MALE: z.string().default("onyx"),
  /** Services that draw in place of canvas. Without an address the usual one is looked at. */
  RENDERER_URL_REMOTE: z.url({ protocol: /^https?$/ }).optional(),
  RENDERER_URL_MANIM: z.url({ protocol: /^https?$/ }).optional(),
  RENDERER_URL_REVIDEO: z.url({ protocol: /^https?$/ }).optional(),
  /** Who draws what no job asks a renderer for, such as `doubt=revideo` and `formula=manim,code=revideo`. */
  RENDERER_BY_TYPE: rendererRulesSchema.byType,
  RENDERER_BY_SCENES: rendererRulesSchema.byScenes,
  /** The command of Manim Community, and a Chromium for Revideo; looked for without them. */
  MANIM_PATH: z.string().default("manim"),
  CHROMIUM_PATH: z.string().optional(),
  LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"]).default("info"),
});

export type OrchestratorEnv = z.infer<typeof envSchema> & { media: MediaEnv };

/** Thrown for an environment that this process cannot start with. The message is a sentence for the terminal. */
export class EnvError extends Error {
  override readonly name = "EnvError";
}

/** Reads the environment. An empty variable counts as unset. */
export function readEnv(source: NodeJS.ProcessEnv = process.env): OrchestratorEnv {
  const given = Object.fromEntries(
    Object.entries(source).filter(([, value]) => value !== undefined && value !== ""),
  );
  const parsed = envSchema.safeParse(given);
  if (parsed.success) return { ...parsed.data, media: readMediaEnv(source) };
  const issue = parsed.error.issues[0];
  const name = String(issue?.path[0]);
  const problem = name in given ? `is not valid: ${issue?.message ?? "unknown"}` : "is not set";
  throw new EnvError(`The orchestrator cannot start: ${name} ${problem}.`);
}
