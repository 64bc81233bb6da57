import { randomUUID } from "node:crypto";
import { PgBoss, type Db } from "pg-boss";
import type { Logger } from "pino";
import { z } from "zod";
import type { ClaimedAttempt } from "./attempts.ts";
import { DatabaseNotMigrated, isPassing, isUnmigrated } from "./database-errors.ts";
import type { Database, Queryable } from "./database.ts";

const LOST_ATTEMPTS = "lost-attempts";
const NODE_QUEUE_PREFIX = "node-";
/** By Postgres' clock: a worker whose own has jumped must not take the others for dead. */
const ABANDONED_QUEUES = `
  select name from pgboss.queue where starts_with(name, $1) and updated_on < now() - interval '24 hours'`;
/** Without a touch for so long, an attempt is lost. The least that pg-boss allows. */
export const HEARTBEAT_SECONDS = 10;
/** How much later than our own time limit pg-boss may end an attempt: only a worker that is stuck gets there. */
const EXPIRE_AFTER_LIMIT_SECONDS = 120;
/** The monitor scans the whole table of deliveries every second, so what is done leaves it soon. */
const KEEP_DONE_SECONDS = 60;

const namedSchema = z.array(z.object({ name: z.string() }));
/** The answer names what it touched, but pg-boss does not declare that. */
const touchedSchema = z.object({ settled: z.array(z.uuid()) });

interface LostDelivery {
  deliveryId: string;
  attemptId: string;
}

/**
 * pg-boss, as the carrier of attempts that have been matched to a node: one queue for each node, one delivery for
 * each attempt, under the attempt's id. It never runs anything again; what it gives up on goes to one queue of lost
 * attempts, which any live worker empties.
 */
export interface Delivery {
  /** Rejects with DatabaseNotMigrated when the database has no pg-boss or another version of it. Safe to call again after that. */
  start(): Promise<void>;
  stop(): Promise<void>;
  /**
   * Makes a queue for a process that entered as the node, and returns its name. Two processes under one name, as when
   * one starts while the other still ends its work, share the node and not the queue.
   */
  openQueue(nodeId: string): Promise<string>;
  /** Removes a queue that will not be used again, with everything that lies in it. */
  closeQueue(queue: string): Promise<void>;
  /** Marks the queue as used, and removes those that nobody has marked for a day: their processes were killed. */
  tidyQueues(ownQueue: string): Promise<void>;
  /** Sends the attempts and takes them, in the caller's transaction: no crash can leave one that is sent and not taken. */
  deliver(connection: Queryable, queue: string, attempts: readonly ClaimedAttempt[]): Promise<void>;
  /** Ends deliveries, in the caller's transaction. Does nothing for one that was given up on. */
  finish(connection: Queryable, queue: string, attemptIds: readonly string[]): Promise<void>;
  /** Keeps the deliveries alive. Returns the ids that still are; the others were given up on. */
  touch(queue: string, attemptIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** Gives up on deliveries that nobody touched, on every node. One worker a second does it, whoever comes first. */
  supervise(): Promise<void>;
  /** Takes lost attempts, in the caller's transaction; they come back when it fails. */
  takeLost(connection: Queryable, max: number): Promise<LostDelivery[]>;
  finishLost(connection: Queryable, deliveryIds: readonly string[]): Promise<void>;
  /** Leaves one for some seconds later. */
  postponeLost(connection: Queryable, deliveryId: string): Promise<void>;
}

export function createDelivery(database: Database, log: Logger): Delivery {
  const boss = new PgBoss({
    db: toBossDatabase(database),
    migrate: false,
    createSchema: false,
    // Supervised by us, because who was cut off from the database must first wait for the others to be heard again.
    supervise: false,
    schedule: false,
    monitorIntervalSeconds: 1,
    maintenanceIntervalSeconds: KEEP_DONE_SECONDS,
    // Needs the ownership of the indexes, which workers do not have.
    reindex: false,
  });
  boss.on("error", (error) => {
    if (isPassing(error)) log.debug({ err: error }, "pg-boss could not reach the database");
    else log.error({ err: error }, "The database refused what pg-boss asked");
  });
  boss.on("warning", (warning) => log.warn({ warning }, "pg-boss warns"));

  return {
    async start() {
      try {
        await boss.start();
        await boss.createQueue(LOST_ATTEMPTS, { retryLimit: 1_000, retryDelay: 5, expireInSeconds: 60 });
        // pg-boss starts without its list of queues when the database goes away just then, and fails here.
        await boss.touch(LOST_ATTEMPTS, randomUUID());
      } catch (error) {
        await boss.stop({ graceful: false });
        if (isPassing(error) || isUnmigrated(error)) throw error;
        throw new DatabaseNotMigrated("pg-boss is missing in the database, or of another version", {
          cause: error,
        });
      }
    },

    stop: () => boss.stop({ graceful: false }),

    async openQueue(nodeId) {
      const queue = `${NODE_QUEUE_PREFIX}${nodeId}-${randomUUID().slice(0, 8)}`;
      await boss.createQueue(queue, {
        retryLimit: 0,
        heartbeatSeconds: HEARTBEAT_SECONDS,
        deadLetter: LOST_ATTEMPTS,
        deleteAfterSeconds: KEEP_DONE_SECONDS,
      });
      return queue;
    },

    closeQueue: (queue) => boss.deleteQueue(queue),

    async tidyQueues(ownQueue) {
      await boss.updateQueue(ownQueue, { heartbeatSeconds: HEARTBEAT_SECONDS });
      const { rows } = await database.query(ABANDONED_QUEUES, [NODE_QUEUE_PREFIX]);
      for (const { name } of namedSchema.parse(rows)) await boss.deleteQueue(name);
    },

    async deliver(connection, queue, attempts) {
      const db = toPreparingDatabase(connection);
      const sent = await boss.insert(
        queue,
        attempts.map((attempt) => ({
          id: attempt.attempt_id,
          data: { job_id: attempt.job_id },
          expireInSeconds: Math.ceil(attempt.time_limit_seconds) + EXPIRE_AFTER_LIMIT_SECONDS,
        })),
        { db, returnId: true },
      );
      const taken = await boss.fetch(queue, { batchSize: attempts.length, db });
      const takenIds = new Set(taken.map(({ id }) => id));
      const isComplete = attempts.every(({ attempt_id }) => takenIds.has(attempt_id));
      if (sent?.length !== attempts.length || !isComplete) {
        throw new Error(
          `pg-boss took ${takenIds.size} of ${attempts.length} attempts for ${queue}; the claim is undone`,
        );
      }
    },

    async finish(connection, queue, attemptIds) {
      await boss.complete(queue, [...attemptIds], null, { db: toPreparingDatabase(connection) });
    },

    async touch(queue, attemptIds) {
      return new Set(touchedSchema.parse(await boss.touch(queue, [...attemptIds])).settled);
    },

    supervise: () => boss.supervise(),

    async takeLost(connection, max) {
      const db = toBossDatabase(connection);
      const lost = await boss.fetch(LOST_ATTEMPTS, { batchSize: max, includeMetadata: true, db });
      // The dead letter's source is the delivery, and the delivery's id is the attempt's.
      return lost.map(({ id, sourceId }) => ({ deliveryId: id, attemptId: sourceId ?? id }));
    },

    async finishLost(connection, deliveryIds) {
      await boss.complete(LOST_ATTEMPTS, [...deliveryIds], null, { db: toBossDatabase(connection) });
    },

    async postponeLost(connection, deliveryId) {
      await boss.fail(LOST_ATTEMPTS, deliveryId, null, { db: toBossDatabase(connection) });
    },
  };
}

/** pg-boss sends several statements in one text, with no values: what is given none is not prepared. */
const toBossDatabase = (connection: Queryable): Db => ({
  executeSql: (text, values) => connection.query(text, values?.length ? values : undefined),
});

/** For what comes with every job. Only single statements can be prepared, which not all of pg-boss' are. */
const toPreparingDatabase = (connection: Queryable): Db => ({
  executeSql: (text, values = []) => connection.query(text, values),
});
