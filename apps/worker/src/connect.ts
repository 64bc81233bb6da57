import { setTimeout as delay } from "node:timers/promises";
import type { Logger } from "pino";
import { openDatabase, type Database } from "./adapters/database.ts";
import { createDelivery, type Delivery } from "./adapters/delivery.ts";
import { openListener, type Listener, type ListenerEvents } from "./adapters/listener.ts";
import { waitForDatabase } from "./wait-for-database.ts";

const CLOSE_TIMEOUT_MS = 1_000;

/** Everything that a worker holds of the database. */
export interface Connection {
  database: Database;
  delivery: Delivery;
  listener: Listener;
  /** Never rejects, and does not wait for connections that hang. */
  close(): Promise<void>;
}

/** Waits until the database is up, migrated, carries deliveries and is heard. Rejects like `waitForDatabase`. */
export async function connect(
  source: { databaseUrl: string; applicationName: string },
  news: ListenerEvents,
  log: Logger,
  giveUp: AbortSignal,
): Promise<Connection> {
  const database = openDatabase(source.databaseUrl, source.applicationName, log);
  const delivery = createDelivery(database, log);
  const closeDatabase = async () => {
    await delivery.stop().catch(() => undefined); // it only stops timers; the connections are ours
    await Promise.race([database.close(), delay(CLOSE_TIMEOUT_MS)]);
  };
  try {
    await waitForDatabase(() => delivery.start(), log, giveUp);
    const listener = await waitForDatabase(
      () => openListener({ ...source, database, log }, news),
      log,
      giveUp,
    );
    const close = async () => {
      await listener.close();
      await closeDatabase();
    };
    return { database, delivery, listener, close };
  } catch (error) {
    await closeDatabase();
    throw error;
  }
}
