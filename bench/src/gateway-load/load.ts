import { fork } from "node:child_process";
import { once } from "node:events";
import { z } from "zod";

export type Operation = "read" | "insert";

/** What a load works on. Every load knows all of it, so that they differ in the way they take and in nothing else. */
export const loadTargetSchema = z.object({
  kind: z.enum(["rest", "node-pg", "node-pg-pipelined"]),
  connections: z.number(),
  apiUrl: z.string(),
  publishableKey: z.string(),
  accessToken: z.string(),
  /** As `authenticator`. */
  databaseUrl: z.string(),
  /** Ids go from 1 to this. */
  rows: z.number(),
});
export type LoadTarget = z.infer<typeof loadTargetSchema>;

export interface LoadResult {
  elapsedSeconds: number;
  latenciesMs: number[];
}

/** A process of its own that keeps its connections busy for as long as it is told. */
export interface Load {
  run(operation: Operation, seconds: number): Promise<LoadResult>;
  stop(): Promise<void>;
}

/** Starts a load and waits until it is connected. */
export async function startLoad(target: LoadTarget): Promise<Load> {
  const entry = target.kind === "rest" ? "rest-load.ts" : "node-pg-load.ts";
  const child = fork(new URL(entry, import.meta.url), [JSON.stringify(target)], {
    serialization: "advanced",
  });
  const next = async (): Promise<unknown> => {
    const listening = new AbortController();
    try {
      return await Promise.race([
        once(child, "message", { signal: listening.signal }).then(([message]: unknown[]) => message),
        once(child, "exit", { signal: listening.signal }).then(() => {
          throw new Error(`The load ${target.kind} ended by itself: its message stands above`);
        }),
      ]);
    } finally {
      listening.abort();
    }
  };
  await next();
  return {
    async run(operation, seconds) {
      child.send({ operation, seconds });
      // Sent by `answerRuns` in the same folder.
      return (await next()) as LoadResult;
    },
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill();
      await once(child, "exit");
    },
  };
}
