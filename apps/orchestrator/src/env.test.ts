import { expect, test } from "vitest";
import { readEnv } from "./env.ts";

const GIVEN = { SUPABASE_URL: "http://127.0.0.1:54321", SUPABASE_SECRET_KEY: "sb_secret_x" };

test("what is not given has its default, and empty counts as not given", () => {
  expect(readEnv({ ...GIVEN, ORCHESTRATOR_PORT: "", FFMPEG_PATH: "", PATH: "/bin" })).toEqual({
    ...GIVEN,
    ORCHESTRATOR_HOST: "127.0.0.1",
    ORCHESTRATOR_PORT: 8103,
    ORCHESTRATOR_MAX_RENDERS: 2,
    SPOOL_SCRIPT_MODEL: "gpt-4o-mini",
    SPOOL_SPEECH_MODEL: "tts-1",
    SPOOL_SPEECH_VOICE_FEMALE: "nova",
    SPOOL_SPEECH_VOICE_MALE: "onyx",
    RENDERER_URL_MANIM: "http://127.0.0.1:5000",
    RENDERER_URL_REVIDEO: "http://127.0.0.1:5001",
    LOG_LEVEL: "info",
    media: { ffmpegPath: undefined, ffprobePath: undefined, searchPath: "/bin" },
  });
});

test.each([
  [{ SUPABASE_URL: "" }, "SUPABASE_URL is not set"],
  [{ SUPABASE_URL: "localhost" }, "SUPABASE_URL is not valid"],
  [{ SUPABASE_SECRET_KEY: undefined }, "SUPABASE_SECRET_KEY is not set"],
  [{ ORCHESTRATOR_PORT: "eighty" }, "ORCHESTRATOR_PORT is not valid"],
  [{ ORCHESTRATOR_MAX_RENDERS: "0" }, "ORCHESTRATOR_MAX_RENDERS is not valid"],
  [{ LOG_LEVEL: "loud" }, "LOG_LEVEL is not valid"],
])("%j is refused with the variable's name", (wrong, message) => {
  expect(() => readEnv({ ...GIVEN, ...wrong })).toThrow(message);
});
