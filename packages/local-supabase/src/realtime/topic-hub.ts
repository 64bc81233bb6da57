import { encodeBroadcast, type WireFrame } from "./encode-frames.ts";
import type { Broadcast, ProtocolVersion } from "./frames.ts";

/** Somebody who has joined a topic. */
export interface Reader {
  readonly version: ProtocolVersion;
  deliver(frame: WireFrame): void;
}

/** A topic's name without `realtime:`. Private and public topics of one name are different topics. */
export interface TopicKey {
  name: string;
  isPrivate: boolean;
}

/** Who reads which topic in this process, and the one place where a broadcast fans out. */
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

  /** Encodes at most once per dialect, however many readers there are. `except` is the sender, unless it asked for its own. */
  publish(topic: TopicKey, broadcast: Broadcast, except?: Reader): void {
    const readers = this.#readers.get(mapKey(topic));
    if (!readers) return;
    const frames = new Map<ProtocolVersion, WireFrame | null>();
    for (const reader of readers) {
      if (reader === except) continue;
      let frame = frames.get(reader.version);
      if (frame === undefined) {
        frame = encodeBroadcast(reader.version, `realtime:${topic.name}`, broadcast);
        frames.set(reader.version, frame);
      }
      if (frame) reader.deliver(frame);
    }
  }

  get topicCount(): number {
    return this.#readers.size;
  }
}

function mapKey({ name, isPrivate }: TopicKey): string {
  return `${isPrivate ? "private" : "public"} ${name}`;
}
