import { AppError } from "@spool/contracts/app-error";
import { narrateToLength, type Narration } from "./narrate-to-length.ts";
import type { Narrator } from "./narrator.ts";

/**
 * Narrates with a voice by URL where there is one, and with the voices of this machine when it fails: a whole video
 * in one voice, never half of it in another. What happened is told to `onFallback` and is a notice of the script.
 */
export async function narrateWithFallback(
  write: Parameters<typeof narrateToLength>[0],
  order: Parameters<typeof narrateToLength>[1],
  { service, local }: { service: Narrator | null; local: Narrator },
  signal: AbortSignal,
  onProgress: (ratio: number) => void,
  onFallback: (message: string) => void,
): Promise<Narration> {
  if (service === null) return narrateToLength(write, order, local, signal, onProgress);
  try {
    return await narrateToLength(write, order, service, signal, onProgress);
  } catch (error) {
    if (!(error instanceof AppError) || error.category === "CANCELLED") throw error;
    const notice = `A voice of this machine speaks, because the service failed: ${error.message}`;
    onFallback(notice);
    const narration = await narrateToLength(write, order, local, signal, onProgress);
    const { script } = narration;
    return { ...narration, script: { ...script, notices: [...script.notices, notice] } };
  }
}
