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
    RENDERER_BY_TYPE: {},
    RENDERER_BY_SCENES: { formula: "manim" },
    MANIM_PATH: "manim",
    LOG_LEVEL: "info",
    media: { ffmpegPath: undefined, ffprobePath: undefined, searchPath: "/bin" },
  });
});

test("who draws what is read from lists, and an empty list is none", () => {
  const given = { RENDERER_BY_TYPE: "doubt=revideo, daily_ca=canvas", RENDERER_BY_SCENES: "," };

  expect(readEnv({ ...GIVEN, ...given })).toMatchObject({
    RENDERER_BY_TYPE: { doubt: "revideo", daily_ca: "canvas" },
    RENDERER_BY_SCENES: {},
  });
});

test.each([
  [{ RENDERER_BY_TYPE: "doubts=revideo" }, "RENDERER_BY_TYPE is not valid"],
  [{ RENDERER_BY_SCENES: "formula=blender" }, "RENDERER_BY_SCENES is not valid"],
  [{ SUPABASE_URL: "" }, "SUPABASE_URL is not set"],
  [{ SUPABASE_URL: "localhost" }, "SUPABASE_URL is not valid"],
  [{ SUPABASE_SECRET_KEY: undefined }, "SUPABASE_SECRET_KEY is not set"],
  [{ ORCHESTRATOR_PORT: "eighty" }, "ORCHESTRATOR_PORT is not valid"],
  [{ ORCHESTRATOR_MAX_RENDERS: "0" }, "ORCHESTRATOR_MAX_RENDERS is not valid"],
  [{ LOG_LEVEL: "loud" }, "LOG_LEVEL is not valid"],
])("%j is refused with the variable's name", (wrong, message) => {
  expect(() => readEnv({ ...GIVEN, ...wrong })).toThrow(message);
});
