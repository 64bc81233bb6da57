import type { RawData, WebSocket } from "ws";
import type { Credentials } from "../gateway/credentials.ts";
import { Channel, type ChannelHost } from "./channel.ts";
import { ChannelRefusal } from "./channel-refusal.ts";
import { credentialsOf } from "./channel-token.ts";
import { encodeMessage, type ServerMessage, type WireFrame } from "./encode-frames.ts";
import { decodeBinary, decodeText, FrameError, type ClientFrame, type ProtocolVersion } from "./frames.ts";
import { parseJoinConfig, type JoinConfig } from "./join-config.ts";
import type { RealtimeDeps } from "./realtime-deps.ts";
import { TopicQueue } from "./topic-queue.ts";

/** Unsent bytes at which a reader counts as stuck: it is cut off, so that nobody else pays for it. */
const MAX_UNSENT_BYTES = 8 * 1024 * 1024;
/** As hosted. */
const MAX_CHANNELS = 100;
/** Frames waiting for the database on one connection before it counts as abuse. */
const MAX_WAITING_FRAMES = 1_000;

const CLOSE_INVALID_DATA = 1007;
const CLOSE_POLICY = 1008;

type Reply = { status: "ok" | "error"; response: object };

/** One websocket: reads frames, keeps the channels joined over it, and writes what they have to say. */
export class Connection implements ChannelHost {
  readonly version: ProtocolVersion;
  readonly #socket: WebSocket;
  readonly #deps: RealtimeDeps;
  readonly #credentials: Credentials;
  readonly #channels = new Map<string, Channel>();
  readonly #queue = new TopicQueue();
  #joiningCount = 0;
  #lastFrameAtMs = Date.now();

  constructor(
    socket: WebSocket,
    options: { version: ProtocolVersion; deps: RealtimeDeps; credentials: Credentials },
  ) {
    this.#socket = socket;
    this.version = options.version;
    this.#deps = options.deps;
    this.#credentials = options.credentials;
    socket.on("message", (data, isBinary) => this.#receive(data, isBinary));
    socket.on("close", () => this.#drop());
    socket.on("error", () => socket.terminate()); // an oversized or broken frame; ws has sent its close code already
  }

  get idleMs(): number {
    return Date.now() - this.#lastFrameAtMs;
  }

  deliver(frame: WireFrame): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    if (this.#socket.bufferedAmount > MAX_UNSENT_BYTES) this.#socket.terminate();
    else this.#socket.send(frame.data, { binary: frame.isBinary });
  }

  send(message: ServerMessage): void {
    this.deliver(encodeMessage(this.version, message));
  }

  forget(channel: Channel): void {
    const topic = `realtime:${channel.topic.name}`;
    if (this.#channels.get(topic) === channel) this.#channels.delete(topic);
  }

  /** Every channel is told to join again. */
  failChannels(): void {
    for (const channel of [...this.#channels.values()]) channel.fail();
  }

  close(code: number, reason: string): void {
    this.#socket.close(code, reason);
  }

  terminate(): void {
    this.#socket.terminate();
  }

  #receive(data: RawData, isBinary: boolean): void {
    this.#lastFrameAtMs = Date.now();
    let frame: ClientFrame;
    try {
      frame = this.#decode(data, isBinary);
    } catch (error) {
      if (!(error instanceof FrameError)) throw error;
      this.close(CLOSE_INVALID_DATA, error.message);
      return;
    }
    if (frame.topic === "phoenix") this.#reply(frame, { status: "ok", response: {} });
    else if (this.#queue.waitingCount < MAX_WAITING_FRAMES)
      this.#queue.add(frame.topic, () => this.#answer(frame));
    else this.close(CLOSE_POLICY, "Too many frames at once");
  }

  #decode(data: RawData, isBinary: boolean): ClientFrame {
    const bytes = Buffer.isBuffer(data)
      ? data
      : Array.isArray(data)
        ? Buffer.concat(data)
        : Buffer.from(data);
    if (!isBinary) return decodeText(this.version, bytes.toString());
    if (this.version === "2.0.0") return decodeBinary(bytes);
    throw new FrameError("binary frames need vsn=2.0.0");
  }

  async #answer(frame: ClientFrame): Promise<void> {
    try {
      await this.#handle(frame);
    } catch (error) {
      const isForeseen = error instanceof ChannelRefusal;
      if (!isForeseen) console.error("Realtime frame failed", error);
      const reason = isForeseen ? error.reason : "Unknown Error on Channel";
      this.#reply(frame, { status: "error", response: { reason } });
    }
  }

  async #handle(frame: ClientFrame): Promise<void> {
    const channel = this.#channels.get(frame.topic);
    if (frame.kind === "message" && frame.event === "phx_join") await this.#join(frame, channel);
    else if (frame.kind === "message" && frame.event === "phx_leave") this.#leave(frame, channel);
    else if (!channel) this.#reply(frame, { status: "error", response: { reason: "unmatched topic" } });
    else if (frame.kind === "broadcast") {
      const acknowledgement = await channel.broadcast(frame.broadcast);
      if (acknowledgement) this.#reply(frame, acknowledgement);
    } else if (frame.event === "access_token") {
      await channel.refresh(frame.payload["access_token"]);
    } else if (frame.event === "presence") {
      throw new ChannelRefusal("NotImplemented", "Presence beyond joining is not part of the local stack");
    }
  }

  async #join(frame: ClientFrame & { kind: "message" }, joinedBefore: Channel | undefined): Promise<void> {
    if (joinedBefore) {
      joinedBefore.close();
      this.#channels.delete(frame.topic);
      joinedBefore.push("phx_close", {});
    }
    this.#joiningCount += 1;
    try {
      const config = parseJoinConfig(frame.payload);
      if (!config)
        throw new ChannelRefusal("InvalidJoinPayload", "The join's config is not of the expected shape");
      const channel = await this.#openChannel(frame, config);
      if (this.#socket.readyState !== this.#socket.OPEN) {
        channel.close();
        return;
      }
      this.#channels.set(frame.topic, channel);
      this.#reply(frame, { status: "ok", response: { postgres_changes: [] } });
      if (config.wantsPresence) channel.push("presence_state", {});
    } finally {
      this.#joiningCount -= 1;
    }
  }

  async #openChannel(frame: ClientFrame, config: JoinConfig): Promise<Channel> {
    const name = /^realtime:([^\0]*)$/.exec(frame.topic)?.[1];
    if (name === undefined) throw new ChannelRefusal("UnmatchedTopic", "unmatched topic");
    if (name === "") throw new ChannelRefusal("TopicNameRequired", "You must provide a topic name");
    if (this.#channels.size + this.#joiningCount > MAX_CHANNELS) {
      throw new ChannelRefusal("ChannelRateLimitReached", "Too many channels");
    }
    if (config.postgresChangesCount > 0) {
      throw new ChannelRefusal(
        "NotImplemented",
        "postgres_changes is not part of the local stack; use Broadcast",
      );
    }
    const { accessToken, isPrivate } = config;
    const credentials =
      accessToken === null ? this.#credentials : await credentialsOf(accessToken, this.#deps);
    const joinRef = frame.joinRef ?? frame.ref;
    return Channel.open({
      host: this,
      deps: this.#deps,
      topic: { name, isPrivate },
      joinRef,
      config,
      credentials,
    });
  }

  #leave(frame: ClientFrame, channel: Channel | undefined): void {
    channel?.close();
    this.#channels.delete(frame.topic);
    this.#reply(frame, { status: "ok", response: {} });
    channel?.push("phx_close", {});
  }

  #reply({ joinRef, ref, topic }: ClientFrame, payload: Reply): void {
    this.send({ joinRef, ref, topic, event: "phx_reply", payload });
  }

  #drop(): void {
    for (const channel of this.#channels.values()) channel.close();
    this.#channels.clear();
  }
}
