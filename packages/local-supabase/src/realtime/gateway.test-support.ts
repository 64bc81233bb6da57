import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { getRequestListener } from "@hono/node-server";
import type { OutsideStack } from "@spool/testing/env";
import { createClient } from "@supabase/supabase-js";
import { Hono } from "hono";
import { importJWK, SignJWT } from "jose";
import pg from "pg";
import { createAuthenticator } from "../gateway/credentials.ts";
import { createKeys } from "../keys.ts";
import { OUTSIDE, visitStack } from "../outside.test-support.ts";
import { bootstrapDatabase } from "../postgres/bootstrap.ts";
import { startCluster } from "../postgres/cluster.ts";
import { createStorageApp } from "../storage/app.ts";
import { attachRealtime } from "./attach-realtime.ts";
import type { RealtimeLimits } from "./limits.ts";

type Client = ReturnType<typeof createClient>;

/** Storage and Realtime over a Postgres of their own, without the rest of the stack: what these two areas promise alone. */
export interface TestGateway {
  apiUrl: string;
  publishableKey: string;
  secretKey: string;
  /** As `postgres`, who runs migrations. */
  db: pg.Pool;
  /** A client that holds the secret key. */
  service: Client;
  /** Runs DDL as `postgres`: policies, tables. */
  apply(sql: string): Promise<unknown>;
  /** A token for a person, good for an hour. */
  tokenFor(userId: string): Promise<string>;
  /** A client signed in as that person; without one, signed out. */
  clientFor(userId?: string): Promise<Client>;
  /** What nobody sees from outside. Throws on an outside stack: for tests that `testInside` makes. */
  readonly own: OwnGateway;
  stop(): Promise<void>;
}

interface OwnGateway {
  /** As the superuser. */
  adminDb: pg.Pool;
  storageDir: string;
  tokenUntil(userId: string, expiresInSeconds: number): Promise<string>;
  stopDatabase(): Promise<void>;
  startDatabase(): Promise<void>;
}

/** Goes to the Supabase that the environment names, where it names one. */
export async function startTestGateway(limits: Partial<RealtimeLimits> = {}): Promise<TestGateway> {
  const { own, ...shared } = OUTSIDE ? await visitOutside(OUTSIDE) : await startOwnGateway(limits);
  const { apiUrl, publishableKey, secretKey, tokenFor } = shared;
  return {
    ...shared,
    service: createClient(apiUrl, secretKey, { auth: { persistSession: false } }),
    async clientFor(userId) {
      if (userId === undefined)
        return createClient(apiUrl, publishableKey, { auth: { persistSession: false } });
      const token = await tokenFor(userId);
      return createClient(apiUrl, publishableKey, { accessToken: () => Promise.resolve(token) });
    },
    get own() {
      if (own === null) throw new Error("An outside stack shows only what it serves");
      return own;
    },
  };
}

async function visitOutside(outside: OutsideStack) {
  const { db, apply, tokenFor, leave } = await visitStack(outside, "select 1");
  return { ...outside, db, apply, tokenFor, stop: leave, own: null };
}

async function startOwnGateway(limits: Partial<RealtimeLimits>) {
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
  const tokenUntil = (userId: string, expiresInSeconds: number) =>
    new SignJWT({ role: "authenticated", sub: userId, jti: randomUUID() })
      .setProtectedHeader({ alg: "ES256", kid: keys.signingJwk.kid })
      .setExpirationTime(Math.floor(Date.now() / 1_000) + expiresInSeconds)
      .sign(signingKey);

  return {
    apiUrl,
    publishableKey: keys.publishableKey,
    secretKey: keys.secretKey,
    db,
    apply: (sql: string) => db.query(sql),
    tokenFor: (userId: string) => tokenUntil(userId, 3_600),
    own: {
      adminDb,
      storageDir,
      tokenUntil,
      stopDatabase: () => cluster.stop(),
      async startDatabase() {
        cluster = await launch(cluster.port);
      },
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
