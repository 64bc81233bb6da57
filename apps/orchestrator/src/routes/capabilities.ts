import type { OrchestratorCapabilities } from "@spool/contracts/render-api";
import { Hono } from "hono";

/** `GET /capabilities`: what a worker tells of the service behind it. */
export function capabilities(renderers: string[]): Hono {
  const app = new Hono();
  app.get("/capabilities", (context) => context.json({ renderers } satisfies OrchestratorCapabilities));
  return app;
}
