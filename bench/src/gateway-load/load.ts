import { z } from "zod";
import { startBenchChild } from "../bench-child.ts";

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
  const child = await startBenchChild(new URL(entry, import.meta.url), target);
  return {
    async run(operation, seconds) {
      // Sent by `answerRuns` in the same folder.
      return (await child.ask({ operation, seconds })) as LoadResult;
    },
    stop: () => child.stop(),
  };
}
