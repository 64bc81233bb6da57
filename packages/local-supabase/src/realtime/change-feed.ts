import { DatabaseError, type Pool } from "pg";
import type { Caller } from "./authorize-topic.ts";
import { encodeMessage, encodeOnce } from "./encode-frames.ts";
import { SubscriptionError, type Subscription } from "./parse-subscription.ts";
import type { Reader, TopicKey } from "./topic-hub.ts";

/** A committed change as it stands in the log: values as text, columns that were not written left out. */
export interface RowChange {
  type: "INSERT" | "UPDATE" | "DELETE";
  table: { oid: number; schema: string; name: string; jsonColumns: ReadonlySet<string> };
  /** Of the transaction, to wait until its rows can be seen. */
  xid: number;
  committedAt: Date;
  new: RowTexts | null;
  old: RowTexts | null;
}

export type RowTexts = Readonly<Record<string, string | null | undefined>>;

/** A channel that takes changes, and can be made to join again when some were lost. */
export interface Subscriber extends Reader {
  readonly topic: TopicKey;
  fail(): void;
}

interface Entry {
  subscriber: Subscriber;
  subscription: Subscription;
  caller: Caller;
  /** SQL for each published table, by its oid. */
  conditions: Readonly<Record<string, string>>;
}

/** Subscriptions that differ in nothing but whom they belong to: asked about once. */
interface ReaderGroup {
  json: object;
  members: Entry[];
}

const MAX_BATCH = 500;
/** Changes waiting beyond this hold the log back. */
const MAX_WAITING = 5_000;
/** As hosted: of a larger row, only values up to 64 bytes travel. */
const MAX_ROW_BYTES = 1024 * 1024;

/**
 * Brings committed changes to those who subscribed and may see them, in commit order.
 *
 * Changes that arrive while the database is being asked are asked about together, so a burst costs no more round
 * trips than a trickle.
 */
export class ChangeFeed {
  readonly #adminPool: Pool;
  readonly #entries = new Map<Subscriber, Entry[]>();
  /** By table; forgotten when subscriptions change. */
  readonly #groups = new Map<number, ReaderGroup[]>();
  #waiting: RowChange[] = [];
  #delivering: Promise<void> | undefined;

  constructor(adminPool: Pool) {
    this.#adminPool = adminPool;
  }

  /** All of them or none. Throws SubscriptionError for what the database says against them. */
  async subscribe(
    subscriber: Subscriber,
    caller: Caller,
    subscriptions: readonly Subscription[],
    isStillWanted: () => boolean,
  ): Promise<void> {
    const entries: Entry[] = [];
    for (const subscription of subscriptions) {
      const conditions = await this.#check(subscription, caller);
      entries.push({ subscriber, subscription, caller, conditions });
    }
    if (!isStillWanted()) return;
    this.#entries.set(subscriber, entries);
    this.#groups.clear();
  }

  unsubscribe(subscriber: Subscriber): void {
    if (this.#entries.delete(subscriber)) this.#groups.clear();
  }

  /** Resolves when the next change may come: at once, but for a reader of the log that is far ahead. */
  async add(change: RowChange): Promise<void> {
    if (this.#readersOf(change.table).length === 0) return;
    this.#waiting.push(change);
    this.#delivering ??= this.#deliverAll().finally(() => (this.#delivering = undefined));
    if (this.#waiting.length > MAX_WAITING) await this.#delivering;
  }

  async #check(subscription: Subscription, { role }: Caller): Promise<Entry["conditions"]> {
    const { event, schema, table, filters, columns } = subscription;
    const params = `[event: ${event}, schema: ${schema}, table: ${table}, filters: ${JSON.stringify(filters)}, select: ${JSON.stringify(columns)}]`;
    const unable = "Unable to subscribe to changes with given parameters.";
    const { rows } = await this.#adminPool
      .query<{
        conditions: Entry["conditions"];
      }>("select realtime.check_subscription($1, $2, $3, $4, $5) as conditions", [
        role,
        schema,
        table,
        JSON.stringify(filters),
        columns,
      ])
      .catch((error: unknown) => {
        if (!(error instanceof DatabaseError)) throw error;
        throw new SubscriptionError(
          `${unable} An exception happened so please check your connect parameters: ${params}. Exception: ERROR ${error.code ?? ""} ${error.message}`,
          { isMalformed: false, cause: error },
        );
      });
    const conditions = rows[0]?.conditions ?? {};
    if (Object.keys(conditions).length > 0) return conditions;
    throw new SubscriptionError(
      `${unable} Please check Realtime is enabled for the given connect parameters: ${params}`,
      { isMalformed: false },
    );
  }

  async #deliverAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      const table = this.#waiting[0]?.table;
      const end = this.#waiting.findIndex((change) => change.table.oid !== table?.oid);
      const batch = this.#waiting.splice(0, Math.min(end === -1 ? Infinity : end, MAX_BATCH));
      const groups = table === undefined ? [] : this.#readersOf(table);
      await this.#deliver(batch, groups).catch((error: unknown) => {
        console.error("Changes could not be read for their subscribers, who are made to join again", error);
        for (const { members } of groups) for (const { subscriber } of members) subscriber.fail();
      });
    }
  }

  async #deliver(batch: readonly RowChange[], groups: readonly ReaderGroup[]): Promise<void> {
    const [first] = batch;
    if (first === undefined || groups.length === 0) return;
    const { rows } = await this.#adminPool.query<{ change: number; readers: number[]; data: string }>(
      "select change, readers, data from realtime.read_changes($1::oid::regclass, $2::xid[], $3, $4) order by change",
      [
        first.table.oid,
        [...new Set(batch.map(({ xid }) => String(xid)))],
        `[${batch.map(changeJson).join(",")}]`,
        JSON.stringify(groups.map(({ json }) => json)),
      ],
    );
    for (const { readers, data } of rows) {
      const matched = new Set(readers.flatMap((reader) => groups[reader]?.members ?? []));
      const frames = new Map<string, ReturnType<typeof encodeOnce>>();
      for (const subscriber of new Set([...matched].map((entry) => entry.subscriber))) {
        // Nothing is left of one that has gone while the database was asked.
        const entries = (this.#entries.get(subscriber) ?? []).filter((entry) => matched.has(entry));
        const ids = [...new Set(entries.map(({ subscription }) => subscription.id))];
        if (ids.length === 0) continue;
        const key = `${ids.join()} ${subscriber.topic.name}`;
        const encode = frames.get(key) ?? changeEncoding(subscriber.topic, ids, data);
        frames.set(key, encode);
        const frame = encode(subscriber.version);
        if (frame) subscriber.deliver(frame);
      }
    }
  }

  #readersOf({ oid, schema, name }: RowChange["table"]): ReaderGroup[] {
    const known = this.#groups.get(oid);
    if (known) return known;
    const groups = new Map<string, ReaderGroup>();
    for (const entry of [...this.#entries.values()].flat()) {
      const { subscription, caller, conditions } = entry;
      if (!["*", schema].includes(subscription.schema) || !["*", name].includes(subscription.table)) continue;
      // A table published since: everything of it, unless there is a filter that nobody has checked for it.
      const condition = conditions[oid] ?? (subscription.filters.length === 0 ? "true" : "false");
      const { role, claims, headers } = caller;
      const { event, columns } = subscription;
      const json = { role, claims, headers, event, condition, columns };
      const key = JSON.stringify(json);
      const group = groups.get(key) ?? { json, members: [] };
      group.members.push(entry);
      groups.set(key, group);
    }
    this.#groups.set(oid, [...groups.values()]);
    return [...groups.values()];
  }
}

function changeEncoding(topic: TopicKey, ids: readonly number[], data: string) {
  const message = { joinRef: null, ref: null, topic: `realtime:${topic.name}`, event: "postgres_changes" };
  return encodeOnce((version) => encodeMessage(version, message, `{"ids":[${ids.join()}],"data":${data}}`));
}

function changeJson(change: RowChange): string {
  const [newRow, oldRow] = [change.new, change.old].map((row) => rowJson(row, change.table.jsonColumns));
  const isLarge = (newRow?.length ?? 0) + (oldRow?.length ?? 0) > MAX_ROW_BYTES;
  const { table, type, committedAt } = change;
  const facts = {
    schema: table.schema,
    table: table.name,
    type,
    commit_timestamp: committedAt,
    is_large: isLarge,
  };
  return `${JSON.stringify(facts).slice(0, -1)},"new":${newRow},"old":${oldRow}}`;
}

/** Values as text for Postgres to read by their types; JSON stays what it is. */
function rowJson(row: RowTexts | null, jsonColumns: ReadonlySet<string>): string {
  const fields = Object.entries(row ?? {}).flatMap(([name, value]) =>
    value === undefined
      ? []
      : [
          `${JSON.stringify(name)}:${jsonColumns.has(name) && value !== null ? value : JSON.stringify(value)}`,
        ],
  );
  return `{${fields.join()}}`;
}
