import { AppError } from "@spool/contracts/app-error";
import { failureWithAdvice } from "../services/failure-with-advice.ts";
import { narrateToLength, type Narration } from "./narrate-to-length.ts";
import type { Narrator } from "./narrator.ts";

const FORBIDDEN =
  "The job lets no other voice stand in (voice_fallback is false): run it again when the service is well, or allow the voices of the machine.";

/**
 * Narrates with a voice by URL where there is one, and where it fails and the job allows it (`isLocalAllowed`), with the
 * voices of this machine: a whole video in one voice, never half of it in another. What happened is told to `onFallback`
 * and is a notice of the script.
 *
 * Where the job forbids it, throws what the service failed with, and what would help. What is wrong with the script is
 * no failure of a voice: another one does not speak it.
 */
export async function narrateWithFallback(
  write: Parameters<typeof narrateToLength>[0],
  order: Parameters<typeof narrateToLength>[1],
  { service, local, isLocalAllowed }: { service: Narrator | null; local: Narrator; isLocalAllowed: boolean },
  signal: AbortSignal,
  onProgress: (ratio: number) => void,
  onFallback: (message: string) => void,
): Promise<Narration> {
  if (service === null) return narrateToLength(write, order, local, signal, onProgress);
  let failure: unknown;
  const watched: Narrator = {
    ...service,
    say: (...sentence) =>
      service.say(...sentence).catch((error: unknown) => {
        failure = error;
        throw error;
      }),
  };
  try {
    return await narrateToLength(write, order, watched, signal, onProgress);
  } catch (error) {
    if (!(error instanceof AppError) || error !== failure || signal.aborted) throw error;
    if (!isLocalAllowed) throw failureWithAdvice(error, FORBIDDEN);
    const notice = `A voice of this machine speaks, because the service failed: ${error.message}`;
    onFallback(notice);
    const narration = await narrateToLength(write, order, local, signal, onProgress);
    const { script } = narration;
    return { ...narration, script: { ...script, notices: [...script.notices, notice] } };
  }
}
