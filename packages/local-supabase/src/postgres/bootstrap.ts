import { readFile } from "node:fs/promises";
import pg from "pg";
import { LOGIN_ROLES, type DatabasePasswords } from "./database-roles.ts";

/** In this order: later files use the roles and schemas of earlier ones. */
const FILES = ["roles", "schemas", "auth", "storage", "realtime", "realtime-server", "schema-reload"];

/** One at a time over the whole cluster: two databases bootstrapped at once would clash on the shared roles. */
const LOCK_KEY = 0x5b007;

/**
 * Gives a database what every hosted Supabase database starts with: roles, schemas, tables, functions, publications.
 *
 * Idempotent, all or nothing. Also sets the passwords of the roles that log in.
 */
export async function bootstrapDatabase(superuserUrl: string, passwords: DatabasePasswords): Promise<void> {
  const client = new pg.Client({ connectionString: superuserUrl });
  await client.connect();
  try {
    await client.query("begin");
    await client.query("select pg_advisory_xact_lock($1)", [LOCK_KEY]);
    await client.query("set local client_min_messages = warning");
    for (const name of FILES) {
      await client.query(await readFile(new URL(`sql/${name}.sql`, import.meta.url), "utf8"));
    }
    await setPasswords(client, passwords);
    await client.query("commit");
  } finally {
    await client.end();
  }
}

/** Gives the roles that log in their passwords, and `spool_worker` its login, as far as they exist. */
export async function setPasswords(client: pg.ClientBase, passwords: DatabasePasswords): Promise<void> {
  const { rows } = await client.query<{ rolname: string }>(
    "select rolname from pg_catalog.pg_roles where rolname = any($1)",
    [LOGIN_ROLES],
  );
  const existing = new Set(rows.map((row) => row.rolname));
  for (const role of LOGIN_ROLES.filter((name) => existing.has(name))) {
    await client.query(
      `alter role ${pg.escapeIdentifier(role)} login password ${pg.escapeLiteral(passwords[role])}`,
    );
  }
}
