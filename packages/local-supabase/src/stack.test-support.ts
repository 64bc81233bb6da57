import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SupabaseClient } from "@supabase/supabase-js";
import { importJWK, SignJWT, type JWTPayload } from "jose";
import type pg from "pg";
import { readAuthSettings } from "./auth/settings.ts";
import { loadKeys, type StackKeys } from "./keys.ts";
import { removeDataFolder } from "./postgres/data-folder.ts";
import { openPool } from "./postgres/open-pool.ts";
import { startStack, type LocalStack } from "./stack.ts";

/** A whole stack over a schema that a test brings along, so that it says nothing about Spool's own. */
export interface TestStack extends LocalStack {
  keys: StackKeys;
  /** As `postgres`. */
  db: pg.Pool;
  /** A client that holds the secret key. */
  service: SupabaseClient;
  /** A client that holds the publishable key, or a token as well. */
  client(token?: string): SupabaseClient;
  /** Signs whatever claims with the stack's own key; expires in an hour unless they say otherwise. */
  sign(claims: JWTPayload): Promise<string>;
  /** A bare request with the secret key, unless the headers say otherwise. */
  fetch(path: string, init?: RequestInit): Promise<Response>;
}

/** @param auth Variables of Auth's settings that differ from their defaults. */
export async function startTestStack(
  schemaSql: string,
  auth: Readonly<Record<string, string>> = {},
): Promise<TestStack> {
  const root = await mkdtemp(join(tmpdir(), "spool-stack-"));
  const migrationsDir = join(root, "migrations");
  await mkdir(migrationsDir);
  await writeFile(join(migrationsDir, "20260101000000_test_schema.sql"), schemaSql);
  const stack = await startStack({
    dataDir: join(root, "data"),
    migrationsDir,
    host: "127.0.0.1",
    apiPort: 0,
    dbPort: 0,
    settings: { fsync: "off" },
    auth: readAuthSettings(auth, true),
  });
  const keys = await loadKeys(join(root, "data/keys.json"));
  const db = openPool(stack.databaseUrl, 3);
  const connect = (key: string, headers: Record<string, string>) =>
    new SupabaseClient(stack.apiUrl, key, {
      auth: { persistSession: false, autoRefreshToken: false },
      global: { headers },
    });
  return {
    ...stack,
    keys,
    db,
    service: connect(keys.secretKey, {}),
    client: (token) =>
      connect(keys.publishableKey, token === undefined ? {} : { Authorization: `Bearer ${token}` }),
    async sign(claims) {
      const token = new SignJWT(claims).setProtectedHeader({ alg: "ES256", kid: keys.signingJwk.kid });
      if (claims.exp === undefined) token.setExpirationTime("1h");
      return token.sign(await importJWK(keys.signingJwk, "ES256"));
    },
    fetch: (path, init = {}) =>
      fetch(`${stack.apiUrl}${path}`, {
        ...init,
        headers: { apikey: keys.secretKey, ...(init.headers as Record<string, string> | undefined) },
      }),
    async stop() {
      await db.end();
      await stack.stop();
      await removeDataFolder(join(root, "data/database"));
      await rm(root, { recursive: true, force: true });
    },
  };
}

export const FILMS_SQL = await readFile(new URL("rest/films.test-support.sql", import.meta.url), "utf8");
