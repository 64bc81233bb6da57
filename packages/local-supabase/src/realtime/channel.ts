import { randomUUID } from "node:crypto";
import { rightsOn, type Caller, type Right } from "./authorize-topic.ts";
import { credentialsOf, expiredSince } from "./channel-token.ts";
import type { Subscriber } from "./change-feed.ts";
import { encodeBroadcast, type WireFrame } from "./encode-frames.ts";
import { isRecord, jsonText, type Broadcast, type ProtocolVersion, type Ref } from "./frames.ts";
import { jwtOrNull, type JoinConfig } from "./join-config.ts";
import type { RealtimeDeps } from "./realtime-deps.ts";
import { parseSubscription, SubscriptionError } from "./parse-subscription.ts";
import { databaseUnavailable, Refusal } from "./refusal.ts";
import { readReplay } from "./replay.ts";
import type { TopicKey } from "./topic-hub.ts";

/** What a channel needs of the connection that it belongs to. */
export interface ChannelHost {
  readonly version: ProtocolVersion;
  deliver(frame: WireFrame): void;
  send(message: { joinRef: Ref; ref: Ref; topic: string; event: string }, payload: unknown): void;
  /** The channel has ended by itself; forget it. */
  forget(channel: Channel): void;
}

interface ChannelOptions {
  host: ChannelHost;
  deps: RealtimeDeps;
  topic: TopicKey;
  joinRef: Ref;
  config: JoinConfig;
  caller: Caller;
}

export interface Reply {
  status: "ok" | "error";
  response: object;
}

const OK: Reply = { status: "ok", response: {} };

/** setTimeout's own bound is 24 days; an hour, as hosted has it, keeps a changed clock from mattering for long. */
const LONGEST_TIMER_MS = 3_600_000;
/** As hosted, which tries again every 5 to 10 s: the table may be published yet. */
const RESUBSCRIBE_MS = 5_000;

/** One client's membership of one topic, from a join that was allowed until it leaves or loses its right. */
export class Channel implements Subscriber {
  readonly version: ProtocolVersion;
  readonly topic: TopicKey;
  readonly #options: ChannelOptions;
  readonly #presenceKey: string;
  #caller: Caller;
  #token: string | null;
  /** Null where everything is allowed. A right to write is asked at the first message: most readers never write. */
  #rights: Map<Right, boolean> | null = null;
  #readsPresence: boolean;
  #replay: Broadcast[] = [];
  #replayedIds = new Set<unknown>();
  #subscribing: Promise<void> = Promise.resolve();
  #isClosed = false;
  #expiryTimer: NodeJS.Timeout | undefined;
  #resubscribeTimer: NodeJS.Timeout | undefined;

  private constructor(options: ChannelOptions) {
    this.#options = options;
    this.version = options.host.version;
    this.topic = options.topic;
    this.#caller = options.caller;
    this.#token = options.config.accessToken;
    const { key, enabled } = options.config.presence;
    this.#presenceKey = String(key ?? "") || randomUUID();
    this.#readsPresence = enabled;
  }

  /**
   * Throws Refusal when the topic may not be read. After this the channel hears every broadcast; `start` gives it what
   * comes after the reply to its join.
   */
  static async open(options: ChannelOptions): Promise<Channel> {
    const { deps, topic, config } = options;
    const channel = new Channel(options);
    if (topic.isPrivate) {
      await deps.stream.untilStreaming();
      channel.#rights = await channel.#readRights(options.caller);
    }
    deps.hub.add(topic, channel);
    try {
      if (config.broadcast.replay) {
        channel.#replay = await readReplay(deps.adminPool, topic, config.broadcast.replay);
        channel.#replayedIds = new Set(channel.#replay.map(({ meta }) => meta?.["id"]));
      }
      if (channel.#waitsForChanges) await channel.#subscribeInTime();
      channel.#watchExpiry();
    } catch (error) {
      channel.close();
      throw error;
    }
    return channel;
  }

  start(): void {
    const { host, config, joinRef } = this.#options;
    if (this.wants("presence_diff")) this.#pushPresence();
    for (const broadcast of this.#replay) {
      const frame = encodeBroadcast(
        this.version,
        { joinRef, topic: `realtime:${this.topic.name}` },
        broadcast,
      );
      if (frame) host.deliver(frame);
    }
    this.#replay = [];
    if (config.broadcast.replication_ready) void this.#tellReplication();
    if (this.#waitsForChanges) this.#pushSubscribed();
    else if (config.postgres_changes.length > 0) this.#subscribe();
  }

  wants(event: "broadcast" | "presence_diff", messageId?: unknown): boolean {
    if (event === "presence_diff") return this.#readsPresence && this.#may("read:presence");
    return this.#may("read:broadcast") && !(messageId !== undefined && this.#replayedIds.has(messageId));
  }

  deliver(frame: WireFrame): void {
    this.#options.host.deliver(frame);
  }

  push(event: string, payload: unknown): void {
    const { host, joinRef, topic } = this.#options;
    // The end of a channel is addressed by its join reference, anything else by none.
    const ref = event === "phx_close" || event === "phx_error" ? joinRef : null;
    host.send({ joinRef, ref, topic: `realtime:${topic.name}`, event }, payload);
  }

  /** Sends to everybody else, to the sender too if it asked for that. Returns what to answer, or null for nothing. */
  async broadcast(broadcast: Broadcast): Promise<Reply | null> {
    const { deps, topic, config } = this.#options;
    const { body } = broadcast;
    const sizeBytes = body.encoding === "json" ? Buffer.byteLength(body.text) : body.bytes.length;
    const refusal = !(await this.#mayWrite("write:broadcast"))
      ? "unauthorized"
      : sizeBytes > deps.limits.payloadBytes
        ? "payload_size_exceeded"
        : null;
    if (refusal === null) deps.hub.broadcast(topic, broadcast, config.broadcast.self ? undefined : this);
    if (!config.broadcast.ack) return null;
    return refusal === null ? OK : { status: "error", response: { error: refusal } };
  }

  async presence(message: Readonly<Record<string, unknown>>): Promise<Reply | null> {
    const { deps, topic } = this.#options;
    const event = String(message["event"]).toLowerCase();
    if (event === "untrack") {
      deps.presence.untrack(topic, this);
      return OK;
    }
    const payload = message["payload"] ?? {};
    if (!isRecord(payload))
      return { status: "error", response: { reason: "Presence track payload must be a map" } };
    if (event !== "track" || !(await this.#mayWrite("write:presence")))
      return { status: "error", response: {} };
    if (jsonText(payload).length > deps.limits.payloadBytes) {
      this.end("Track message size exceeded");
      return null;
    }
    if (this.#isClosed) return null;
    deps.presence.track(topic, this, this.#presenceKey, payload);
    if (!this.#readsPresence) {
      // As hosted: who says to be here is told who else is.
      this.#readsPresence = true;
      if (this.#rights) this.#rights = await this.#readRights(this.#caller);
      if (this.wants("presence_diff")) this.#pushPresence();
    }
    return OK;
  }

  /** Takes a fresher token, and ends the channel when the token or its rights are not good enough. */
  async refresh(token: unknown): Promise<void> {
    const jwt = jwtOrNull(token);
    if (jwt === null || jwt === this.#token) return;
    const { deps, topic, config } = this.#options;
    try {
      const caller = { ...(await credentialsOf(jwt, deps)), headers: this.#caller.headers };
      if (this.#rights) {
        const before = this.#rights;
        this.#rights = await this.#readRights(caller);
        const lost = [...before].find(([right, had]) => right.startsWith("read") && had && !this.#may(right));
        if (lost) {
          throw new Refusal(
            "Unauthorized",
            `You no longer have permission to read from this Channel topic: ${topic.name}`,
          );
        }
      }
      this.#caller = caller;
      this.#token = jwt;
      this.#watchExpiry();
      if (config.postgres_changes.length > 0) this.#subscribe();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.end(error.message);
    }
  }

  /** Says nothing to the client. Safe to call twice. */
  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#expiryTimer);
    clearTimeout(this.#resubscribeTimer);
    const { hub, presence, feed } = this.#options.deps;
    hub.remove(this.topic, this);
    presence.untrack(this.topic, this);
    feed.unsubscribe(this);
  }

  /** Makes the client join again, and so look again at what it may have missed. */
  fail(): void {
    this.close();
    this.#options.host.forget(this);
    this.push("phx_error", {});
  }

  /** Tells the client why, and lets it go. */
  end(message: string): void {
    this.close();
    this.#options.host.forget(this);
    this.#pushSystem("system", "error", message);
    this.push("phx_close", {});
  }

  /** Throws Refusal when nothing of the topic may be read. */
  async #readRights(caller: Caller): Promise<Map<Right, boolean>> {
    const { deps, topic } = this.#options;
    const asked: Right[] = this.#readsPresence ? ["read:broadcast", "read:presence"] : ["read:broadcast"];
    const allowed = await rightsOn(deps.adminPool, caller, topic.name, asked);
    if (allowed.size === 0) {
      const what = this.#rights ? "You no longer have permission" : "You do not have permissions";
      throw new Refusal("Unauthorized", `${what} to read from this Channel topic: ${topic.name}`);
    }
    return new Map(asked.map((right) => [right, allowed.has(right)]));
  }

  get #waitsForChanges(): boolean {
    const { postgres_changes, postgres_changes_options } = this.#options.config;
    return postgres_changes.length > 0 && postgres_changes_options.wait;
  }

  #may(right: Right): boolean {
    return this.#rights === null || this.#rights.get(right) === true;
  }

  async #mayWrite(right: Right): Promise<boolean> {
    const rights = this.#rights;
    if (rights && !rights.has(right)) {
      const allowed = await rightsOn(this.#options.deps.adminPool, this.#caller, this.topic.name, [right]);
      rights.set(right, allowed.has(right));
    }
    return this.#may(right);
  }

  /** One after the other, each with the rights that hold when its turn comes. */
  #subscribe(): void {
    clearTimeout(this.#resubscribeTimer);
    this.#subscribing = this.#subscribing.then(async () => {
      try {
        await this.#subscribeNow();
        if (!this.#isClosed) this.#pushSubscribed();
      } catch (error) {
        if (this.#isClosed) return;
        const isMalformed = error instanceof SubscriptionError && error.isMalformed;
        this.#pushSystem("postgres_changes", "error", messageOf(error));
        if (!isMalformed)
          this.#resubscribeTimer = setTimeout(() => this.#subscribe(), RESUBSCRIBE_MS).unref();
      }
    });
  }

  async #subscribeNow(): Promise<void> {
    const { deps, config } = this.#options;
    if (this.#isClosed) return;
    const subscriptions = config.postgres_changes.map(parseSubscription);
    await deps.stream.untilChangesAreStreaming();
    await deps.feed.subscribe(this, this.#caller, subscriptions, () => !this.#isClosed);
  }

  async #subscribeInTime(): Promise<void> {
    const { timeout } = this.#options.config.postgres_changes_options;
    const timer = Promise.withResolvers<never>();
    const late = setTimeout(() => {
      const message = `Timed out after ${timeout}ms waiting for the postgres_changes subscription`;
      timer.reject(new Refusal("PostgresChangesSubscribeTimeout", message));
    }, timeout);
    try {
      await Promise.race([this.#subscribeNow(), timer.promise]);
    } catch (error) {
      if (error instanceof Refusal) throw error;
      throw new Refusal("RealtimeDisabledForConfiguration", messageOf(error), error);
    } finally {
      clearTimeout(late);
    }
  }

  #pushSubscribed(): void {
    this.#pushSystem("postgres_changes", "ok", "Subscribed to PostgreSQL");
  }

  /** From here on nothing that the database sends is missed. */
  async #tellReplication(): Promise<void> {
    try {
      await this.#options.deps.stream.untilStreaming();
      if (!this.#isClosed) this.#pushSystem("system", "ok", "Replication connection established");
    } catch (error) {
      if (!this.#isClosed) this.#pushSystem("system", "error", messageOf(error));
    }
  }

  #pushSystem(extension: string, status: string, message: string): void {
    this.push("system", { extension, status, message, channel: this.topic.name });
  }

  #pushPresence(): void {
    this.push("presence_state", this.#options.deps.presence.state(this.topic));
  }

  #watchExpiry(): void {
    clearTimeout(this.#expiryTimer);
    const exp = this.#caller.claims["exp"];
    if (typeof exp !== "number" || this.#isClosed) return;
    const leftMs = exp * 1_000 - Date.now();
    if (leftMs <= 0) this.end(expiredSince(exp).message);
    else
      this.#expiryTimer = setTimeout(() => this.#watchExpiry(), Math.min(leftMs, LONGEST_TIMER_MS)).unref();
  }
}

/** What the client is told; what is not foreseen speaks of the database and stays in the log. */
function messageOf(error: unknown): string {
  if (error instanceof SubscriptionError || error instanceof Refusal) return error.message;
  console.error("Changes could not be subscribed to", error);
  return databaseUnavailable(error).message;
}
