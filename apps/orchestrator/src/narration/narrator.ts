import type { videoVoiceSchema } from "@spool/contracts/video-options";
import type { z } from "zod";

export type Voice = z.infer<typeof videoVoiceSchema>;

export interface SpokenWord {
  text: string;
  /** Seconds from the start of its sentence. */
  startSeconds: number;
  endSeconds: number;
}

/** A sentence as it is heard: mono, at `SAMPLE_RATE_HZ`, without silence at the ends. */
export interface Speech {
  samples: Int16Array;
  /** When each word of the sentence is heard, by its blanks; absent where the engine does not tell. */
  words?: readonly SpokenWord[];
}

interface SpeakingOrder {
  voice: Voice;
  /** A BCP 47 tag. */
  language: string;
}

/** Something that reads sentences aloud. */
export interface Narrator {
  /**
   * Says one sentence. null when this narrator cannot say it. Throws CANCELLED when `signal` aborts, and what a
   * service refuses with its category.
   */
  say(text: string, order: SpeakingOrder, signal: AbortSignal): Promise<Speech | null>;
  close(): Promise<void>;
}

/** The first of these that can say a sentence says it. */
export function firstThatCan(narrators: readonly Narrator[]): Narrator {
  return {
    async say(text, order, signal) {
      for (const narrator of narrators) {
        const speech = await narrator.say(text, order, signal);
        if (speech !== null) return speech;
      }
      return null;
    },
    async close() {
      await Promise.all(narrators.map((narrator) => narrator.close()));
    },
  };
}
