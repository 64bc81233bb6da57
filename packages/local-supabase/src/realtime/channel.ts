import type { Credentials } from "../gateway/credentials.ts";
import { mayRead, mayWrite } from "./authorize-topic.ts";
import { ChannelRefusal } from "./channel-refusal.ts";
import { credentialsOf, expiredSince } from "./channel-token.ts";
import type { WireFrame } from "./encode-frames.ts";
import type { Broadcast, ProtocolVersion, Ref } from "./frames.ts";
import { jwtOrNull, type JoinConfig } from "./join-config.ts";
import type { RealtimeDeps } from "./realtime-deps.ts";
import type { Reader, TopicKey } from "./topic-hub.ts";

/** What a channel needs of the connection that it belongs to. */
export interface ChannelHost {
  readonly version: ProtocolVersion;
  deliver(frame: WireFrame): void;
  send(message: { joinRef: Ref; ref: Ref; topic: string; event: string; payload: unknown }): void;
  /** The channel has ended by itself; forget it. */
  forget(channel: Channel): void;
}

interface ChannelOptions {
  host: ChannelHost;
  deps: RealtimeDeps;
  topic: TopicKey;
  joinRef: Ref;
  config: JoinConfig;
  credentials: Credentials;
}

/** setTimeout's own bound is 24 days; an hour, as hosted has it, keeps a changed clock from mattering for long. */
const LONGEST_TIMER_MS = 3_600_000;

/** One client's membership of one topic, from a join that was allowed until it leaves or loses its right. */
export class Channel implements Reader {
  readonly version: ProtocolVersion;
  readonly topic: TopicKey;
  readonly #options: ChannelOptions;
  #credentials: Credentials;
  #token: string | null;
  /** Null until asked: most readers never write. */
  #mayWrite: boolean | null = null;
  #expiryTimer: NodeJS.Timeout | undefined;

  private constructor(options: ChannelOptions) {
    this.#options = options;
    this.version = options.host.version;
    this.topic = options.topic;
    this.#credentials = options.credentials;
    this.#token = options.config.accessToken;
  }

  /** Throws ChannelRefusal when the topic may not be read. After this the channel hears every broadcast. */
  static async open(options: ChannelOptions): Promise<Channel> {
    const { deps, topic, credentials } = options;
    if (topic.isPrivate) {
      await deps.untilStreaming();
      if (!(await mayRead(deps.adminPool, credentials, topic.name))) {
        throw new ChannelRefusal(
          "Unauthorized",
          `You do not have permissions to read from this Channel topic: ${topic.name}`,
        );
      }
    }
    const channel = new Channel(options);
    deps.hub.add(topic, channel);
    channel.#watchExpiry();
    return channel;
  }

  deliver(frame: WireFrame): void {
    this.#options.host.deliver(frame);
  }

  push(event: string, payload: unknown): void {
    const { host, joinRef, topic } = this.#options;
    // The end of a channel is addressed by its join reference, anything else by none.
    const ref = event === "phx_close" || event === "phx_error" ? joinRef : null;
    host.send({ joinRef, ref, topic: `realtime:${topic.name}`, event, payload });
  }

  /** Sends to everybody else, to the sender too if it asked for that. Returns what to acknowledge, or null for nothing. */
  async broadcast(broadcast: Broadcast): Promise<{ status: "ok" | "error"; response: object } | null> {
    const { deps, topic, config } = this.#options;
    if (topic.isPrivate) this.#mayWrite ??= await mayWrite(deps.adminPool, this.#credentials, topic.name);
    const isAllowed = !topic.isPrivate || this.#mayWrite === true;
    if (isAllowed) deps.hub.publish(topic, broadcast, config.wantsOwnBroadcasts ? undefined : this);
    if (!config.wantsAck) return null;
    if (isAllowed) return { status: "ok", response: {} };
    const reason = `Unauthorized: You do not have permissions to write to this Channel topic: ${topic.name}`;
    return { status: "error", response: { reason } };
  }

  /** Takes a fresher token, and ends the channel when the token or its rights are not good enough. */
  async refresh(token: unknown): Promise<void> {
    const jwt = jwtOrNull(token);
    if (jwt === null || jwt === this.#token) return;
    const { deps, topic } = this.#options;
    try {
      const credentials = await credentialsOf(jwt, deps);
      if (topic.isPrivate && !(await mayRead(deps.adminPool, credentials, topic.name))) {
        throw new ChannelRefusal(
          "Unauthorized",
          `You no longer have permission to read from this Channel topic: ${topic.name}`,
        );
      }
      this.#credentials = credentials;
      this.#token = jwt;
      this.#mayWrite = null;
      this.#watchExpiry();
    } catch (error) {
      if (!(error instanceof ChannelRefusal)) throw error;
      this.#end(error.message);
    }
  }

  /** Says nothing to the client. Safe to call twice. */
  close(): void {
    clearTimeout(this.#expiryTimer);
    this.#options.deps.hub.remove(this.topic, this);
  }

  /** Makes the client join again, and so look again at what it may have missed. */
  fail(): void {
    this.close();
    this.#options.host.forget(this);
    this.push("phx_error", {});
  }

  #end(message: string): void {
    this.close();
    this.#options.host.forget(this);
    this.push("system", { extension: "system", status: "error", message, channel: this.topic.name });
    this.push("phx_close", {});
  }

  #watchExpiry(): void {
    clearTimeout(this.#expiryTimer);
    const exp = this.#credentials.claims["exp"];
    if (typeof exp !== "number") return;
    const leftMs = exp * 1_000 - Date.now();
    if (leftMs <= 0) this.#end(expiredSince(exp).message);
    else
      this.#expiryTimer = setTimeout(() => this.#watchExpiry(), Math.min(leftMs, LONGEST_TIMER_MS)).unref();
  }
}
