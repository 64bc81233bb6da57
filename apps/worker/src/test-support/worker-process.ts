import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const MAIN = fileURLToPath(new URL("../main.ts", import.meta.url));

export interface WorkerProcess {
  child: ChildProcess;
  /** Where it serves its health, once it takes work. */
  ready: Promise<string>;
  /** Exit code and signal. */
  exited: Promise<[number | null, NodeJS.Signals | null]>;
  /** What it has written to both outputs so far. */
  output(): string;
}

/** Starts the worker as a process of its own, with nothing in its environment but `env`. */
export function spawnWorker(env: Record<string, string>): WorkerProcess {
  const child = spawn(process.execPath, [MAIN], {
    env: { WORKER_PORT: "0", ...env },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  const { stdout, stderr } = child;
  if (!stdout || !stderr) throw new Error("Both outputs were asked for as pipes");
  let output = "";
  stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
  stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const ready = once(child, "message").then(([message]) => {
    // What main.ts sends when it is ready.
    const { type, url } = message as { type: string; url: string };
    if (type !== "ready") throw new Error(`Unexpected message ${type}`);
    return url;
  });
  // Not "close": that does not come once the channel was disconnected from this side.
  const ended = Promise.all([once(child, "exit"), once(stdout, "end"), once(stderr, "end")]);
  const exited = ended.then(([[code, signal]]) => [code, signal] as [number | null, NodeJS.Signals | null]);
  return { child, ready, exited, output: () => output };
}
