import { AppError } from "@spool/contracts/app-error";
import { diskFullError, isDiskFull } from "@spool/media/disk-space";
import { abortedError, throwIfAborted } from "@spool/media/media-error";
import { endProcessGroup } from "@spool/media/process-group";
import { execa } from "execa";

const OUTPUT_KEPT_CHARACTERS = 4_000;
const TOLD_CHARACTERS = 400;

export interface EngineOrder {
  /** What a sentence calls it, such as "Revideo". */
  name: string;
  command: string;
  args: readonly string[];
  cwd: string;
  /** The folder that it fills; what it leaves there is its caller's. */
  worksIn: string;
  /** All of its environment: nothing of ours, keys above all, is passed on. */
  env: Readonly<Record<string, string>>;
  timeLimitSeconds: number;
  signal: AbortSignal;
  /** Whatever it writes, in pieces. */
  onOutput(text: string): void;
}

/**
 * Runs a program that draws, to its end. It and all that it started are gone when this returns or throws.
 *
 * Throws an AppError: CANCELLED or TIMEOUT for an abort, TIMEOUT when its time is over; UNKNOWN with its last words when
 * it cannot be started, is killed from outside, finds the disk full or ends with an error of its own.
 */
export async function runEngine(order: EngineOrder): Promise<void> {
  const { name, command, args, cwd, worksIn, env, timeLimitSeconds, signal } = order;
  throwIfAborted(signal);
  const limit = AbortSignal.timeout(timeLimitSeconds * 1000);
  const stopped = AbortSignal.any([signal, limit]);
  const child = execa(command, args, {
    cwd,
    env,
    extendEnv: false,
    detached: true, // a group of its own, so that the whole of it can be ended
    cleanup: false,
    reject: false,
    buffer: false,
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      const text = chunk.toString();
      said = (said + text).slice(-OUTPUT_KEPT_CHARACTERS);
      order.onOutput(text);
    });
  }
  let reap: (() => void) | undefined;
  const stop = () => {
    if (child.pid !== undefined) reap ??= endProcessGroup(child.pid);
  };
  stopped.addEventListener("abort", stop, { once: true });
  try {
    const ended = await child;
    if (signal.aborted) throw abortedError(signal);
    const context = { exit_code: ended.exitCode, signal: ended.signal, output: said.slice(-1_000) };
    if (limit.aborted)
      throw new AppError("TIMEOUT", `${name} was not done after ${timeLimitSeconds} seconds.`, { context });
    if (!ended.failed) return;
    if (ended.code === "ENOENT" || ended.code === "EACCES")
      throw new AppError("UNKNOWN", `${name} cannot be started: ${command} is missing or not a program.`, {
        context,
      });
    if (await isDiskFull(worksIn)) throw diskFullError(worksIn, new Error(said.slice(-500)));
    if (ended.signal !== undefined)
      throw new AppError("UNKNOWN", `${name} was killed from outside by ${ended.signal}. The machine may be short of memory.`, { context }); // prettier-ignore
    throw new AppError("UNKNOWN", `${name} ended with exit code ${String(ended.exitCode)}: ${lastWords(said)}`, { context }); // prettier-ignore
  } finally {
    stopped.removeEventListener("abort", stop);
    // Also what a program leaves running that ends by itself.
    stop();
    reap?.();
  }
}

/** The last line that names an error, or else the last lines, without the colours of a terminal. */
function lastWords(output: string): string {
  // eslint-disable-next-line no-control-regex -- escape sequences begin with one
  const plain = output.replace(/\u001b\[[0-9;]*[A-Za-z]/g, "");
  const lines = plain.split(/[\r\n]+/).filter((line) => line.trim() !== "");
  const error = lines.findLast((line) => /^\s*(?:\w*Error|\w*Exception)\b.*:/.test(line));
  return (error?.trim() ?? lines.slice(-3).join(" ")).slice(-TOLD_CHARACTERS) || "it said nothing";
}
