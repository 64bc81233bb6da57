import type { OrchestratorEnv } from "../env.ts";
import { SPEECH_LIMITS, type SpeechService } from "../narration/speech-service-narrator.ts";
import { SCRIPT_LIMITS, type ScriptService } from "../script/script-service.ts";

/** The writer that the environment names; null where it names none. */
export function scriptServiceOf(env: OrchestratorEnv): ScriptService | null {
  if (env.SPOOL_SCRIPT_URL === undefined) return null;
  return {
    name: "The script service",
    url: env.SPOOL_SCRIPT_URL,
    key: env.SPOOL_SCRIPT_KEY ?? null,
    model: env.SPOOL_SCRIPT_MODEL,
    promptPriceUsd: env.SPOOL_SCRIPT_PROMPT_PRICE_USD ?? null,
    completionPriceUsd: env.SPOOL_SCRIPT_COMPLETION_PRICE_USD ?? null,
    limits: SCRIPT_LIMITS,
  };
}

/** The voice that the environment names; null where it names none. */
export function speechServiceOf(env: OrchestratorEnv): SpeechService | null {
  if (env.SPOOL_SPEECH_URL === undefined) return null;
  const female = env.SPOOL_SPEECH_VOICE_FEMALE;
  return {
    name: "The speech service",
    url: env.SPOOL_SPEECH_URL,
    key: env.SPOOL_SPEECH_KEY ?? null,
    model: env.SPOOL_SPEECH_MODEL,
    voices: { default: female, female, male: env.SPOOL_SPEECH_VOICE_MALE },
    limits: SPEECH_LIMITS,
  };
}
