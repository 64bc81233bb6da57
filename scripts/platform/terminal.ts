import { SetupError } from "./settings.ts";

const INTERRUPTED_EXIT_CODE = 130;

/** Everything for people goes to stderr; stdout is for results that programs read. */
export const say = (line: string): void => void process.stderr.write(`${line}\n`);

/** Rewrites one line on a terminal; on anything else prints only when the text changes. */
export function statusLine(): (text: string) => void {
  let last = "";
  return (text) => {
    if (text === last) return;
    last = text;
    process.stderr.write(process.stderr.isTTY ? `\r\x1b[2K${text}` : `${text}\n`);
  };
}

/** Runs a command's main function: a SetupError ends it with its sentence, anything else with its stack. */
export async function runCommand(main: () => Promise<void> | void): Promise<void> {
  try {
    await main();
  } catch (error) {
    say(error instanceof SetupError ? `\n${error.message}` : `\n${String((error as Error).stack ?? error)}`);
    process.exitCode = 1;
  }
}

/**
 * Aborts at the first Ctrl-C or SIGTERM.
 *
 * A terminal and the launcher both pass the signal on, so one press may arrive twice: only a press
 * two seconds later counts as impatience, and ends the process at once (its children notice).
 */
export function interruption(): AbortSignal {
  const controller = new AbortController();
  let firstAt: number | null = null;
  const onSignal = (): void => {
    if (firstAt === null) {
      firstAt = Date.now();
      controller.abort(
        new SetupError("Interrupted before everything was up; what had been started is stopped."),
      );
    } else if (Date.now() - firstAt > 2_000) {
      process.exit(INTERRUPTED_EXIT_CODE);
    }
  };
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(name, onSignal);
  return controller.signal;
}

export const untilAborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
