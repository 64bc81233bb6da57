import { spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync } from "node:fs";
import path from "node:path";
import { SetupError } from "./settings.ts";

const LOG_TAIL_LINES = 15;

const EVERYBODYS_VARIABLES = [
  "PATH",
  "HOME",
  "TMPDIR",
  "LANG",
  "TZ",
  "SYSTEMROOT",
  "LOG_LEVEL",
  "FFMPEG_PATH",
  "FFPROBE_PATH",
];

export interface ChildOptions {
  /** Names the process in messages and its log file. */
  name: string;
  /** TypeScript file that Node runs. */
  entry: string;
  args?: readonly string[];
  /** The whole environment of the process, apart from what every process gets (PATH, HOME and the like). */
  env: Readonly<Record<string, string>>;
  logDir: string;
  readyTimeoutSeconds: number;
  /** How long it may take to stop by itself before it is killed. */
  stopTimeoutSeconds: number;
}

export interface ManagedChild<Ready> {
  name: string;
  pid: number;
  /** What the process said of itself when it was ready. */
  ready: Ready;
  logFile: string;
  /** Settles when the process is gone, with the words for how it went. */
  exited: Promise<string>;
  stop: () => Promise<void>;
  /** Sends a signal; nothing happens when the process is gone. */
  kill: (signal: NodeJS.Signals) => void;
}

/**
 * Starts one of Spool's processes and waits until it says that it is ready.
 *
 * The process gets a session of its own, so that Ctrl-C reaches only the launcher, which stops its
 * children in order. Its IPC channel closes when the launcher dies, however it dies; that is its sign to stop.
 *
 * Throws a SetupError with the end of its log when it exits first or takes too long.
 */
export async function startChild<Ready>(options: ChildOptions): Promise<ManagedChild<Ready>> {
  const { name, entry, args = [], env, logDir, readyTimeoutSeconds, stopTimeoutSeconds } = options;
  mkdirSync(logDir, { recursive: true, mode: 0o700 });
  const logFile = path.join(logDir, `${name}.log`);
  const log = openSync(logFile, "w", 0o600);
  const child = spawn(process.execPath, [entry, ...args], {
    detached: true,
    stdio: ["ignore", log, log, "ipc"],
    env: { ...ownVariables(...EVERYBODYS_VARIABLES), ...env },
  });
  closeSync(log);
  const pid = child.pid;
  if (pid === undefined) throw new SetupError(`${name} could not be started: ${entry} cannot be run.`);

  const exited = new Promise<string>((resolve) => {
    child.once("exit", (code, signal) =>
      resolve(signal ? `was ended by ${signal}` : `exited with ${code ?? "?"}`),
    );
  });
  const stop = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill("SIGTERM");
    const kill = setTimeout(() => killGroup(pid), stopTimeoutSeconds * 1_000);
    await exited;
    clearTimeout(kill);
  };

  try {
    const ready = await new Promise<Ready>((resolve, reject) => {
      const timeout = setTimeout(
        () => reject(new SetupError(`${name} was not ready after ${readyTimeoutSeconds} s.`)),
        readyTimeoutSeconds * 1_000,
      );
      child.on("message", (message: { type?: string }) => {
        if (message.type !== "ready") return;
        clearTimeout(timeout);
        // The shape of the message is agreed between each entry file and its caller in platform.ts.
        resolve(message as Ready);
      });
      void exited.then((how) => {
        clearTimeout(timeout);
        reject(new SetupError(`${name} ${how} before it was ready.`));
      });
    });
    return { name, pid, ready, logFile, exited, stop, kill: (signal) => void child.kill(signal) };
  } catch (error) {
    await stop();
    if (!(error instanceof SetupError)) throw error;
    throw new SetupError(`${error.message}\n${endOfLog(logFile)}\nThe whole log: ${logFile}`);
  }
}

/** Those of the launcher's own variables that are set, to be passed on. */
export function ownVariables(...names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = process.env[name];
      return value === undefined || value === "" ? [] : [[name, value]];
    }),
  );
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, "SIGKILL");
  } catch (error) {
    // ESRCH: it went by itself between the timeout and now.
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

/** The last lines of a log, for messages about who wrote it. */
export function endOfLog(logFile: string): string {
  return readFileSync(logFile, "utf8").trimEnd().split("\n").slice(-LOG_TAIL_LINES).join("\n");
}
