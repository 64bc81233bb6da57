import { randomBytes } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { escapeIdentifier, type Client, type Pool } from "pg";
import { LogicalReplicationService, PgoutputPlugin, type Pgoutput } from "pg-logical-replication";
import { z } from "zod";
import type { RowChange, RowTexts } from "./change-feed.ts";
import { databaseUnavailable } from "./refusal.ts";
import type { Broadcast } from "./frames.ts";
import type { TopicKey } from "./topic-hub.ts";

interface WalStreamOptions {
  /** Connection string of a role that may replicate. */
  databaseUrl: string;
  adminPool: Pool;
  onMessage(topic: TopicKey, broadcast: Broadcast): void;
  /** The log is read on when this resolves. */
  onChange(change: RowChange): Promise<void>;
  /** The stream is back after a break; what was committed in between is lost. */
  onGap(): void;
}

const MESSAGES_PUBLICATION = "supabase_realtime_messages_publication";
const CHANGES_PUBLICATION = "supabase_realtime";
const RETRY_DELAY_MS = 500;
const READY_LIMIT_MS = 10_000;
/** How often the server is told what has been read, so that it can let go of its log. */
const ACKNOWLEDGE_SECONDS = 5;
const JSON_OIDS = [114, 3802];

const messageSchema = z.object({
  id: z.string(),
  topic: z.string(),
  event: z.string().nullable(),
  extension: z.literal("broadcast"),
  private: z.stringFormat("bool", /^[tf]$/).nullable(),
  payload: z.string().nullable(),
  binary_payload: z.string().nullable(),
  skip_broadcast: z.literal("f"),
});

/**
 * Reads what is committed from the write-ahead log, in commit order: inserts into realtime.messages, and changes of
 * the tables in the publication supabase_realtime. What rolls back is never seen. The slot is temporary: it ends with
 * the connection and can keep no log back for ever.
 */
export class WalStream {
  readonly #options: WalStreamOptions;
  readonly #stopping = new AbortController();
  #service: LogicalReplicationService | undefined;
  #streaming = Promise.withResolvers<undefined>();
  #publications: string[] = [];
  #transaction: Pgoutput.MessageBegin | undefined;
  readonly #tables = new WeakMap<Pgoutput.MessageRelation, RowChange["table"]>();
  #isUp = false;
  #hasStreamed = false;
  #isReported = false;
  #finished: Promise<void> | undefined;

  constructor(options: WalStreamOptions) {
    this.#options = options;
  }

  start(): void {
    this.#finished = this.#keepStreaming();
  }

  /** Resolves while the stream is up. Rejects with Refusal when it does not come up within ten seconds. */
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

  /** Resolves while changes are streamed too: their publication may be younger than the stream. */
  async untilChangesAreStreaming(): Promise<void> {
    await this.untilStreaming();
    if (this.#publications.includes(CHANGES_PUBLICATION)) return;
    this.#markDown();
    await this.#service?.stop();
    await this.untilStreaming();
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
      this.#markDown();
      await delay(RETRY_DELAY_MS, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  async #streamOnce(): Promise<void> {
    const { rows } = await this.#options.adminPool.query<{ pubname: string }>(
      "select pubname from pg_catalog.pg_publication where pubname = any ($1)",
      [[MESSAGES_PUBLICATION, CHANGES_PUBLICATION]],
    );
    this.#publications = rows.map(({ pubname }) => pubname);
    const service = new LogicalReplicationService(
      { connectionString: this.#options.databaseUrl, application_name: "realtime", keepAlive: true },
      {
        acknowledge: { auto: false, timeoutSeconds: ACKNOWLEDGE_SECONDS },
        flowControl: { enabled: true },
      },
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
      const slot = `realtime_${randomBytes(8).toString("hex")}`;
      await Promise.race([service.subscribe(new TemporarySlotPlugin(this.#publications), slot), failed]);
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

  #markDown(): void {
    if (this.#isUp) this.#streaming = Promise.withResolvers();
    this.#isUp = false;
  }

  #markStreaming(): void {
    this.#isUp = true;
    this.#isReported = false;
    this.#streaming.resolve(undefined);
    if (this.#hasStreamed) this.#options.onGap();
    this.#hasStreamed = true;
  }

  /** A promise holds back what follows. */
  #read(message: Pgoutput.Message): Promise<void> | undefined {
    if (message.tag === "begin") this.#transaction = message;
    if (message.tag !== "insert" && message.tag !== "update" && message.tag !== "delete") return undefined;
    const { relation } = message;
    if (relation.schema === "realtime" && relation.name === "messages") {
      if (message.tag === "insert") this.#send(message.new);
      return undefined;
    }
    if (!this.#transaction) return undefined;
    const newRow = message.tag === "delete" ? null : (message.new as RowTexts); // every parser is String
    const oldRow = message.tag === "insert" ? null : ((message.old ?? message.key) as RowTexts | null);
    return this.#options.onChange({
      type: OPERATIONS[message.tag],
      table: this.#tableOf(relation),
      xid: this.#transaction.xid >>> 0, // read as signed
      committedAt: new Date(Number(this.#transaction.commitTime) / 1_000),
      new: newRow,
      // A key that did not change is not repeated in the log.
      old: oldRow ?? (newRow && Object.fromEntries(relation.keyColumns.map((name) => [name, newRow[name]]))),
    });
  }

  #tableOf(relation: Pgoutput.MessageRelation): RowChange["table"] {
    const known = this.#tables.get(relation);
    if (known) return known;
    const { relationOid, schema, name, columns } = relation;
    const jsonColumns = columns
      .filter(({ typeOid }) => JSON_OIDS.includes(typeOid))
      .map((column) => column.name);
    const table = { oid: relationOid, schema, name, jsonColumns: new Set(jsonColumns) };
    this.#tables.set(relation, table);
    return table;
  }

  #send(values: unknown): void {
    const row = messageSchema.safeParse(values).data;
    if (!row) return;
    const { topic, event, payload, binary_payload, id } = row;
    const bytes = binary_payload === null ? null : Buffer.from(binary_payload.slice("\\x".length), "hex");
    if (payload === null && bytes === null) return;
    this.#options.onMessage(
      { name: topic, isPrivate: row.private === "t" },
      {
        event: event ?? "",
        body: bytes ? { encoding: "binary", bytes } : { encoding: "json", text: payload ?? "" },
        meta: { id },
        isBinaryFrame: bytes !== null,
      },
    );
  }
}

const OPERATIONS = { insert: "INSERT", update: "UPDATE", delete: "DELETE" } as const;

/** The library adds one to what it acknowledges, which is right after data and one too far after a heartbeat. */
function positionBefore(lsn: string): string {
  const [high = "0", low = "0"] = lsn.split("/");
  const position = (BigInt(`0x${high}`) << 32n) + BigInt(`0x${low}`) - 1n;
  return `${(position >> 32n).toString(16)}/${(position & 0xffffffffn).toString(16)}`;
}

class TemporarySlotPlugin extends PgoutputPlugin {
  constructor(publicationNames: string[]) {
    super({ protoVersion: 1, publicationNames });
  }

  /** Values are kept as the database wrote them: parsing would round numbers and lose what dates say. */
  override parse(bytes: Buffer): Pgoutput.Message {
    const message = super.parse(bytes);
    if (message.tag === "relation") for (const column of message.columns) column.parser = String;
    return message;
  }

  /** The library reads from a slot that is there already; a temporary one belongs to the session that reads it. */
  override async start(client: Client, slotName: string, lastLsn: string): Promise<unknown> {
    await client.query(
      `CREATE_REPLICATION_SLOT ${escapeIdentifier(slotName)} TEMPORARY LOGICAL pgoutput NOEXPORT_SNAPSHOT`,
    );
    return super.start(client, slotName, lastLsn);
  }
}
