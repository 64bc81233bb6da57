import { createTestDatabase, type TestDatabase } from "@spool/testing/database";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { request, type IncomingMessage, type ServerOptions } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { startGateway, type Gateway } from "./server.ts";

const { keys } = inject("testCluster");
let database: TestDatabase;
let storageDir: string;
beforeAll(async () => {
  database = await createTestDatabase();
  storageDir = await mkdtemp(join(tmpdir(), "spool-slow-"));
});
afterAll(async () => {
  await database.drop();
  await rm(storageDir, { recursive: true, force: true });
});

const start = (http: ServerOptions): Promise<Gateway> =>
  startGateway({
    keys,
    databaseUrls: {
      authenticator: database.authenticatorUrl,
      supabaseAdmin: database.superuserUrl,
      authAdmin: database.authAdminUrl,
    },
    storageDir,
    host: "127.0.0.1",
    port: 0,
    http,
  });

/** Sends a byte each tenth of a second, and says what came of it. */
async function uploadSlowly(gateway: Gateway, sizeBytes: number): Promise<number | string> {
  const sent = request(`${gateway.url}/storage/v1/object/work/slow-${crypto.randomUUID()}`, {
    method: "POST",
    headers: { apikey: keys.secretKey, "content-length": sizeBytes },
  });
  const answer = Promise.race([
    once(sent, "response").then(([response]) => (response as IncomingMessage).statusCode ?? 0), // what the event carries
    once(sent, "error").then(([error]) => (error as NodeJS.ErrnoException).code ?? "error"),
  ]).catch((error: unknown) => (error as NodeJS.ErrnoException).code ?? "error");
  for (let n = 0; n < sizeBytes && !sent.destroyed; n++) {
    sent.write("x");
    await delay(100);
  }
  sent.end();
  return answer;
}

/** The clock of a whole request, in Node five minutes, set to one that a test can wait for. */
const IMPATIENT = { headersTimeout: 300, connectionsCheckingInterval: 50 };

test("an upload may take as long as it likes while its bytes flow", async () => {
  const gateway = await start(IMPATIENT);
  try {
    expect(await uploadSlowly(gateway, 20)).toBe(200);
  } finally {
    await gateway.close();
  }
});

test("it is the gateway's own limit that allows it: with one for the whole request it would be cut", async () => {
  const gateway = await start({ ...IMPATIENT, requestTimeout: 500 });
  try {
    expect([408, "ECONNRESET", "EPIPE"]).toContain(await uploadSlowly(gateway, 20));
  } finally {
    await gateway.close();
  }
});
