import type { Broadcast, ProtocolVersion, Ref } from "./frames.ts";

/** Bytes ready for the socket, and which kind of websocket frame they are. */
export interface WireFrame {
  data: Buffer;
  isBinary: boolean;
}

export interface ServerMessage {
  joinRef: Ref;
  ref: Ref;
  topic: string;
  event: string;
  payload: unknown;
}

const USER_BROADCAST = 4;
const JSON_ENCODING = 1;
const BINARY_ENCODING = 0;
/** Every length in a binary header is one byte. */
const MAX_FIELD_BYTES = 255;

/** A reply or notice for one client, as text. */
export function encodeMessage(version: ProtocolVersion, message: ServerMessage): WireFrame {
  const { joinRef, ref, topic, event, payload } = message;
  const value =
    version === "2.0.0"
      ? [joinRef, ref, topic, event, payload]
      : { topic, event, payload, ref, join_ref: joinRef };
  return textFrame(JSON.stringify(value));
}

/**
 * A broadcast for every reader of a topic that speaks `version`; encode once, send to all.
 * Null when that dialect has no way to carry it (binary content for 1.0.0, binary under a name over 255 bytes).
 */
export function encodeBroadcast(
  version: ProtocolVersion,
  topic: string,
  broadcast: Broadcast,
): WireFrame | null {
  if (version === "2.0.0") {
    const binary = encodeBinaryBroadcast(topic, broadcast);
    if (binary) return binary;
  }
  if (broadcast.body.encoding === "binary") return null;
  const meta = broadcast.meta ? `,"meta":${JSON.stringify(broadcast.meta)}` : "";
  const payload = `{"type":"broadcast","event":${JSON.stringify(broadcast.event)},"payload":${broadcast.body.text}${meta}}`;
  const name = JSON.stringify(topic);
  return textFrame(
    version === "2.0.0"
      ? `[null,null,${name},"broadcast",${payload}]`
      : `{"topic":${name},"event":"broadcast","payload":${payload},"ref":null}`,
  );
}

function encodeBinaryBroadcast(topic: string, { event, body, meta }: Broadcast): WireFrame | null {
  const fields = [topic, event, meta ? JSON.stringify(meta) : ""].map((field) => Buffer.from(field));
  if (fields.some((field) => field.length > MAX_FIELD_BYTES)) return null;
  const encoding = body.encoding === "json" ? JSON_ENCODING : BINARY_ENCODING;
  const header = Buffer.from([USER_BROADCAST, ...fields.map((field) => field.length), encoding]);
  const content = body.encoding === "json" ? Buffer.from(body.text) : body.bytes;
  return { data: Buffer.concat([header, ...fields, content]), isBinary: true };
}

function textFrame(text: string): WireFrame {
  return { data: Buffer.from(text), isBinary: false };
}
