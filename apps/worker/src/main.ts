import pino from "pino";
import packageJson from "../package.json" with { type: "json" };
import { parseEnv, type WorkerEnv } from "./env.ts";
import { createHealthApp } from "./health/health-app.ts";
import { serveHealth } from "./health/serve-health.ts";
import { startWorker, type Worker } from "./worker.ts";

const EXIT_MISCONFIGURED = 2;
/** A stop that takes longer than the grace period and this is stuck. */
const STUCK_AFTER_SECONDS = 30;

const env = readEnvOrExit();
const { name, slots } = env;
const { version } = packageJson;
const log = pino({ level: env.logLevel, base: { service: "worker", name } });

const stopping = new AbortController();
const hurrying = new AbortController();
const onStop = (cause: string) => {
  log.info(
    { cause },
    stopping.signal.aborted ? "Asked to stop again: handing back at once" : "Asked to stop",
  );
  if (stopping.signal.aborted) hurrying.abort();
  stopping.abort();
};
process.on("SIGTERM", () => onStop("SIGTERM"));
process.on("SIGINT", () => onStop("SIGINT"));
process.on("disconnect", () => onStop("the launcher is gone"));

let worker: Worker | undefined;
const health = await serveHealth(
  createHealthApp(() => ({
    reasons: worker ? worker.obstacles() : ["Waiting for the database"],
    name,
    version,
    slots,
    busySlots: worker?.busySlots ?? 0,
    uptimeSeconds: Math.round(process.uptime()),
  })),
  env.healthHost,
  env.healthPort,
).catch(exitMisconfigured);
log.info({ url: health.url }, "Serving health");

try {
  worker = await startWorker({ ...env, version }, log, stopping.signal);
} catch (error) {
  if (!stopping.signal.aborted) {
    log.fatal({ err: error }, "Could not start");
    exitMisconfigured(error);
  }
}
if (worker) process.send?.({ type: "ready", url: health.url });

const stopAsked = Promise.withResolvers<undefined>();
stopping.signal.addEventListener("abort", () => stopAsked.resolve(undefined));
if (!stopping.signal.aborted) await stopAsked.promise;

setTimeout(() => process.exit(1), (env.graceSeconds + STUCK_AFTER_SECONDS) * 1_000).unref();
const isClean = (await worker?.stop(env.graceSeconds, hurrying.signal)) ?? true;
await health.close();
log.info({ isClean }, "Stopped");
process.exit(isClean ? 0 : 1);

function readEnvOrExit(): WorkerEnv {
  try {
    return parseEnv();
  } catch (error) {
    return exitMisconfigured(error);
  }
}

/** For what no waiting mends: says it in a sentence, without a stack, and stops. */
function exitMisconfigured(error: unknown): never {
  process.stderr.write(
    `The worker cannot start.\n${error instanceof Error ? error.message : String(error)}\n`,
  );
  process.exit(EXIT_MISCONFIGURED);
}
