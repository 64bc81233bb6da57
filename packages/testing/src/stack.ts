import { startGateway } from "@spool/local-supabase/gateway/server";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inject } from "vitest";
import { createTestDatabase, type TestDatabase } from "./database.ts";
import { readOutsideStack, type OutsideStack } from "./env.ts";

export interface TestStack {
  apiUrl: string;
  publishableKey: string;
  secretKey: string;
  /** As role `postgres`. */
  databaseUrl: string;
  /** As role `spool_worker`. */
  workerDatabaseUrl: string;
  database: TestDatabase;
  stop(): Promise<void>;
}

/**
 * A gateway on a free port, over a database and a storage folder of its own; or, where the environment names a Supabase
 * that runs, that one, as it is and left as it is.
 */
export async function startTestStack(): Promise<TestStack> {
  const outside = readOutsideStack();
  return outside ? useOutsideStack(outside) : startOwnStack();
}

function useOutsideStack(outside: OutsideStack): TestStack {
  const { databaseUrl } = outside;
  const workerDatabaseUrl = outside.workerDatabaseUrl ?? databaseUrl;
  // Role postgres may become any role of the API, and is the highest that a hosted project gives.
  const database: TestDatabase = {
    name: new URL(databaseUrl).pathname.slice(1),
    postgresUrl: databaseUrl,
    workerUrl: workerDatabaseUrl,
    authenticatorUrl: databaseUrl,
    authAdminUrl: databaseUrl,
    superuserUrl: databaseUrl,
    drop: () => Promise.resolve(),
  };
  return { ...outside, workerDatabaseUrl, database, stop: () => Promise.resolve() };
}

async function startOwnStack(): Promise<TestStack> {
  const { keys } = inject("testCluster");
  const database = await createTestDatabase();
  const storageDir = await mkdtemp(join(tmpdir(), "spool-test-storage-"));
  const remove = async (): Promise<void> => {
    await database.drop();
    await rm(storageDir, { recursive: true, force: true });
  };
  try {
    const gateway = await startGateway({
      keys,
      databaseUrls: {
        authenticator: database.authenticatorUrl,
        supabaseAdmin: database.superuserUrl,
        authAdmin: database.authAdminUrl,
      },
      storageDir,
      host: "127.0.0.1",
      port: 0,
    });
    return {
      apiUrl: gateway.url,
      publishableKey: keys.publishableKey,
      secretKey: keys.secretKey,
      databaseUrl: database.postgresUrl,
      workerDatabaseUrl: database.workerUrl,
      database,
      stop: () => gateway.close().finally(remove),
    };
  } catch (error) {
    await remove();
    throw error;
  }
}
