import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readMediaEnv } from "./env.ts";
import { locateTool } from "./locate-ffmpeg.ts";
import { mediaFailureOf } from "./media-error.ts";
import { namesInListing, openMedia, requireFeatures } from "./open-media.ts";

let folder: string;
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), "spool-media-"))));
afterEach(() => rm(folder, { recursive: true }));

async function makeProgram(name: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, "#!/bin/sh\nexit 0\n");
  await chmod(path, 0o755);
  return path;
}

test("the path that the environment names is used before the system's", async () => {
  await makeProgram("ffmpeg");
  const own = await makeProgram("my-ffmpeg");

  const found = await locateTool("ffmpeg", { ffmpegPath: own, ffprobePath: undefined, searchPath: folder });

  expect(found).toEqual({ path: own, source: "environment" });
});

test("a path that the environment names and that is no program is refused by the variable's name", async () => {
  const env = { ffmpegPath: undefined, ffprobePath: join(folder, "absent"), searchPath: "" };

  const attempt = locateTool("ffprobe", env);

  await expect(attempt).rejects.toThrow(/FFPROBE_PATH is .*absent/);
  expect(mediaFailureOf(await attempt.catch((error: unknown) => error))).toBe("missing_binary");
});

test("the system's program is used before the installer package's", async () => {
  const path = await makeProgram("ffprobe");

  const found = await locateTool("ffprobe", {
    ffmpegPath: undefined,
    ffprobePath: undefined,
    searchPath: folder,
  });

  expect(found).toEqual({ path, source: "system" });
});

test("without a system ffmpeg the installer package's ffmpeg and ffprobe are found and start", async () => {
  const media = await openMedia({ ffmpegPath: undefined, ffprobePath: undefined, searchPath: folder });

  expect([...media.encoders]).toEqual(expect.arrayContaining(["libx264", "aac", "mjpeg"]));
  expect([...media.filters]).toEqual(expect.arrayContaining(["ebur128", "alimiter", "scale"]));
  expect(media.version).not.toBe("unknown");
});

test("a program that is not ffmpeg's like and a feature that is missing are both named", async () => {
  const media = await openMedia(readMediaEnv());

  expect(() => requireFeatures(media, { encoders: ["libx264", "h265000"] })).toThrow("built without h265000");
});

test("a listing gives its names and not its legend", () => {
  const listing = [
    "Encoders:",
    " V..... = Video",
    " ------",
    " V....D libx264              libx264 H.264 (codec h264)",
    " A....D aac                  AAC (Advanced Audio Coding)",
    " ..C concat            N->N       Concatenate streams.",
  ].join("\n");

  expect([...namesInListing(listing)].filter((name) => name !== "=")).toEqual(["libx264", "aac", "concat"]);
});
