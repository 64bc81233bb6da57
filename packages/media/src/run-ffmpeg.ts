import { dirname } from "node:path";
import type { ErrorCategory } from "@spool/contracts/app-error";
import { execa } from "execa";
import { diskFullError, isDiskFull } from "./disk-space.ts";
import { feedStdin, type FrameSource } from "./feed-stdin.ts";
import { mediaError, throwIfAborted } from "./media-error.ts";
import type { Media } from "./open-media.ts";
import { guardOrphan } from "./orphan-guard.ts";
import { endProcessGroup } from "./process-group.ts";
import { type FfmpegProgress, progressParser } from "./progress.ts";

const STDERR_KEPT_CHARACTERS = 4_000;

export interface RunOptions {
  signal: AbortSignal;
  /** What goes into ffmpeg's standard input, piece by piece. Without it the input is closed. */
  input?: FrameSource;
  onProgress?: (progress: FfmpegProgress) => void;
  /** The file being written: its folder is asked whether the disk is full when ffmpeg fails. */
  outputPath?: string;
  /** What it means when ffmpeg ends with an error of its own. INVALID_INPUT where `args` names a file from outside. */
  refusalCategory?: ErrorCategory;
}

/**
 * Runs ffmpeg to its end and returns what it wrote to stderr (the last 4,000 characters).
 *
 * When `signal` aborts, ffmpeg and whatever it started are ended before this throws.
 * Throws an AppError: CANCELLED or TIMEOUT for an abort; UNKNOWN for a missing binary, a full disk or a kill from
 * outside; `refusalCategory` (UNKNOWN) for an exit code. `mediaFailureOf` tells them apart.
 */
export async function runFfmpeg(media: Media, args: readonly string[], options: RunOptions): Promise<string> {
  const { signal } = options;
  throwIfAborted(signal);

  const child = execa(media.ffmpegPath, ["-hide_banner", "-nostats", "-progress", "pipe:1", "-y", ...args], {
    // A group of its own, so that the whole of it can be ended. If we are killed outright, either its input ends and
    // so does it, or its guard ends it.
    detached: true,
    cleanup: false,
    reject: false,
    buffer: false,
    stdin: options.input === undefined ? "ignore" : "pipe",
    stdout: "pipe",
    stderr: "pipe",
  });

  let stderr = "";
  child.stderr.on(
    "data",
    (chunk: Buffer) => (stderr = (stderr + chunk.toString()).slice(-STDERR_KEPT_CHARACTERS)),
  );
  const parse = progressParser((progress) => options.onProgress?.(progress));
  child.stdout.on("data", (chunk: Buffer) => parse(chunk.toString()));

  const release = options.input === undefined && child.pid !== undefined ? guardOrphan(child.pid) : undefined;
  let reap: (() => void) | undefined;
  const stop = () => {
    if (child.pid !== undefined) reap ??= endProcessGroup(child.pid);
  };
  signal.addEventListener("abort", stop, { once: true });
  const { stdin } = child;
  const feeding =
    options.input === undefined || stdin === null ? undefined : feedStdin(stdin, options.input, signal);
  // A source that fails must not leave ffmpeg waiting for more.
  feeding?.catch(stop);
  try {
    const result = await child;
    await feeding;
    throwIfAborted(signal);
    if (!result.failed) return stderr;
    throw await failureOf(media.ffmpegPath, result, stderr, options);
  } finally {
    signal.removeEventListener("abort", stop);
    reap?.();
    release?.();
  }
}

interface EndedProcess {
  code?: string | undefined;
  exitCode?: number | undefined;
  signal?: NodeJS.Signals | undefined;
}

/** Names a failure from facts: the error code of the start, the file system, the signal, the exit code. */
async function failureOf(path: string, ended: EndedProcess, stderr: string, options: RunOptions) {
  const context = { exit_code: ended.exitCode, signal: ended.signal, stderr: stderr.slice(-1_000) };
  if (ended.code === "ENOENT" || ended.code === "EACCES") {
    const message = `ffmpeg cannot be started: ${path} is missing or not a program. Set FFMPEG_PATH to a working ffmpeg.`;
    return mediaError("missing_binary", "UNKNOWN", message, { context });
  }
  if (options.outputPath !== undefined) {
    const folder = dirname(options.outputPath);
    if (await isDiskFull(folder)) return diskFullError(folder, new Error(stderr.slice(-500)));
  }
  if (ended.signal !== undefined) {
    const message = `ffmpeg was killed from outside by ${ended.signal}. The machine may be short of memory.`;
    return mediaError("killed", "UNKNOWN", message, { context });
  }
  const lastLine = stderr.trim().split("\n").at(-1) ?? "";
  const message = `ffmpeg ended with exit code ${String(ended.exitCode)}: ${lastLine.slice(0, 300)}`;
  return mediaError("refused", options.refusalCategory ?? "UNKNOWN", message, { context });
}
