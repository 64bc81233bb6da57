import { Hono, type Context } from "hono";
import { bodyLimit } from "hono/body-limit";
import { CredentialsError } from "../gateway/credentials.ts";
import { reportFault } from "../gateway/report-fault.ts";
import { requestContext } from "../gateway/request-context.ts";
import type { RealtimeDeps } from "./realtime-deps.ts";
import { rightsOn, type Caller } from "./authorize-topic.ts";
import { FrameError, isRecord, jsonText, type Broadcast } from "./frames.ts";
import { RateLimit } from "./limits.ts";
import { Refusal } from "./refusal.ts";
import type { TopicKey } from "./topic-hub.ts";

const MAX_BODY_BYTES = 5 * 1024 * 1024;
const TOO_LARGE = "Payload size exceeds tenant limit";
const BLANK = ["can't be blank"];
const INVALID = ["is invalid"];

interface Message {
  topic: TopicKey;
  broadcast: Broadcast;
}

/** Broadcast without a websocket, to be mounted at `/realtime/v1`. 202 means taken, not delivered. */
export function broadcastRoutes(deps: RealtimeDeps): Hono {
  const { adminPool, hub, limits } = deps;
  const rate = new RateLimit(limits.messagesPerSecond);
  const app = new Hono();
  app.onError((error, c) => {
    if (error instanceof CredentialsError) return c.json({ message: error.message }, 401);
    if (error instanceof Refusal) return c.json({ message: error.message }, 503);
    if (error instanceof FrameError) return c.json({ errors: { payload: [error.message] } }, 422);
    reportFault(error, c.req.raw);
    return c.json({ message: "Realtime was unable to handle the request" }, 500);
  });
  app.use(
    "*",
    bodyLimit({ maxSize: MAX_BODY_BYTES, onError: (c) => c.json({ message: "Payload too large" }, 413) }),
  );

  const callerOf = async (c: Context): Promise<Caller> => {
    const credentials = await deps.authenticate(c.req.raw.headers, new URL(c.req.url));
    return { ...credentials, headers: requestContext(credentials, c.req.raw).headers ?? {} };
  };
  const mayWrite = async (caller: Caller, topic: string) =>
    (await rightsOn(adminPool, caller, topic, ["write:broadcast"])).has("write:broadcast");

  app.post("/api/broadcast", async (c) => {
    const caller = await callerOf(c);
    const body = await c.req.json<unknown>().catch(() => null);
    const entries = isRecord(body) ? body["messages"] : undefined;
    if (!Array.isArray(entries) || entries.length === 0) {
      const isMissing = Array.isArray(entries) || (entries ?? null) === null;
      return c.json({ errors: { messages: isMissing ? BLANK : INVALID } }, 422);
    }
    const checked = entries.map((entry: unknown) => checkMessage(entry, limits.payloadBytes));
    if (checked.some(({ message }) => !message)) {
      return c.json({ errors: { messages: checked.map(({ errors }) => errors) } }, 422);
    }
    if (!rate.take(checked.length)) {
      return c.json({ message: "Too many messages to broadcast, please reduce the batch size" }, 429);
    }
    const writable = new Map<string, Promise<boolean>>();
    for (const { message } of checked) {
      if (!message) continue;
      const { topic, broadcast } = message;
      if (topic.isPrivate && !writable.has(topic.name)) {
        writable.set(topic.name, mayWrite(caller, topic.name));
      }
      // As hosted: a message that its sender may not send is dropped, and the others still go.
      if (!topic.isPrivate || (await writable.get(topic.name))) hub.broadcast(topic, broadcast);
    }
    return c.body(null, 202);
  });

  app.post("/api/broadcast/:topic/events/:event", async (c) => {
    const caller = await callerOf(c);
    if (Object.keys(c.req.query()).some((name) => name.startsWith("persist"))) {
      return c.json({ message: "Storing broadcasts for replay is not part of the local stack" }, 501);
    }
    const { topic: name, event } = c.req.param();
    const body = await readBody(c);
    if (body === "unsupported") return c.body(null, 415);
    if (body === null || name.includes("\0")) return c.json({ errors: { payload: INVALID } }, 422);
    const sizeBytes = body.encoding === "json" ? Buffer.byteLength(body.text) : body.bytes.length;
    if (sizeBytes > limits.payloadBytes) return c.json({ errors: { payload: [TOO_LARGE] } }, 422);
    if (!rate.take()) return c.json({ message: "You have exceeded your rate limit" }, 429);
    const topic = { name, isPrivate: c.req.query("private") === "true" };
    if (topic.isPrivate && !(await mayWrite(caller, name))) return c.json({ message: "Unauthorized" }, 403);
    hub.broadcast(topic, { event, body, isBinaryFrame: true });
    return c.body(null, 202);
  });

  app.all("*", (c) => c.json({ message: `${c.req.path} is not part of the local stack` }, 501));
  return app;
}

/** The errors are as hosted words them, by field. */
function checkMessage(
  entry: unknown,
  maxBytes: number,
): { message?: Message; errors: Record<string, string[]> } {
  const { topic, event, payload, private: isPrivate = false } = isRecord(entry) ? entry : {};
  const errors: Record<string, string[]> = {};
  for (const [field, value] of Object.entries({ topic, event, payload })) {
    if (value === undefined || value === null || value === "") errors[field] = BLANK;
  }
  const isName = (value: unknown): value is string =>
    typeof value === "string" && value !== "" && !value.includes("\0");
  if (!errors["topic"] && !isName(topic)) errors["topic"] = INVALID;
  if (!errors["event"] && !isName(event)) errors["event"] = INVALID;
  if (!errors["payload"] && !isRecord(payload)) errors["payload"] = INVALID;
  if (isPrivate !== null && typeof isPrivate !== "boolean") errors["private"] = INVALID;
  const text = jsonText(payload ?? null);
  if (Buffer.byteLength(text) > maxBytes) errors["payload"] = [TOO_LARGE];
  if (Object.keys(errors).length > 0 || !isName(topic) || !isName(event)) return { errors };
  const broadcast: Broadcast = { event, body: { encoding: "json", text }, isBinaryFrame: false };
  return { errors, message: { topic: { name: topic, isPrivate: isPrivate === true }, broadcast } };
}

async function readBody(c: Context): Promise<Broadcast["body"] | "unsupported" | null> {
  const type = c.req.header("content-type") ?? "";
  if (type.startsWith("application/octet-stream")) {
    return { encoding: "binary", bytes: Buffer.from(await c.req.arrayBuffer()) };
  }
  if (!type.startsWith("application/json")) return "unsupported";
  const text = await c.req.text();
  return isJson(text) ? { encoding: "json", text } : null;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
