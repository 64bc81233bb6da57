import { startGateway } from "@spool/local-supabase/gateway/server";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inject } from "vitest";
import { createTestDatabase, type TestDatabase } from "./database.ts";

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

/** A gateway on a free port, over a database and a storage folder of its own. */
export async function startTestStack(): Promise<TestStack> {
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
