import { startChild, type ManagedChild } from "../platform/child-process.ts";
import type { UrlReady } from "../platform/processes.ts";

const READY_TIMEOUT_SECONDS = 60;
const STOP_TIMEOUT_SECONDS = 20;

/** A worker process that somebody is going to hurt. */
export type WorkerNode = ManagedChild<UrlReady>;

/** Starts a worker as a process of its own and waits until it takes work. */
export function startWorkerNode(
  name: string,
  options: {
    slots: number;
    databaseUrl: string;
    orchestratorUrl: string;
    logDir: string;
    env?: Record<string, string>;
  },
): Promise<WorkerNode> {
  return startChild<UrlReady>({
    name,
    entry: "apps/worker/src/main.ts",
    env: {
      WORKER_NAME: name,
      WORKER_SLOTS: String(options.slots),
      WORKER_PORT: "0",
      WORKER_GRACE_SECONDS: "0",
      DATABASE_URL: options.databaseUrl,
      ORCHESTRATOR_URL: options.orchestratorUrl,
      LOG_LEVEL: "info",
      ...options.env,
    },
    logDir: options.logDir,
    readyTimeoutSeconds: READY_TIMEOUT_SECONDS,
    stopTimeoutSeconds: STOP_TIMEOUT_SECONDS,
  });
}
