import { randomBytes } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { escapeIdentifier, type Client } from "pg";
import { LogicalReplicationService, PgoutputPlugin, type Pgoutput } from "pg-logical-replication";
import { z } from "zod";
import { databaseUnavailable } from "./channel-refusal.ts";
import type { Broadcast } from "./frames.ts";
import type { TopicKey } from "./topic-hub.ts";

interface MessageStreamOptions {
  /** Connection string of a role that may replicate. */
  databaseUrl: string;
  onMessage(topic: TopicKey, broadcast: Broadcast): void;
  /** The stream is back after a break; what was sent in between is lost. */
  onGap(): void;
}

const PUBLICATION = "supabase_realtime_messages_publication";
const RETRY_DELAY_MS = 500;
const READY_LIMIT_MS = 10_000;
/** How often the server is told what has been read, so that it can let go of its log. */
const ACKNOWLEDGE_SECONDS = 5;

const rowSchema = z.object({
  id: z.string(),
  topic: z.string(),
  event: z.string().nullable(),
  extension: z.string(),
  private: z.boolean().nullable(),
  payload: z.string().nullable(),
});

/**
 * Reads committed inserts into realtime.messages from the write-ahead log, in commit order. What rolls back is never
 * seen. The slot is temporary: it ends with the connection and can keep no log back for ever.
 */
export class MessageStream {
  readonly #options: MessageStreamOptions;
  readonly #stopping = new AbortController();
  #service: LogicalReplicationService | undefined;
  #streaming = Promise.withResolvers<undefined>();
  #hasStreamed = false;
  #isReported = false;
  #finished: Promise<void> | undefined;

  constructor(options: MessageStreamOptions) {
    this.#options = options;
  }

  start(): void {
    this.#finished = this.#keepStreaming();
  }

  /** Resolves while the stream is up. Rejects with ChannelRefusal when it does not come up within ten seconds. */
  async untilStreaming(): Promise<void> {
    const { signal } = this.#stopping;
    const tooLate = AbortSignal.any([signal, AbortSignal.timeout(READY_LIMIT_MS)]);
    const aborted = new Promise<never>((_resolve, reject) => {
      tooLate.addEventListener("abort", () => reject(databaseUnavailable(tooLate.reason)), {
        once: true,
      });
    });
    await Promise.race([this.#streaming.promise, aborted]);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    // The library never comes back from ending a connection that is not up yet: it comes up or fails first.
    await Promise.race([this.#streaming.promise, this.#finished]);
    await this.#service?.stop();
    await this.#finished;
  }

  async #keepStreaming(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      try {
        await this.#streamOnce();
      } catch (error) {
        this.#report(error);
      }
      this.#streaming = Promise.withResolvers();
      await delay(RETRY_DELAY_MS, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  async #streamOnce(): Promise<void> {
    const service = new LogicalReplicationService(
      { connectionString: this.#options.databaseUrl, application_name: "realtime_messages", keepAlive: true },
      { acknowledge: { auto: false, timeoutSeconds: ACKNOWLEDGE_SECONDS } },
    );
    this.#service = service;
    service.on("start", () => this.#markStreaming());
    // The server waits with its shutdown, for a minute, until it is told exactly how far it has been read.
    service.on("heartbeat", (lsn, _at, wantsAnswer) => {
      if (wantsAnswer) void service.acknowledge(positionBefore(lsn));
    });
    service.on("data", (_lsn, message: Pgoutput.Message) => this.#read(message));
    const failed = new Promise<never>((_resolve, reject) => service.on("error", reject));
    try {
      const slot = `realtime_messages_${randomBytes(8).toString("hex")}`;
      await Promise.race([service.subscribe(new TemporarySlotPlugin(), slot), failed]);
    } finally {
      await service.destroy().catch(() => undefined); // the connection is gone in most cases
    }
  }

  /** Once per outage: the attempts go on twice a second. */
  #report(error: unknown): void {
    if (!this.#isReported && !this.#stopping.signal.aborted) {
      console.error("Realtime has no stream from the database and goes on trying", error);
    }
    this.#isReported = true;
  }

  #markStreaming(): void {
    this.#isReported = false;
    this.#streaming.resolve(undefined);
    if (this.#hasStreamed) this.#options.onGap();
    this.#hasStreamed = true;
  }

  #read(message: Pgoutput.Message): void {
    if (message.tag === "relation") {
      // Kept as the database wrote it: parsing would round its numbers, and readers get the text as it is.
      for (const column of message.columns) if (column.name === "payload") column.parser = String;
    }
    if (message.tag !== "insert") return;
    const row = rowSchema.safeParse(message.new);
    if (!row.success || row.data.extension !== "broadcast" || row.data.payload === null) return;
    const { topic, event, payload, id } = row.data;
    const broadcast: Broadcast = {
      event: event ?? "",
      body: { encoding: "json", text: payload },
      meta: { id },
    };
    this.#options.onMessage({ name: topic, isPrivate: row.data.private ?? false }, broadcast);
  }
}

/** The library adds one to what it acknowledges, which is right after data and one too far after a heartbeat. */
function positionBefore(lsn: string): string {
  const [high = "0", low = "0"] = lsn.split("/");
  const position = (BigInt(`0x${high}`) << 32n) + BigInt(`0x${low}`) - 1n;
  return `${(position >> 32n).toString(16)}/${(position & 0xffffffffn).toString(16)}`;
}

class TemporarySlotPlugin extends PgoutputPlugin {
  constructor() {
    super({ protoVersion: 1, publicationNames: [PUBLICATION] });
  }

  /** The library reads from a slot that is there already; a temporary one belongs to the session that reads it. */
  override async start(client: Client, slotName: string, lastLsn: string): Promise<unknown> {
    await client.query(
      `CREATE_REPLICATION_SLOT ${escapeIdentifier(slotName)} TEMPORARY LOGICAL pgoutput NOEXPORT_SNAPSHOT`,
    );
    return super.start(client, slotName, lastLsn);
  }
}
