import { z } from "zod";

const memorySchema = z.object({ startedAt: z.string(), done: z.number() });

/** How far a batch came: so that the same file, chosen again in this tab, goes on and doubles nothing. */
type BatchMemory = z.infer<typeof memorySchema>;

const keyOf = (fingerprint: string): string => `spool.batch:${fingerprint}`;

export function recallBatch(fingerprint: string): BatchMemory | null {
  try {
    const kept = sessionStorage.getItem(keyOf(fingerprint));
    return kept === null ? null : (memorySchema.safeParse(JSON.parse(kept)).data ?? null);
  } catch {
    return null; // no storage, or no JSON in it
  }
}

export function rememberBatch(fingerprint: string, memory: BatchMemory): void {
  try {
    sessionStorage.setItem(keyOf(fingerprint), JSON.stringify(memory));
  } catch {
    // Without storage the keys still keep unfinished jobs from being doubled.
  }
}
