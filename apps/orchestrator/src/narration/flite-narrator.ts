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

/** Every sentence leaves twenty megabytes of WASM memory for the collector; a thread that rests gives them all back. */
const REST_AFTER_MS = 3_000;

const answerSchema = z.union([
  z.object({ requestId: z.number(), wav: z.instanceof(Uint8Array) }),
  z.object({ requestId: z.number(), message: z.string(), code: z.string().nullable() }),
]);

/** Who waits for an answer, by the number of the request. */
type Waiting = Map<number, { resolve: (wav: Buffer) => void; reject: (error: Error) => void }>;

interface Thread {
  worker: Worker;
  waiting: Waiting;
}

/** Speaks English with flite's voices in a thread of its own, which starts when it is needed and rests in between. */
export function createFliteNarrator(): Narrator {
  let current: Thread | undefined;
  let lastRequestId = 0;
  let resting: NodeJS.Timeout | undefined;

  const wake = (): Thread => {
    clearTimeout(resting);
    current ??= startThread((ended) => {
      if (current === ended) current = undefined;
    });
    return current;
  };
  const rest = () => {
    clearTimeout(resting);
    resting = setTimeout(() => {
      if (current === undefined || current.waiting.size > 0) return;
      void current.worker.terminate();
      current = undefined;
    }, REST_AFTER_MS).unref();
  };

  return {
    async say(text, voice, signal) {
      throwIfAborted(signal);
      const spoken = speakableText(text);
      if (spoken === null) return null;
      lastRequestId += 1;
      const request = { requestId: lastRequestId, text: spoken, voice: FLITE_VOICES[voice] };
      try {
        const samples = trimSilence(samplesOfWav(await askThread(wake(), request, signal)));
        return samples.length === 0 ? null : samples;
      } finally {
        rest();
      }
    },
    async close() {
      clearTimeout(resting);
      await current?.worker.terminate();
    },
  };
}

function startThread(onEnd: (thread: Thread) => void): Thread {
  const worker = new Worker(new URL("./flite-thread.ts", import.meta.url), {
    execArgv: ["--disable-warning=ExperimentalWarning"], // node:wasi is what flite is compiled for
  });
  worker.unref();
  const thread: Thread = { worker, waiting: new Map() };
  const end = (cause: unknown) => {
    onEnd(thread);
    for (const { reject } of thread.waiting.values()) {
      reject(new AppError("UNKNOWN", "The narration thread ended unexpectedly.", { cause }));
    }
    thread.waiting.clear();
  };
  worker.on("message", (message: unknown) => settle(thread.waiting, message));
  worker.on("error", end);
  worker.on("exit", end);
  return thread;
}

async function askThread(
  { worker, waiting }: Thread,
  request: { requestId: number; text: string; voice: string },
  signal: AbortSignal,
): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  const onAbort = () => reject(abortedError(signal));
  const timer = setTimeout(() => {
    const context = { text: request.text };
    reject(new AppError("UNKNOWN", "The narration of one sentence took longer than a minute.", { context }));
    void worker.terminate(); // the others that wait are told so by its exit
  }, SENTENCE_TIMEOUT_MS);
  signal.addEventListener("abort", onAbort, { once: true });
  waiting.set(request.requestId, { resolve, reject });
  worker.postMessage(request);
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", onAbort);
    waiting.delete(request.requestId);
  }
}

function settle(waiting: Waiting, message: unknown): void {
  const answer = answerSchema.parse(message);
  const asker = waiting.get(answer.requestId); // gone when its render was cancelled
  if (asker === undefined) return;
  if ("wav" in answer) asker.resolve(Buffer.from(answer.wav));
  else if (answer.code === "ENOSPC") asker.reject(diskFullError(tmpdir()));
  else asker.reject(new AppError("UNKNOWN", `The narration failed: ${answer.message}`));
}
