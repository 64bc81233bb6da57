import pino from "pino";
import { EnvError, type OrchestratorEnv, readEnv } from "./env.ts";
import { startOrchestrator } from "./orchestrator.ts";
import { rendererSettingsOf } from "./renderers/settings-of-env.ts";
import { scriptServiceOf, speechServiceOf } from "./services/services-of-env.ts";

/** A renderer's child has three seconds to end itself; whatever hangs longer is not waited for. */
const CLOSE_TIMEOUT_MS = 15_000;

const env = readEnvOrExit();
const log = pino({ level: env.LOG_LEVEL, name: "orchestrator" });

try {
  const orchestrator = await startOrchestrator({
    host: env.ORCHESTRATOR_HOST,
    port: env.ORCHESTRATOR_PORT,
    maxRenders: env.ORCHESTRATOR_MAX_RENDERS,
    storage: { url: env.SUPABASE_URL, secretKey: env.SUPABASE_SECRET_KEY },
    media: env.media,
    scriptService: scriptServiceOf(env),
    speechService: speechServiceOf(env),
    renderers: rendererSettingsOf(env),
    log,
  });
  log.info({ url: orchestrator.url }, "Orchestrator listens");

  let isClosing = false;
  const close = (reason: string) => {
    if (isClosing) return;
    isClosing = true;
    log.info({ reason }, "Orchestrator stops");
    setTimeout(() => process.exit(1), CLOSE_TIMEOUT_MS).unref();
    void orchestrator.close().then(() => process.exit(0));
  };
  process.on("SIGTERM", () => close("SIGTERM"));
  process.on("SIGINT", () => close("SIGINT"));
  // Only when a launcher started us: without it there is nobody to work for.
  if (process.channel) process.on("disconnect", () => close("the launcher is gone"));
  process.send?.({ type: "ready", url: orchestrator.url });
} catch (error) {
  if (!(error instanceof Error && "code" in error && error.code === "EADDRINUSE")) throw error;
  const address = `${env.ORCHESTRATOR_HOST}:${env.ORCHESTRATOR_PORT}`;
  process.stderr.write(
    `The orchestrator cannot start: ${address} is taken. Set ORCHESTRATOR_PORT to a free port.\n`,
  );
  process.exit(2);
}

function readEnvOrExit(): OrchestratorEnv {
  try {
    return readEnv();
  } catch (error) {
    if (!(error instanceof EnvError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(2);
  }
}
