import { parentPort } from "node:worker_threads";
import { z } from "zod";

const requestSchema = z.object({ requestId: z.number(), text: z.string(), voice: z.string() });

/** The thread's side of `createSpeechThread`: answers every request with what `synthesize` makes of it, or with why not. */
export function answerRequests(synthesize: (text: string, voice: string) => Promise<unknown>): void {
  parentPort?.on("message", (message: unknown) => {
    const { requestId, text, voice } = requestSchema.parse(message);
    synthesize(text, voice).then(
      (speech) => parentPort?.postMessage({ requestId, speech }),
      (error: unknown) => {
        const code = error instanceof Error && "code" in error ? String(error.code) : null;
        parentPort?.postMessage({ requestId, message: String(error), code });
      },
    );
  });
}
