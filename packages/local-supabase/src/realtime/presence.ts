import { randomBytes } from "node:crypto";
import { encodeMessage, encodeOnce } from "./encode-frames.ts";
import { mapKey, type Reader, type TopicHub, type TopicKey } from "./topic-hub.ts";

type Meta = Readonly<Record<string, unknown>>;
type Metas = Record<string, { metas: Meta[] }>;

/** Who says to be where: kept while their channel is, told to whoever reads presence on the topic. */
export class Presence {
  readonly #hub: TopicHub;
  readonly #tracked = new Map<string, Map<Reader, { key: string; meta: Meta }>>();

  constructor(hub: TopicHub) {
    this.#hub = hub;
  }

  /** By key, as `presence_state` has it. */
  state(topic: TopicKey): Metas {
    const state: Metas = Object.create(null) as Metas; // keys come from clients
    for (const { key, meta } of this.#tracked.get(mapKey(topic))?.values() ?? []) {
      (state[key] ??= { metas: [] }).metas.push(meta);
    }
    return state;
  }

  /** A second time replaces what was said the first time. */
  track(topic: TopicKey, reader: Reader, key: string, payload: Meta): void {
    const members = this.#tracked.get(mapKey(topic)) ?? new Map<Reader, { key: string; meta: Meta }>();
    this.#tracked.set(mapKey(topic), members);
    const before = members.get(reader)?.meta;
    const meta = {
      ...payload,
      phx_ref: randomBytes(9).toString("base64url"),
      ...(before ? { phx_ref_prev: before["phx_ref"] } : {}),
    };
    members.set(reader, { key, meta });
    this.#tell(topic, { [key]: { metas: [meta] } }, before ? { [key]: { metas: [before] } } : {});
  }

  untrack(topic: TopicKey, reader: Reader): void {
    const members = this.#tracked.get(mapKey(topic));
    const gone = members?.get(reader);
    if (!members || !gone) return;
    members.delete(reader);
    if (members.size === 0) this.#tracked.delete(mapKey(topic));
    this.#tell(topic, {}, { [gone.key]: { metas: [gone.meta] } });
  }

  #tell(topic: TopicKey, joins: Metas, leaves: Metas): void {
    const message = { joinRef: null, ref: null, topic: `realtime:${topic.name}`, event: "presence_diff" };
    const payload = JSON.stringify({ joins, leaves });
    const encode = encodeOnce((version) => encodeMessage(version, message, payload));
    this.#hub.publish(topic, encode, (reader) => reader.wants("presence_diff"));
  }
}
