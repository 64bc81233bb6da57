import { tmpdir } from "node:os";
import { Worker } from "node:worker_threads";
import { AppError } from "@spool/contracts/app-error";
import { diskFullError } from "@spool/media/disk-space";
import { abortedError, throwIfAborted } from "@spool/media/media-error";
import { z } from "zod";
import type { Narrator, Voice } from "./narrator.ts";
import { samplesOfWav, trimSilence } from "./pcm.ts";
import { speakableText } from "./speakable-text.ts";

const FLITE_VOICES: Record<Voice, string> = { default: "slt", female: "slt", male: "rms" };

/** Sentences are at most 220 characters long; the slowest of them took under two seconds on a busy machine. */
const SENTENCE_TIMEOUT_MS = 60_000;

const answerSchema = z.union([
  z.object({ requestId: z.number(), wav: z.instanceof(Uint8Array) }),
  z.object({ requestId: z.number(), message: z.string(), code: z.string().nullable() }),
]);

interface Waiting {
  resolve: (wav: Buffer) => void;
  reject: (error: Error) => void;
}

/** Speaks English with flite's voices in a thread of its own, which starts with the first sentence. */
export function createFliteNarrator(): Narrator {
  let thread: Worker | undefined;
  let lastRequestId = 0;
  const waiting = new Map<number, Waiting>();

  const start = (): Worker => {
    const started = new Worker(new URL("./flite-thread.ts", import.meta.url), {
      execArgv: ["--disable-warning=ExperimentalWarning"], // node:wasi is what flite is compiled for
    });
    started.unref();
    const lose = (cause: unknown) => {
      if (thread === started) thread = undefined;
      for (const { reject } of waiting.values()) {
        reject(new AppError("UNKNOWN", "The narration thread ended unexpectedly.", { cause }));
      }
      waiting.clear();
    };
    started.on("message", (message: unknown) => settle(waiting, message));
    started.on("error", lose);
    started.on("exit", lose);
    return started;
  };

  const ask = (text: string, voice: string, signal: AbortSignal): Promise<Buffer> =>
    new Promise((resolve, reject) => {
      lastRequestId += 1;
      const requestId = lastRequestId;
      const finish = () => {
        clearTimeout(timer);
        signal.removeEventListener("abort", onAbort);
        waiting.delete(requestId);
      };
      const onAbort = () => {
        finish();
        reject(abortedError(signal));
      };
      const timer = setTimeout(() => {
        finish();
        void thread?.terminate(); // the others that wait are told so by its exit
        reject(
          new AppError("UNKNOWN", "The narration of one sentence took longer than a minute.", {
            context: { text },
          }),
        );
      }, SENTENCE_TIMEOUT_MS);
      signal.addEventListener("abort", onAbort, { once: true });
      waiting.set(requestId, {
        resolve: (wav) => {
          finish();
          resolve(wav);
        },
        reject: (error) => {
          finish();
          reject(error);
        },
      });
      thread ??= start();
      thread.postMessage({ requestId, text, voice });
    });

  return {
    async say(text, voice, signal) {
      throwIfAborted(signal);
      const spoken = speakableText(text);
      if (spoken === null) return null;
      const samples = trimSilence(samplesOfWav(await ask(spoken, FLITE_VOICES[voice], signal)));
      return samples.length === 0 ? null : samples;
    },
    async close() {
      await thread?.terminate();
    },
  };
}

function settle(waiting: ReadonlyMap<number, Waiting>, message: unknown): void {
  const answer = answerSchema.parse(message);
  const asker = waiting.get(answer.requestId); // gone when its render was cancelled
  if (asker === undefined) return;
  if ("wav" in answer) asker.resolve(Buffer.from(answer.wav));
  else if (answer.code === "ENOSPC") asker.reject(diskFullError(tmpdir()));
  else asker.reject(new AppError("UNKNOWN", `The narration failed: ${answer.message}`));
}
