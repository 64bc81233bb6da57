import type { Broadcast, ProtocolVersion, Ref } from "./frames.ts";

/** Bytes ready for the socket, and which kind of websocket frame they are. */
export interface WireFrame {
  data: Buffer;
  isBinary: boolean;
}

/** Encodes one thing once for each dialect, however many readers there are. Null when a dialect cannot carry it. */
export type Encoding = (version: ProtocolVersion) => WireFrame | null;

export interface ServerMessage {
  joinRef: Ref;
  ref: Ref;
  topic: string;
  event: string;
}

const USER_BROADCAST = 4;
const JSON_ENCODING = 1;
const BINARY_ENCODING = 0;
/** Every length in a binary header is one byte. */
const MAX_FIELD_BYTES = 255;

export function encodeOnce(encode: Encoding): Encoding {
  const frames = new Map<ProtocolVersion, WireFrame | null>();
  return (version) => {
    const known = frames.get(version);
    if (known !== undefined) return known;
    const frame = encode(version);
    frames.set(version, frame);
    return frame;
  };
}

/** A text frame around a payload that is JSON text already. */
export function encodeMessage(
  version: ProtocolVersion,
  { joinRef, ref, topic, event }: ServerMessage,
  payload: string,
): WireFrame {
  const [join, reference, name, kind] = [joinRef, ref, topic, event].map((part) => JSON.stringify(part));
  return {
    isBinary: false,
    data: Buffer.from(
      version === "2.0.0"
        ? `[${join},${reference},${name},${kind},${payload}]`
        : `{"topic":${name},"event":${kind},"payload":${payload},"ref":${reference},"join_ref":${join}}`,
    ),
  };
}

/** Null for binary content where there are no binary frames: at 1.0.0, or under a name over 255 bytes. */
export function encodeBroadcast(
  version: ProtocolVersion,
  message: Pick<ServerMessage, "joinRef" | "topic">,
  broadcast: Broadcast,
): WireFrame | null {
  if (version === "2.0.0" && broadcast.isBinaryFrame) {
    const binary = encodeBinaryBroadcast(message.topic, broadcast);
    if (binary) return binary;
  }
  if (broadcast.body.encoding === "binary") return null;
  const meta = broadcast.meta ? `,"meta":${JSON.stringify(broadcast.meta)}` : "";
  return encodeMessage(
    version,
    { ...message, ref: null, event: "broadcast" },
    `{"type":"broadcast","event":${JSON.stringify(broadcast.event)},"payload":${broadcast.body.text}${meta}}`,
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
