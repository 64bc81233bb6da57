import { Hono } from "hono";

/** Resolves when what it stands for can be used, and throws why not otherwise. */
export type Check = (signal: AbortSignal) => Promise<unknown>;

const CHECK_TIMEOUT_MS = 5_000;

/** `/healthz`: this process answers. `/readyz`: it can make a video, or which part of that it lacks. */
export function health(checks: Readonly<Record<string, Check>>): Hono {
  const app = new Hono();
  app.get("/healthz", (context) => context.json({ status: "ok" }));
  app.get("/readyz", async (context) => {
    const results = await Promise.all(
      Object.entries(checks).map(async ([name, check]) => [name, await run(check)] as const),
    );
    const isReady = results.every(([, result]) => result === "ok");
    const answer = { status: isReady ? "ready" : "not ready", checks: Object.fromEntries(results) };
    return context.json(answer, isReady ? 200 : 503);
  });
  return app;
}

async function run(check: Check): Promise<string> {
  try {
    await check(AbortSignal.timeout(CHECK_TIMEOUT_MS));
    return "ok";
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
