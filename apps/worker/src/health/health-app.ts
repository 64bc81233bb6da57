import { Hono } from "hono";

export interface Readiness {
  /** What keeps the worker from taking work, in words; empty when nothing does. */
  reasons: string[];
  name: string;
  version: string;
  slots: number;
  busySlots: number;
  uptimeSeconds: number;
}

/** `/healthz`: the process runs. `/readyz`: it takes work, or 503 and why not. */
export function createHealthApp(readiness: () => Readiness): Hono {
  const app = new Hono();
  app.get("/healthz", (context) => context.json({ status: "ok" }));
  app.get("/readyz", (context) => {
    const { reasons, ...facts } = readiness();
    return reasons.length === 0
      ? context.json({ status: "ready", ...facts })
      : context.json({ status: "not_ready", reasons, ...facts }, 503);
  });
  return app;
}
