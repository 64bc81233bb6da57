import type { videoVoiceSchema } from "@spool/contracts/video-options";
import type { z } from "zod";

export type Voice = z.infer<typeof videoVoiceSchema>;

/** Something that reads sentences aloud. Other engines (a service by URL, other languages) take its place later. */
export interface Narrator {
  /**
   * Says one sentence: its samples, mono, at `SAMPLE_RATE_HZ`, without silence at the ends.
   * null when this narrator cannot say it. Throws CANCELLED when `signal` aborts.
   */
  say(text: string, voice: Voice, signal: AbortSignal): Promise<Int16Array | null>;
  close(): Promise<void>;
}
