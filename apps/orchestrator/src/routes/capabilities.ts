import type { OrchestratorCapabilities } from "@spool/contracts/render-api";
import { Hono } from "hono";

/** `GET /capabilities`: what a worker tells of the service behind it, as it is at the moment. */
export function capabilities(renderers: () => Promise<string[]>): Hono {
  const app = new Hono();
  app.get("/capabilities", async (context) =>
    context.json({ renderers: await renderers() } satisfies OrchestratorCapabilities),
  );
  return app;
}
