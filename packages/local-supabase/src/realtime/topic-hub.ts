import { encodeBroadcast, encodeOnce, type Encoding, type WireFrame } from "./encode-frames.ts";
import type { Broadcast, ProtocolVersion } from "./frames.ts";

/** Somebody who has joined a topic. */
export interface Reader {
  readonly version: ProtocolVersion;
  /** Whether this reader is to have that event, or that stored message. */
  wants(event: "broadcast" | "presence_diff", messageId?: unknown): boolean;
  deliver(frame: WireFrame): void;
}

/** A topic's name without `realtime:`. Private and public topics of one name are different topics. */
export interface TopicKey {
  name: string;
  isPrivate: boolean;
}

/** Who reads which topic in this process, and the one place where a message fans out. */
export class TopicHub {
  readonly #readers = new Map<string, Set<Reader>>();

  add(topic: TopicKey, reader: Reader): void {
    const key = mapKey(topic);
    const readers = this.#readers.get(key);
    if (readers) readers.add(reader);
    else this.#readers.set(key, new Set([reader]));
  }

  remove(topic: TopicKey, reader: Reader): void {
    const key = mapKey(topic);
    const readers = this.#readers.get(key);
    readers?.delete(reader);
    if (readers?.size === 0) this.#readers.delete(key);
  }

  /** `except` is the sender, unless it asked for its own. */
  broadcast(topic: TopicKey, broadcast: Broadcast, except?: Reader): void {
    const message = { joinRef: null, topic: `realtime:${topic.name}` };
    const encode = encodeOnce((version) => encodeBroadcast(version, message, broadcast));
    const id = broadcast.meta?.["id"];
    this.publish(topic, encode, (reader) => reader !== except && reader.wants("broadcast", id));
  }

  publish(topic: TopicKey, encode: Encoding, isFor: (reader: Reader) => boolean): void {
    for (const reader of this.#readers.get(mapKey(topic)) ?? []) {
      const frame = isFor(reader) ? encode(reader.version) : null;
      if (frame) reader.deliver(frame);
    }
  }

  get topicCount(): number {
    return this.#readers.size;
  }
}

export function mapKey({ name, isPrivate }: TopicKey): string {
  return `${isPrivate ? "private" : "public"} ${name}`;
}
