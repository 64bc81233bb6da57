import { Hono } from "hono";
import type { ActiveRenders } from "../renders/active-renders.ts";

/** `DELETE /render/:job_id[?attempt_id=]`: 204 once the render and its children have ended. */
export function deleteRender(renders: ActiveRenders): Hono {
  const app = new Hono();
  app.delete("/render/:job_id", async (context) => {
    const jobId = context.req.param("job_id");
    switch (await renders.cancel(jobId, context.req.query("attempt_id"))) {
      case "cancelled":
        return context.body(null, 204);
      case "unknown":
        return context.json(
          { error: "not_found", message: "No render of this job is running here.", status: 404 },
          404,
        );
      case "not_current":
        return context.json(
          {
            error: "not_current",
            message: "Another attempt of this job took over; it goes on.",
            status: 409,
          },
          409,
        );
    }
  });
  return app;
}
