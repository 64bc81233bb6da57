import type { LogLine } from "../adapters/attempts.ts";

const LINES_MAX = 2_000;
const BATCH_MAX = 500;
const MESSAGE_MAX_CHARACTERS = 4_000;

/** Lines that wait to be written. Bounded: while the database is away the oldest give way, and their number is kept. */
export interface LogBuffer {
  add(line: LogLine): void;
  /** The next lines to write, without taking them out. */
  peek(): LogLine[];
  /** Takes out the lines that were written. */
  drop(written: readonly LogLine[]): void;
}

export function createLogBuffer(): LogBuffer {
  let lines: LogLine[] = [];
  let leftOutCount = 0;

  return {
    add(line) {
      lines.push({ ...line, message: line.message.slice(0, MESSAGE_MAX_CHARACTERS) });
      if (lines.length <= LINES_MAX) return;
      leftOutCount += 1;
      lines = lines.slice(1);
    },
    peek() {
      const [first] = lines;
      if (leftOutCount > 0 && first) {
        const message = "Earlier lines were left out because the database could not be reached";
        lines = [{ ...first, level: "warn", message, fields: { leftOutCount } }, ...lines];
        leftOutCount = 0;
      }
      return lines.slice(0, BATCH_MAX);
    },
    drop(written) {
      const isWritten = new Set(written);
      lines = lines.filter((line) => !isWritten.has(line));
    },
  };
}
