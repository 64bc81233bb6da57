import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { getRequestListener } from "@hono/node-server";
import { createClient } from "@supabase/supabase-js";
import { Hono } from "hono";
import { importJWK, SignJWT } from "jose";
import pg from "pg";
import { createAuthenticator } from "../gateway/credentials.ts";
import { createKeys, type StackKeys } from "../keys.ts";
import { bootstrapDatabase } from "../postgres/bootstrap.ts";
import { startCluster } from "../postgres/cluster.ts";
import { createStorageApp } from "../storage/app.ts";
import { attachRealtime } from "./attach-realtime.ts";
import type { RealtimeLimits } from "./limits.ts";

type Client = ReturnType<typeof createClient>;

/** Storage and Realtime over a Postgres of their own, without the rest of the stack: what these two areas promise alone. */
export interface TestGateway {
  apiUrl: string;
  keys: StackKeys;
  /** As `postgres`, who runs migrations. */
  db: pg.Pool;
  /** As the superuser. */
  adminDb: pg.Pool;
  storageDir: string;
  /** A client that holds the secret key. */
  service: Client;
  /** A token for a person. */
  tokenFor(userId: string, options?: { expiresInSeconds?: number }): Promise<string>;
  /** A client signed in as that person; without one, signed out. */
  clientFor(userId?: string): Promise<Client>;
  stopDatabase(): Promise<void>;
  startDatabase(): Promise<void>;
  stop(): Promise<void>;
}

export async function startTestGateway(limits: Partial<RealtimeLimits> = {}): Promise<TestGateway> {
  const root = await mkdtemp(join(tmpdir(), "spool-gateway-"));
  const keys = await createKeys();
  const launch = (port: number) =>
    startCluster({
      dataDir: join(root, "db"),
      port,
      passwords: keys.dbPasswords,
      settings: { fsync: "off" },
    });
  let cluster = await launch(0);
  const adminUrl = cluster.url("supabase_admin", "postgres");
  await bootstrapDatabase(adminUrl, keys.dbPasswords);

  const pools = (["authenticator", "supabase_admin", "postgres"] as const).map((role) => {
    const pool = new pg.Pool({ connectionString: cluster.url(role, "postgres"), max: 6 });
    return pool.on("error", () => undefined); // tests take the database away
  });
  const [pool, adminDb, db] = pools as [pg.Pool, pg.Pool, pg.Pool]; // one for each of the three names

  const app = new Hono();
  const listener = getRequestListener(app.fetch);
  const server = createServer((request, response) => void listener(request, response));
  const apiUrl = await listen(server);
  const storageDir = join(root, "storage");
  const deps = {
    ...(await createAuthenticator(keys)),
    pool,
    adminPool: adminDb,
    authPool: adminDb,
    adminUrl,
    keys,
    apiUrl,
    storageDir,
  };
  const realtime = attachRealtime(server, deps, limits);
  const storage = createStorageApp(deps);
  app.route("/storage/v1", storage.app);
  app.route("/realtime/v1", realtime.app);

  const signingKey = await importJWK(keys.signingJwk, "ES256");
  const tokenFor = (userId: string, { expiresInSeconds = 3_600 } = {}) =>
    new SignJWT({ role: "authenticated", sub: userId, jti: randomUUID() })
      .setProtectedHeader({ alg: "ES256", kid: keys.signingJwk.kid })
      .setExpirationTime(Math.floor(Date.now() / 1_000) + expiresInSeconds)
      .sign(signingKey);

  return {
    apiUrl,
    keys,
    db,
    adminDb,
    storageDir,
    service: createClient(apiUrl, keys.secretKey, { auth: { persistSession: false } }),
    tokenFor,
    async clientFor(userId) {
      if (userId === undefined)
        return createClient(apiUrl, keys.publishableKey, { auth: { persistSession: false } });
      const token = await tokenFor(userId);
      return createClient(apiUrl, keys.publishableKey, { accessToken: () => Promise.resolve(token) });
    },
    stopDatabase: () => cluster.stop(),
    async startDatabase() {
      cluster = await launch(cluster.port);
    },
    async stop() {
      await realtime.close();
      await storage.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await Promise.all(pools.map((each) => each.end()));
      await cluster.stop();
      await rm(root, { recursive: true, force: true });
    },
  };
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // listening on TCP, so never a path or null
}
