import { Hono, type Context } from "hono";
import { bodyLimit } from "hono/body-limit";
import { z } from "zod";
import { CredentialsError } from "../gateway/credentials.ts";
import { reportFault } from "../gateway/report-fault.ts";
import { mayWrite } from "./authorize-topic.ts";
import { ChannelRefusal } from "./channel-refusal.ts";
import type { Broadcast } from "./frames.ts";
import type { RealtimeDeps } from "./realtime-deps.ts";

const MAX_BODY_BYTES = 5 * 1024 * 1024;

const text = z
  .string()
  .min(1)
  .max(1_024)
  .regex(/^[^\0]*$/);
const batchSchema = z.object({
  messages: z.array(
    z.object({
      topic: text,
      event: text,
      payload: z.record(z.string(), z.unknown()),
      private: z.boolean().nullish(),
    }),
  ),
});
const nameSchema = z.object({ topic: text, event: text });

/** Broadcast without a websocket, to be mounted at `/realtime/v1`. 202 means taken, not delivered. */
export function broadcastRoutes(deps: RealtimeDeps): Hono {
  const app = new Hono();
  app.onError((error, c) => {
    if (error instanceof CredentialsError) return c.json({ message: error.message }, 401);
    if (error instanceof ChannelRefusal) return c.json({ message: error.message }, 503);
    reportFault(error, c.req.raw);
    return c.json({ message: "Realtime was unable to handle the request" }, 500);
  });
  app.use(
    "*",
    bodyLimit({ maxSize: MAX_BODY_BYTES, onError: (c) => c.json({ message: "Payload too large" }, 413) }),
  );

  app.post("/api/broadcast", async (c) => {
    const who = await deps.authenticate(c.req.raw.headers, new URL(c.req.url));
    const batch = batchSchema.safeParse(await c.req.json<unknown>().catch(() => null));
    if (!batch.success) return c.json({ errors: batch.error.issues.map(describeIssue) }, 422);
    const writable = new Map<string, Promise<boolean>>();
    for (const { topic, event, payload, private: isPrivate } of batch.data.messages) {
      if (isPrivate && !writable.has(topic)) writable.set(topic, mayWrite(deps.adminPool, who, topic));
      // As hosted: a message that its sender may not send is dropped, and the others still go.
      if (isPrivate && !(await writable.get(topic))) continue;
      const body = { encoding: "json" as const, text: JSON.stringify(payload) };
      deps.hub.publish({ name: topic, isPrivate: isPrivate ?? false }, { event, body });
    }
    return c.body(null, 202);
  });

  app.post("/api/broadcast/:topic/events/:event", async (c) => {
    const who = await deps.authenticate(c.req.raw.headers, new URL(c.req.url));
    if (Object.keys(c.req.query()).some((name) => name.startsWith("persist"))) {
      return c.json({ message: "Storing broadcasts for replay is not part of the local stack" }, 501);
    }
    const names = nameSchema.safeParse(c.req.param());
    const body = await readBody(c);
    if (!names.success || !body)
      return c.json({ message: "The topic, the event or the payload is not valid" }, 422);
    const { topic, event } = names.data;
    const isPrivate = c.req.query("private") === "true";
    if (isPrivate && !(await mayWrite(deps.adminPool, who, topic))) {
      return c.json({ message: `You do not have permissions to write to this Channel topic: ${topic}` }, 403);
    }
    deps.hub.publish({ name: topic, isPrivate }, { event, body });
    return c.body(null, 202);
  });

  app.all("*", (c) => c.json({ message: `${c.req.path} is not part of the local stack` }, 501));
  return app;
}

async function readBody(c: Context): Promise<Broadcast["body"] | null> {
  if (c.req.header("content-type")?.startsWith("application/octet-stream")) {
    return { encoding: "binary", bytes: Buffer.from(await c.req.arrayBuffer()) };
  }
  const value = await c.req.json<unknown>().catch(() => undefined);
  return value === undefined ? null : { encoding: "json", text: JSON.stringify(value) };
}

function describeIssue(issue: z.core.$ZodIssue): string {
  return `${issue.path.join(".")}: ${issue.message}`;
}
