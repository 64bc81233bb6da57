import pg from "pg";
import { afterAll, beforeAll } from "vitest";
import { createTestDatabase, type TestDatabase } from "./database.ts";

/** A test file's own database and a pool for each role. To be read inside tests and hooks only. */
export interface DatabaseUnderTest {
  readonly database: TestDatabase;
  /** As `postgres`, who bypasses RLS: for arranging and for looking behind the curtain. */
  readonly owner: pg.Pool;
  /** As `spool_worker`. */
  readonly worker: pg.Pool;
  /** As `authenticator`: give it to asUser, asAnon and asService. */
  readonly api: pg.Pool;
}

/** Makes the database before the tests of a file and removes it after them. */
export function useTestDatabase(): DatabaseUnderTest {
  let opened: (DatabaseUnderTest & { pools: pg.Pool[] }) | undefined;
  const get = (): DatabaseUnderTest => {
    if (!opened) throw new Error("The test database is there inside tests and hooks only");
    return opened;
  };

  beforeAll(async () => {
    const database = await createTestDatabase();
    const open = (connectionString: string) => new pg.Pool({ connectionString, max: 10 });
    const owner = open(database.postgresUrl);
    const worker = open(database.workerUrl);
    const api = open(database.authenticatorUrl);
    opened = { database, owner, worker, api, pools: [owner, worker, api] };
  });
  afterAll(async () => {
    if (!opened) return;
    await Promise.all(opened.pools.map((pool) => pool.end()));
    await opened.database.drop();
  });

  return {
    get database() {
      return get().database;
    },
    get owner() {
      return get().owner;
    },
    get worker() {
      return get().worker;
    },
    get api() {
      return get().api;
    },
  };
}
