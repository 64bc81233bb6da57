import { tmpdir } from "node:os";
import { Worker } from "node:worker_threads";
import { AppError } from "@spool/contracts/app-error";
import { diskFullError } from "@spool/media/disk-space";
import { abortedError } from "@spool/media/media-error";
import { z } from "zod";

/** Sentences are at most 220 characters long; the slowest of them took under two seconds on a busy machine. */
const SENTENCE_TIMEOUT_MS = 60_000;

/** Every sentence leaves megabytes of WASM memory for the collector; a thread that rests gives them all back. */
const REST_AFTER_MS = 3_000;

const answerSchema = z.union([
  z.object({ requestId: z.number(), speech: z.unknown() }),
  z.object({ requestId: z.number(), message: z.string(), code: z.string().nullable() }),
]);

/** Who waits for an answer, by the number of the request. */
type Waiting = Map<number, { resolve: (speech: unknown) => void; reject: (error: Error) => void }>;

interface Thread {
  worker: Worker;
  waiting: Waiting;
}

export interface SpeechThread {
  /** Hands a request to the thread and gives its answer as it came. Throws CANCELLED when `signal` aborts. */
  ask(request: object, signal: AbortSignal): Promise<unknown>;
  close(): Promise<void>;
}

/** An engine in a thread of its own, which starts when it is needed and rests in between. */
export function createSpeechThread(script: URL): SpeechThread {
  let current: Thread | undefined;
  let lastRequestId = 0;
  let resting: NodeJS.Timeout | undefined;

  const wake = (): Thread => {
    clearTimeout(resting);
    current ??= startThread(script, (ended) => {
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
    async ask(request, signal) {
      lastRequestId += 1;
      try {
        return await askThread(wake(), { ...request, requestId: lastRequestId }, signal);
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

function startThread(script: URL, onEnd: (thread: Thread) => void): Thread {
  const worker = new Worker(script, {
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
  request: { requestId: number },
  signal: AbortSignal,
): Promise<unknown> {
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  const onAbort = () => reject(abortedError(signal));
  const timer = setTimeout(() => {
    const context = { request };
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
  if ("speech" in answer) asker.resolve(answer.speech);
  else if (answer.code === "ENOSPC") asker.reject(diskFullError(tmpdir()));
  else asker.reject(new AppError("UNKNOWN", `The narration failed: ${answer.message}`));
}
