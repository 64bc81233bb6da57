import type { RawData, WebSocket } from "ws";
import type { RealtimeDeps } from "./realtime-deps.ts";
import type { Caller } from "./authorize-topic.ts";
import { Channel, type ChannelHost, type Reply } from "./channel.ts";
import { credentialsOf } from "./channel-token.ts";
import { encodeMessage, type ServerMessage, type WireFrame } from "./encode-frames.ts";
import {
  decodeBinary,
  decodeText,
  FrameError,
  jsonText,
  type ClientFrame,
  type ProtocolVersion,
} from "./frames.ts";
import { parseJoinConfig, type JoinConfig } from "./join-config.ts";
import { RateLimit } from "./limits.ts";
import { idOf } from "./parse-subscription.ts";
import { Refusal } from "./refusal.ts";

/** Frames waiting for the database at which no more is read from a connection until half of them are answered. */
const MAX_WAITING_FRAMES = 1_000;

const CLOSE_INVALID_DATA = 1007;
const CLOSE_POLICY = 1008;
const CLOSE_TRY_AGAIN_LATER = 1013;

/** One websocket: reads frames, keeps the channels joined over it, and writes what they have to say. */
export class Connection implements ChannelHost {
  readonly version: ProtocolVersion;
  readonly #socket: WebSocket;
  readonly #deps: RealtimeDeps;
  readonly #caller: Caller;
  readonly #channels = new Map<string, Channel>();
  /** The end of what is under way, by topic: a join that asks the database holds up its own topic and nothing else. */
  readonly #underWay = new Map<string, Promise<void>>();
  readonly #joins: RateLimit;
  readonly #messages: RateLimit;
  #waitingCount = 0;
  #joiningCount = 0;
  #lastFrameAtMs = Date.now();

  constructor(socket: WebSocket, options: { version: ProtocolVersion; deps: RealtimeDeps; caller: Caller }) {
    this.#socket = socket;
    this.version = options.version;
    this.#deps = options.deps;
    this.#caller = options.caller;
    this.#joins = new RateLimit(options.deps.limits.joinsPerSecond);
    this.#messages = new RateLimit(options.deps.limits.messagesPerSecond);
    socket.on("message", (data, isBinary) => this.#receive(data, isBinary));
    socket.on("close", () => this.#drop());
    socket.on("error", () => socket.terminate()); // an oversized or broken frame; ws has sent its close code already
  }

  get idleMs(): number {
    return Date.now() - this.#lastFrameAtMs;
  }

  deliver(frame: WireFrame): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    if (this.#socket.bufferedAmount <= this.#deps.limits.unsentBytes) {
      this.#socket.send(frame.data, { binary: frame.isBinary });
      return;
    }
    // It has 30 s to come back and read why; then ws cuts it off.
    this.close(CLOSE_TRY_AGAIN_LATER, "The client reads too slowly");
    this.#drop();
  }

  send(message: ServerMessage, payload: unknown): void {
    this.deliver(encodeMessage(this.version, message, jsonText(payload)));
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
    else this.#queue(frame);
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

  #queue(frame: ClientFrame): void {
    this.#waitingCount += 1;
    if (this.#waitingCount >= MAX_WAITING_FRAMES) this.#socket.pause();
    const before = this.#underWay.get(frame.topic) ?? Promise.resolve();
    const current = before
      .then(() => this.#answer(frame))
      .finally(() => {
        this.#waitingCount -= 1;
        if (this.#socket.isPaused && this.#waitingCount <= MAX_WAITING_FRAMES / 2) this.#socket.resume();
        if (this.#underWay.get(frame.topic) === current) this.#underWay.delete(frame.topic);
      });
    this.#underWay.set(frame.topic, current);
  }

  async #answer(frame: ClientFrame): Promise<void> {
    try {
      const reply = await this.#handle(frame);
      if (reply) this.#reply(frame, reply);
    } catch (error) {
      const isForeseen = error instanceof Refusal;
      if (!isForeseen) console.error("Realtime frame failed", error);
      const reason = isForeseen ? error.reason : "Unknown Error on Channel";
      this.#reply(frame, { status: "error", response: { reason } });
    }
  }

  /** Returns what is to be answered, or null for nothing (more). */
  async #handle(frame: ClientFrame): Promise<Reply | null> {
    const channel = this.#channels.get(frame.topic);
    const event = frame.kind === "message" ? frame.event : "broadcast";
    if (frame.kind === "message" && event === "phx_join") return this.#join(frame, channel);
    if (event === "phx_leave") return this.#leave(frame, channel);
    if (!channel) throw new Refusal(null, "unmatched topic");
    if (!this.#messages.take()) {
      channel.end("Too many messages per second");
      return null;
    }
    if (frame.kind === "broadcast") {
      if (!frame.wantsStorage) return channel.broadcast(frame.broadcast);
      return { status: "error", response: { error: "storing broadcasts is not part of the local stack" } };
    }
    if (event === "presence") return channel.presence(frame.payload);
    if (event === "access_token") await channel.refresh(frame.payload["access_token"]);
    return null;
  }

  async #join(frame: ClientFrame & { kind: "message" }, joinedBefore: Channel | undefined): Promise<null> {
    if (joinedBefore) {
      joinedBefore.close();
      this.#channels.delete(frame.topic);
      joinedBefore.push("phx_close", {});
    }
    this.#joiningCount += 1;
    try {
      const config = parseJoinConfig(frame.payload);
      const channel = await this.#openChannel(frame, config);
      if (this.#socket.readyState !== this.#socket.OPEN) {
        channel.close();
        return null;
      }
      this.#channels.set(frame.topic, channel);
      const changes = config.postgres_changes.map((params) => ({ ...params, id: idOf(params) }));
      this.#reply(frame, { status: "ok", response: { postgres_changes: changes } });
      channel.start();
    } finally {
      this.#joiningCount -= 1;
    }
    return null;
  }

  async #openChannel(frame: ClientFrame, config: JoinConfig): Promise<Channel> {
    const name = /^realtime:([^\0]*)$/.exec(frame.topic)?.[1];
    if (name === undefined) throw new Refusal(null, "unmatched topic");
    if (name === "") throw new Refusal("TopicNameRequired", "You must provide a topic name");
    const { limits, connectionCount } = this.#deps;
    if (connectionCount() > limits.connections)
      throw new Refusal("ConnectionRateLimitReached", "Too many connected users");
    if (!this.#joins.take()) {
      setImmediate(() => this.close(CLOSE_POLICY, "Too many joins per second"));
      throw new Refusal("ClientJoinRateLimitReached", "Too many joins per second");
    }
    if (this.#channels.size + this.#joiningCount > limits.channelsPerConnection)
      throw new Refusal("ChannelRateLimitReached", "Too many channels");
    const credentials =
      config.accessToken === null ? this.#caller : await credentialsOf(config.accessToken, this.#deps);
    return Channel.open({
      host: this,
      deps: this.#deps,
      topic: { name, isPrivate: config.private },
      joinRef: frame.joinRef ?? frame.ref,
      config,
      caller: { ...credentials, headers: this.#caller.headers },
    });
  }

  #leave(frame: ClientFrame, channel: Channel | undefined): null {
    channel?.close();
    this.#channels.delete(frame.topic);
    this.#reply(frame, { status: "ok", response: {} });
    channel?.push("phx_close", {});
    return null;
  }

  #reply({ joinRef, ref, topic }: ClientFrame, payload: Reply): void {
    this.send({ joinRef, ref, topic, event: "phx_reply" }, payload);
  }

  #drop(): void {
    for (const channel of this.#channels.values()) channel.close();
    this.#channels.clear();
  }
}
