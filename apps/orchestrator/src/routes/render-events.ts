import { Hono } from "hono";
import { streamSSE } from "hono/streaming";
import type { ActiveRenders } from "../renders/active-renders.ts";

/** Proxies close a stream that is silent for half a minute or so. */
const KEEP_ALIVE_MS = 15_000;

/** `GET /render/:job_id/events[?attempt_id=]`: what happens in a render, from its start to `ended`. */
export function renderEvents(renders: ActiveRenders, keepAliveMs = KEEP_ALIVE_MS): Hono {
  const app = new Hono();
  app.get("/render/:job_id/events", (context) => {
    const events = renders.eventsOf(context.req.param("job_id"), context.req.query("attempt_id"));
    if (events === undefined) {
      return context.json(
        { error: "not_found", message: "No render of this job is known here.", status: 404 },
        404,
      );
    }
    context.header("X-Accel-Buffering", "no"); // nginx would hold the events back
    return streamSSE(context, async (stream) => {
      const left = new AbortController();
      stream.onAbort(() => left.abort());
      const keepAlive = setInterval(() => void stream.write(": keep-alive\n\n"), keepAliveMs);
      try {
        for await (const event of events.follow(left.signal)) {
          await stream.writeSSE({ event: event.type, data: JSON.stringify(event) });
        }
      } finally {
        clearInterval(keepAlive);
      }
    });
  });
  return app;
}
