import { access, chmod, constants, stat } from "node:fs/promises";
import { createRequire } from "node:module";
import { delimiter, isAbsolute, join } from "node:path";
import { z } from "zod";
import { type MediaEnv, readMediaEnv } from "./env.ts";
import { mediaError } from "./media-error.ts";

type ToolName = "ffmpeg" | "ffprobe";

/** Where a tool was found, and by which rule, so that a log line can say it. */
export interface FoundTool {
  path: string;
  source: "environment" | "ffmpeg-static" | "system" | "installer package";
}

const require = createRequire(import.meta.url);

/** Finds ffmpeg and ffprobe without starting them. Throws as `locateTool` does. */
export async function locateFfmpeg(
  env: MediaEnv = readMediaEnv(),
): Promise<{ ffmpegPath: string; ffprobePath: string }> {
  const [ffmpeg, ffprobe] = await Promise.all([locateTool("ffmpeg", env), locateTool("ffprobe", env)]);
  return { ffmpegPath: ffmpeg.path, ffprobePath: ffprobe.path };
}

/**
 * Looks for a tool: the environment's own path, ffmpeg-static, the system's, the installer package's.
 *
 * A path that the environment names is used or refused, never passed over.
 * Throws UNKNOWN (`missing_binary`) with how to get the tool.
 */
export async function locateTool(name: ToolName, env: MediaEnv): Promise<FoundTool> {
  const variable = name === "ffmpeg" ? "FFMPEG_PATH" : "FFPROBE_PATH";
  const asked = name === "ffmpeg" ? env.ffmpegPath : env.ffprobePath;
  if (asked !== undefined) {
    if (await isExecutable(asked)) return { path: asked, source: "environment" };
    throw mediaError(
      "missing_binary",
      "UNKNOWN",
      `${name} cannot be run: ${variable} is ${asked}, and that is not a program. Correct it or leave it out.`,
    );
  }
  const packaged = name === "ffmpeg" ? staticFfmpegPath() : undefined;
  if (packaged !== undefined && (await isExecutable(packaged)))
    return { path: packaged, source: "ffmpeg-static" };

  for (const folder of env.searchPath.split(delimiter).filter(isAbsolute)) {
    const path = join(folder, name);
    if (await isExecutable(path)) return { path, source: "system" };
  }
  const installed = installerPath(name);
  if (installed !== undefined && (await makeExecutable(installed))) {
    return { path: installed, source: "installer package" };
  }
  throw mediaError(
    "missing_binary",
    "UNKNOWN",
    `${name} was not found on this machine. Install it (Debian and Ubuntu: apt-get install ffmpeg) or set ${variable} to its full path.`,
  );
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}

/** The installer's ffprobe is unpacked without the right to run it for all but its owner. */
async function makeExecutable(path: string): Promise<boolean> {
  if (await isExecutable(path)) return true;
  await chmod(path, 0o755).catch(() => undefined); // not ours to change: the next line says no
  return isExecutable(path);
}

/** undefined when the optional package, or its build for this platform, is not installed. */
function staticFfmpegPath(): string | undefined {
  return z.string().safeParse(requireOptional("ffmpeg-static")).data;
}

function installerPath(name: ToolName): string | undefined {
  return z.object({ path: z.string() }).safeParse(requireOptional(`@${name}-installer/${name}`)).data?.path;
}

/** The packages throw on a platform that they have no build for, as Node does when they are not there. */
function requireOptional(name: string): unknown {
  try {
    return require(name);
  } catch {
    return undefined;
  }
}
