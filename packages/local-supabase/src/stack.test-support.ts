import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SupabaseClient } from "@supabase/supabase-js";
import { importJWK, SignJWT, type JWTPayload } from "jose";
import type pg from "pg";
import { readAuthSettings } from "./auth/settings.ts";
import { loadKeys, type StackKeys } from "./keys.ts";
import { OUTSIDE, visitStack } from "./outside.test-support.ts";
import { removeDataFolder } from "./postgres/data-folder.ts";
import { openPool } from "./postgres/open-pool.ts";
import { startStack, type LocalStack } from "./stack.ts";

/** A whole stack over a schema that a test brings along, so that it says nothing about Spool's own. */
export interface TestStack {
  apiUrl: string;
  publishableKey: string;
  secretKey: string;
  /** As `postgres`. */
  db: pg.Pool;
  /** A client that holds the secret key. */
  service: SupabaseClient;
  /** A client that holds the publishable key, or a token as well. */
  client(token?: string): SupabaseClient;
  /** A token for a person. */
  tokenFor(userId: string): Promise<string>;
  /** A bare request with the secret key, unless the headers say otherwise. */
  fetch(path: string, init?: RequestInit): Promise<Response>;
  /** What nobody sees from outside. Throws on an outside stack: for tests that `testInside` makes. */
  readonly own: OwnStack;
  stop(): Promise<void>;
}

interface OwnStack extends LocalStack {
  keys: StackKeys;
  /** Signs whatever claims with the stack's own key; expires in an hour unless they say otherwise. */
  sign(claims: JWTPayload): Promise<string>;
}

/**
 * Goes to the Supabase that the environment names, where it names one.
 *
 * @param auth Variables of Auth's settings that differ from their defaults: only for a stack of our own.
 */
export async function startTestStack(
  schemaSql: string,
  auth: Readonly<Record<string, string>> = {},
): Promise<TestStack> {
  const { own, tokenFor, stop, ...shared } = OUTSIDE
    ? { ...OUTSIDE, ...(await visitOutside(schemaSql)) }
    : await startOwnStack(schemaSql, auth);
  const { apiUrl, publishableKey, secretKey } = shared;
  const connect = (key: string, headers: Record<string, string>) =>
    new SupabaseClient(apiUrl, key, {
      auth: { persistSession: false, autoRefreshToken: false },
      global: { headers },
    });
  return {
    ...shared,
    service: connect(secretKey, {}),
    client: (token) =>
      connect(publishableKey, token === undefined ? {} : { Authorization: `Bearer ${token}` }),
    tokenFor,
    fetch: (path, init = {}) =>
      fetch(`${apiUrl}${path}`, {
        ...init,
        headers: { apikey: secretKey, ...(init.headers as Record<string, string> | undefined) },
      }),
    get own() {
      if (own === null) throw new Error("An outside stack shows only what it serves");
      return own;
    },
    stop,
  };
}

async function visitOutside(schemaSql: string) {
  if (!OUTSIDE) throw new Error("There is no outside stack");
  const { db, tokenFor, leave } = await visitStack(OUTSIDE, schemaSql);
  return { db, tokenFor, stop: leave, own: null };
}

async function startOwnStack(schemaSql: string, auth: Readonly<Record<string, string>>) {
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
  const sign = async (claims: JWTPayload): Promise<string> => {
    const token = new SignJWT(claims).setProtectedHeader({ alg: "ES256", kid: keys.signingJwk.kid });
    if (claims.exp === undefined) token.setExpirationTime("1h");
    return token.sign(await importJWK(keys.signingJwk, "ES256"));
  };
  const { apiUrl, publishableKey, secretKey } = stack;
  return {
    apiUrl,
    publishableKey,
    secretKey,
    db,
    tokenFor: (userId: string) => sign({ sub: userId, role: "authenticated" }),
    own: { ...stack, keys, sign },
    stop: async () => {
      await db.end();
      await stack.stop();
      await removeDataFolder(join(root, "data/database"));
      await rm(root, { recursive: true, force: true });
    },
  };
}

export const FILMS_SQL = await readFile(new URL("rest/films.test-support.sql", import.meta.url), "utf8");
