import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import type { Logger } from "pino";
import type { Queryable } from "./database.ts";
import { toDatabaseError } from "./database-errors.ts";
import { hearsNotifications } from "./hears-notifications.ts";

const CONNECT_TIMEOUT_MS = 5_000;
const QUERY_TIMEOUT_MS = 5_000;
/** How often the round trip is proven again: a subscription can be lost without the connection noticing. */
const PROOF_INTERVAL_MS = 10_000;
const FIRST_PAUSE_MS = 100;
const LAST_PAUSE_MS = 2_000;

/** Notifications do not arrive although both connections work. Waiting does not help. */
class DeafConnectionError extends Error {
  override readonly name = "DeafConnectionError";
  constructor() {
    super(
      "The database connection does not deliver notifications: it goes through a pooler in transaction mode. " +
        "Give DATABASE_URL the address of the database itself, or of a pooler in session mode (on Supabase: port 5432, not 6543).",
    );
  }
}

export interface ListenerEvents {
  /** There may be something to claim. */
  onJobs(): void;
  /** The attempt is no longer to be worked on. */
  onAttempt(attemptId: string): void;
  /** Listening (again): what was said in between was not heard. */
  onListening(): void;
}

export interface Listener {
  isListening(): boolean;
  close(): Promise<void>;
}

/**
 * Listens for the database's news on a connection of its own, and goes on doing so when the connection breaks.
 *
 * Rejects when the first connection cannot be made, and with DeafConnectionError when it hears nothing.
 */
export async function openListener(
  source: { databaseUrl: string; applicationName: string; database: Queryable; log: Logger },
  events: ListenerEvents,
): Promise<Listener> {
  const closing = new AbortController();
  const state: { client: pg.Client | undefined } = { client: await connect(source, events) };
  events.onListening();

  const listenOnce = async (client: pg.Client) => {
    const reason = await untilBroken(client, source.database, closing.signal);
    await endQuietly(client);
    state.client = undefined;
    if (reason)
      source.log.warn({ err: reason }, "Lost the connection that listens for news; connecting again");
  };
  const connectAgain = async (pauseMs: number) => {
    await delay(pauseMs, undefined, { signal: closing.signal });
    state.client = await connect(source, events);
    source.log.info({}, "Listening for news again");
    events.onListening();
  };
  const running = (async () => {
    let pauseMs = FIRST_PAUSE_MS;
    while (!closing.signal.aborted) {
      if (state.client) {
        await listenOnce(state.client);
        pauseMs = FIRST_PAUSE_MS;
      } else {
        await connectAgain(pauseMs).catch(() => undefined); // closing, or asked again after a longer pause
        pauseMs = Math.min(pauseMs * 2, LAST_PAUSE_MS);
      }
    }
    if (state.client) await endQuietly(state.client);
  })();

  return {
    isListening: () => state.client !== undefined,
    async close() {
      closing.abort();
      await running;
    },
  };
}

async function connect(
  source: { databaseUrl: string; applicationName: string; database: Queryable; log: Logger },
  events: ListenerEvents,
): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: source.databaseUrl,
    application_name: source.applicationName,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: QUERY_TIMEOUT_MS,
    keepAlive: true,
  });
  client.on("error", () => undefined); // the wait for the next proof sees that it broke
  client.on("notification", ({ channel, payload }) => {
    if (channel === "spool_jobs") events.onJobs();
    else if (channel === "spool_attempts" && payload) events.onAttempt(payload);
    else if (channel === "spool_api_keys" && payload) noteApiKeyUse(source, payload);
  });
  try {
    await client.connect();
    await client.query("listen spool_jobs; listen spool_attempts; listen spool_api_keys");
    if (!(await hearsNotifications(client, source.database))) throw new DeafConnectionError();
    return client;
  } catch (error) {
    await endQuietly(client);
    throw error instanceof DeafConnectionError ? error : toDatabaseError(error);
  }
}

/** A read over REST may not write, so the database only tells that a key was used. At most once a minute for each key. */
function noteApiKeyUse({ database, log }: { database: Queryable; log: Logger }, apiKeyId: string): void {
  database.query("select private.note_api_key_use($1)", [apiKeyId]).catch((error: unknown) => {
    log.warn({ err: error, apiKeyId }, "Could not note the use of an API key");
  });
}

/** Resolves with what broke the connection, or with undefined when `closing` aborted. */
async function untilBroken(
  client: pg.Client,
  database: Queryable,
  closing: AbortSignal,
): Promise<Error | undefined> {
  const broken = Promise.withResolvers<Error>();
  const onError = (error: Error) => broken.resolve(error);
  const onEnd = () => broken.resolve(new Error("The server closed the connection"));
  client.on("error", onError).on("end", onEnd);
  const stop = new AbortController();
  const waiting = AbortSignal.any([closing, stop.signal]);
  try {
    for (;;) {
      const pause = delay(PROOF_INTERVAL_MS, undefined, { signal: waiting }).catch(() => undefined);
      const reason = await Promise.race([broken.promise, pause]);
      if (reason) return reason;
      if (closing.aborted) return undefined;
      const proof = hearsNotifications(client, database).then(
        (hears) => (hears ? undefined : new DeafConnectionError()),
        (error: unknown) => (error instanceof Error ? error : new Error(String(error))),
      );
      const failure = await Promise.race([broken.promise, proof]);
      if (failure) return failure;
    }
  } finally {
    stop.abort();
    client.off("error", onError).off("end", onEnd);
  }
}

/** A connection that is broken or hangs must not keep us from opening the next. */
async function endQuietly(client: pg.Client): Promise<void> {
  await Promise.race([client.end().catch(() => undefined), delay(500)]);
}
