import { throwIfAborted, abortedError } from "@spool/media/media-error";
import { stopError } from "./render-failure.ts";

/** How many wait in line for each that runs. Beyond that a caller is better off somewhere else. */
const WAITING_PER_SLOT = 4;

/** Lets only so many renders run at a time; a few more wait their turn, first come, first served. */
export function createRenderSlots(slotCount: number) {
  let running = 0;
  const line: (() => void)[] = [];

  const release = () => {
    const next = line.shift();
    if (next === undefined) running -= 1;
    else next();
  };

  /** Throws `busy` when the line is full, and the reason of `signal` when that aborts first. */
  const take = async (signal: AbortSignal, onWait: () => void): Promise<void> => {
    throwIfAborted(signal);
    if (running < slotCount) {
      running += 1;
      return;
    }
    if (line.length >= slotCount * WAITING_PER_SLOT) throw stopError("busy");
    onWait();
    await new Promise<void>((resolve, reject) => {
      const leave = () => {
        line.splice(line.indexOf(enter), 1);
        reject(abortedError(signal));
      };
      const enter = () => {
        signal.removeEventListener("abort", leave);
        resolve();
      };
      signal.addEventListener("abort", leave, { once: true });
      line.push(enter);
    });
  };

  return {
    /** Runs `work` when a slot is free. */
    async run<T>(work: () => Promise<T>, signal: AbortSignal, onWait: () => void): Promise<T> {
      await take(signal, onWait);
      try {
        return await work();
      } finally {
        release();
      }
    },
  };
}
