import { z } from "zod";
import { startBenchChild } from "../bench-child.ts";

/** Whom to listen to, and as whom. */
export const listenersSchema = z.object({
  kind: z.enum(["broadcast", "changes"]),
  apiUrl: z.string(),
  publishableKey: z.string(),
  /** One subscriber each. The first of them use supabase-js, the others a bare websocket. */
  accessTokens: z.array(z.string()),
  supabaseJsCount: z.number(),
  /** Of the topic, or of the table in `public`. */
  name: z.string(),
  /** Messages are numbered from 0 to this. */
  messages: z.number(),
});
export type ListenersTarget = z.infer<typeof listenersSchema>;

export interface Heard {
  /** For each subscriber, by the number of the message: milliseconds since 1970 at its first arrival, 0 for none. */
  arrivalsMs: Float64Array[];
  duplicates: number;
}

export interface Listeners {
  heard(): Promise<Heard>;
  stop(): Promise<void>;
}

/** Starts the subscribers in a process of their own and waits until all of them are subscribed. */
export async function startListeners(target: ListenersTarget): Promise<Listeners> {
  const child = await startBenchChild(new URL("subscribers.ts", import.meta.url), target);
  return {
    // Sent by subscribers.ts.
    heard: async () => (await child.ask("heard")) as Heard,
    stop: () => child.stop(),
  };
}

/** One clock for both processes. */
export const nowMs = (): number => performance.timeOrigin + performance.now();
