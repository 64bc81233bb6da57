import pg from "pg";
import { loadSchemaCache, type SchemaCache } from "./schema-cache.ts";

const RECONNECT_MS = 1_000;

export interface SchemaWatch {
  current(): SchemaCache;
  close(): Promise<void>;
}

/**
 * Keeps the schema cache fresh: it is read again on `notify pgrst`, which every DDL statement sends, and after the
 * connection that listens was lost.
 */
export async function watchSchema(adminUrl: string, pool: pg.Pool, schema: string): Promise<SchemaWatch> {
  let cache = await loadSchemaCache(pool, schema);
  let isClosed = false;
  let listener: pg.Client | undefined;
  let reconnect: NodeJS.Timeout | undefined;
  let loading: Promise<void> | undefined;
  let isStale = false;

  // One load at a time; notices that come meanwhile cost one more, however many there are.
  function reload(): Promise<void> {
    isStale = true;
    loading ??= (async () => {
      try {
        while (isStale && !isClosed) {
          isStale = false;
          cache = await loadSchemaCache(pool, schema);
        }
      } catch (error) {
        // The database is away: the listener notices too and reloads when it is back.
        if (!isClosed)
          console.error(
            JSON.stringify({ level: "warn", message: "Schema not reloaded", error: String(error) }),
          );
      } finally {
        loading = undefined;
      }
    })();
    return loading;
  }

  async function listen(): Promise<void> {
    const client = new pg.Client({ connectionString: adminUrl });
    client.on("error", () => undefined);
    client.on("end", listenAgainLater);
    client.on("notification", () => void reload());
    listener = client;
    await client.connect();
    await client.query("listen pgrst");
  }

  function listenAgainLater(): void {
    clearTimeout(reconnect);
    if (isClosed) return;
    reconnect = setTimeout(() => void listen().then(reload, listenAgainLater), RECONNECT_MS);
  }

  await listen();
  await reload(); // what changed between the first load and `listen`
  return {
    current: () => cache,
    async close() {
      isClosed = true;
      clearTimeout(reconnect);
      await loading;
      await listener?.end();
    },
  };
}
