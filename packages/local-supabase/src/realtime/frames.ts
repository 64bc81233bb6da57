/** The two dialects a client can ask for with `?vsn=`: JSON objects, or JSON arrays plus binary broadcasts. */
export type ProtocolVersion = "1.0.0" | "2.0.0";

/** Chosen by the client and echoed back as it came. */
export type Ref = string | number | null;

/** A broadcast's content, kept as the bytes or JSON text it arrived in so that it is never re-encoded per reader. */
export interface Broadcast {
  event: string;
  body: { encoding: "json"; text: string } | { encoding: "binary"; bytes: Buffer };
  meta?: Readonly<Record<string, unknown>>;
  /** Whether readers of 2.0.0 get it in a binary frame, as hosted: what came in one, and single ones over HTTP. */
  isBinaryFrame: boolean;
}

interface Envelope {
  joinRef: Ref;
  ref: Ref;
  topic: string;
}

export type ClientFrame =
  | (Envelope & { kind: "message"; event: string; payload: Readonly<Record<string, unknown>> })
  | (Envelope & { kind: "broadcast"; broadcast: Broadcast; wantsStorage: boolean });

/** What the client sent is not in the protocol at all. The connection cannot go on: frames carry no way to resync. */
export class FrameError extends Error {
  override readonly name = "FrameError";
}

const USER_BROADCAST_PUSH = 3;
const PUSH_HEADER_BYTES = 7;
const JSON_ENCODING = 1;
const utf8 = new TextDecoder("utf-8", { fatal: true });

/** Reads one text frame. Throws FrameError for whatever is not a message of that dialect. */
export function decodeText(version: ProtocolVersion, text: string): ClientFrame {
  const parsed = parseJson(text);
  const parts = version === "2.0.0" ? fromArray(parsed) : fromObject(parsed);
  const [joinRef = null, ref = null, topic, event, payload] = parts;
  if (!isRef(joinRef) || !isRef(ref)) throw new FrameError("a ref must be text, a number or null");
  if (typeof topic !== "string" || typeof event !== "string")
    throw new FrameError("topic and event must be text");
  const content = payload ?? {};
  if (!isRecord(content)) throw new FrameError("payload must be an object");
  const base = { joinRef, ref, topic };
  if (event === "broadcast" && typeof content["event"] === "string") {
    const body = { encoding: "json" as const, text: jsonText(content["payload"] ?? {}) };
    const broadcast = { event: content["event"], body, isBinaryFrame: false };
    return { ...base, kind: "broadcast", broadcast, wantsStorage: false };
  }
  return { ...base, kind: "message", event, payload: content };
}

/** Reads one binary frame: only broadcast pushes (kind 3) exist in that direction. Throws FrameError. */
export function decodeBinary(bytes: Buffer): ClientFrame {
  if (bytes.length < PUSH_HEADER_BYTES || bytes[0] !== USER_BROADCAST_PUSH) {
    throw new FrameError("a binary frame must be a broadcast push");
  }
  const lengths = [...bytes.subarray(1, 6)];
  const encoding = bytes[6];
  let offset = PUSH_HEADER_BYTES;
  const [joinRef = "", ref = "", topic = "", event = "", meta = ""] = lengths.map((length) => {
    if (offset + length > bytes.length) throw new FrameError("a binary frame ends inside its header");
    return decodeUtf8(bytes.subarray(offset, (offset += length)));
  });
  const options = meta === "" ? {} : parseJson(meta);
  const rest = bytes.subarray(offset);
  const base = {
    kind: "broadcast" as const,
    joinRef: joinRef || null,
    ref: ref || null,
    topic,
    wantsStorage: isRecord(options) && Boolean(options["persist"]),
  };
  if (encoding !== JSON_ENCODING) {
    return { ...base, broadcast: { event, body: { encoding: "binary", bytes: rest }, isBinaryFrame: true } };
  }
  const text = decodeUtf8(rest);
  parseJson(text); // goes to readers verbatim inside a larger JSON text, so it must be one whole value
  return { ...base, broadcast: { event, body: { encoding: "json", text }, isBinaryFrame: true } };
}

/** Throws FrameError for what is nested more deeply than this process can write again. */
export function jsonText(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch (error) {
    throw new FrameError("a payload is nested too deeply", { cause: error });
  }
}

function fromArray(parsed: unknown): unknown[] {
  if (!Array.isArray(parsed) || parsed.length < 5) throw new FrameError("a message must be an array of five");
  return parsed;
}

function fromObject(parsed: unknown): unknown[] {
  if (!isRecord(parsed)) throw new FrameError("a message must be an object");
  return [parsed["join_ref"], parsed["ref"], parsed["topic"], parsed["event"], parsed["payload"]];
}

function isRef(value: unknown): value is Ref {
  return value === null || typeof value === "string" || typeof value === "number";
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new FrameError("a frame is not valid JSON", { cause: error });
  }
}

function decodeUtf8(bytes: Buffer): string {
  try {
    return utf8.decode(bytes);
  } catch (error) {
    throw new FrameError("a frame is not valid UTF-8", { cause: error });
  }
}
