import { fork } from "node:child_process";
import { once } from "node:events";

/** A process of a bench's own, that makes load or takes it. */
export interface BenchChild {
  /** The child's next message, after `question` was sent to it. Throws when it ends instead. */
  ask(question: object | string): Promise<unknown>;
  stop(): Promise<void>;
}

/** Starts `entry` with `target` as its only argument, in JSON, and waits for the first message: it is ready. */
export async function startBenchChild(entry: URL, target: object): Promise<BenchChild> {
  const child = fork(entry, [JSON.stringify(target)], { serialization: "advanced" });
  const next = async (): Promise<unknown> => {
    const listening = new AbortController();
    try {
      return await Promise.race([
        once(child, "message", { signal: listening.signal }).then(([message]: unknown[]) => message),
        once(child, "exit", { signal: listening.signal }).then(() => {
          throw new Error(`${entry.pathname} ended by itself: its message stands above`);
        }),
      ]);
    } finally {
      listening.abort();
    }
  };
  await next();
  return {
    ask(question) {
      child.send(question);
      return next();
    },
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill();
      await once(child, "exit");
    },
  };
}
