import { renderEventSchema, type RenderEvent } from "@spool/contracts/render-api";
import { EventSourceParserStream } from "eventsource-parser/stream";
import { setTimeout as delay } from "node:timers/promises";
import { parseJson } from "./orchestrator-errors.ts";

const FIRST_RETRY_MS = 25;
const LAST_RETRY_MS = 1_000;
const LINE_MAX_CHARACTERS = 1024 * 1024;

export interface RenderFollower {
  /** The orchestrator knows the render and sends its events from now on. Called again after a broken stream. */
  onOpen(): void;
  onEvent(event: RenderEvent): void;
}

/**
 * Reads a render's server-sent events, asking again while the render is unknown or the stream breaks off.
 *
 * The service replays a render from its start on every connection, so what was seen before is counted and skipped.
 * Never throws: events are news, and the answer of the render itself is what decides about the job. Resolves at
 * `ended`, or when `signal` aborts. Events that this version does not know are left out.
 */
export async function readRenderEvents(
  url: URL,
  follower: RenderFollower,
  signal: AbortSignal,
): Promise<void> {
  const reader: Reader = { seenCount: 0, hasEnded: false };
  const isDone = () => signal.aborted || reader.hasEnded;
  let retryMs = FIRST_RETRY_MS;
  while (!isDone()) {
    const seenBefore = reader.seenCount;
    await readOnce(url, follower, signal, reader).catch(() => undefined); // asked again below
    retryMs = reader.seenCount > seenBefore ? FIRST_RETRY_MS : Math.min(retryMs * 2, LAST_RETRY_MS);
    if (!isDone()) await delay(retryMs, undefined, { signal }).catch(() => undefined); // aborted: the loop ends
  }
}

interface Reader {
  seenCount: number;
  hasEnded: boolean;
}

async function readOnce(
  url: URL,
  follower: RenderFollower,
  signal: AbortSignal,
  reader: Reader,
): Promise<void> {
  const response = await fetch(url, { headers: { accept: "text/event-stream" }, signal });
  const isStream = response.ok && response.headers.get("content-type")?.startsWith("text/event-stream");
  if (!isStream || !response.body) {
    await response.body?.cancel();
    return;
  }
  const messages = response.body
    .pipeThrough(new TextDecoderStream())
    .pipeThrough(new EventSourceParserStream({ maxBufferSize: LINE_MAX_CHARACTERS }));
  follower.onOpen();
  let index = 0;
  for await (const message of messages) {
    index += 1;
    if (index <= reader.seenCount) continue;
    reader.seenCount = index;
    const event = renderEventSchema.safeParse(parseJson(message.data));
    if (!event.success) continue;
    follower.onEvent(event.data);
    if (event.data.type === "ended") {
      reader.hasEnded = true;
      return;
    }
  }
}
