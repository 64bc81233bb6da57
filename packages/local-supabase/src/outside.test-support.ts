import { randomBytes } from "node:crypto";
import { SupabaseClient } from "@supabase/supabase-js";
import { readOutsideStack, type OutsideStack } from "@spool/testing/env";
import pg from "pg";
import { test, vi, type TestAPI } from "vitest";

/** The Supabase that the environment names for these tests, or null where each starts one of its own. */
export const OUTSIDE: OutsideStack | null = readOutsideStack();

/** Every account that a test makes has an address here, and nobody else has: `.test` belongs to nobody. */
export const TEST_DOMAIN = "spool.test";

const RELOAD_LIMIT_MS = 30_000;

/** A Supabase that ran before the tests and runs on after them. */
export interface Visit {
  /** As `postgres`, which is no superuser. */
  db: pg.Pool;
  service: SupabaseClient;
  /** Runs DDL that is undone at the end, and waits until the API knows of it. */
  apply: (sql: string) => Promise<void>;
  /** Signs in as the person of that id, who is made when missing. */
  tokenFor: (userId: string) => Promise<string>;
  /** Takes away what the tests made: objects of the database, buckets, accounts. */
  leave: () => Promise<void>;
}

/**
 * Brings a schema to a Supabase that is not ours to start or stop, and takes it away again. What it makes is noted in the
 * database itself (schema `spool_visit`), in the transaction that makes it: a run that was killed is cleaned up by the next.
 */
export async function visitStack(outside: OutsideStack, schemaSql: string): Promise<Visit> {
  const db = new pg.Pool({ connectionString: outside.databaseUrl, max: 4 });
  const service = new SupabaseClient(outside.apiUrl, outside.secretKey, {
    auth: { persistSession: false, autoRefreshToken: false },
  });
  const tokens = new Map<string, Promise<string>>();
  const visit: Visit = {
    db,
    service,
    async apply(sql) {
      const marker = `spool_visit_${randomBytes(6).toString("hex")}`;
      await makeAndNote(
        db,
        `${sql};
         create function public.${marker}() returns int language sql stable as 'select 1';
         grant execute on function public.${marker}() to service_role`,
      );
      await vi.waitFor(
        async () => {
          const { error } = await service.rpc(marker, {}, { get: true });
          if (error) throw new Error(`The API does not know of a new function: ${error.message}`);
        },
        { timeout: RELOAD_LIMIT_MS, interval: 100 },
      );
    },
    tokenFor(userId) {
      const token = tokens.get(userId) ?? signIn(outside, service, userId);
      tokens.set(userId, token);
      return token;
    },
    async leave() {
      await cleanUp(db, service);
      await lock.end();
      await db.end();
    },
  };
  const lock = await lockAlone(outside.databaseUrl);
  await assertRollback(db);
  if (await hasNotes(db)) await cleanUp(db, service);
  await db.query(
    `create schema spool_visit;
     create table spool_visit.undo (id bigint generated always as identity, statement text not null);
     create table spool_visit.known_buckets as select id from storage.buckets`,
  );
  await visit.apply(schemaSql);
  return visit;
}

/** Without it `Prefer: tx=rollback` is not heeded, and tests that show a change and keep nothing would keep it. */
async function assertRollback(db: pg.Pool): Promise<void> {
  const { rowCount } = await db.query(
    `select from pg_catalog.pg_roles
     where rolname = 'authenticator' and 'pgrst.db_tx_end=commit-allow-override' = any (rolconfig)`,
  );
  if (rowCount === 1) return;
  throw new Error(
    "Run: alter role authenticator set pgrst.db_tx_end = 'commit-allow-override', and restart the project. See docs/official-stack.md",
  );
}

/** Held by a connection, so that it goes with a run that is killed. */
async function lockAlone(databaseUrl: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const { rows } = await client.query<{ is_alone: boolean }>(
    "select pg_try_advisory_lock(hashtext('spool_visit')) as is_alone",
  );
  if (rows[0]?.is_alone) return client;
  await client.end();
  throw new Error("Other tests are using this Supabase: npm test -- --only outside runs one file at a time");
}

/** A hosted project may grant new objects to everybody by default; what the tests make has only the grants it names. */
async function makeAndNote(db: pg.Pool, sql: string): Promise<void> {
  const client = await db.connect();
  try {
    await client.query("begin");
    const { rows: defaults } = await client.query<{ take: string; give: string }>(DEFAULT_GRANTS);
    for (const { take } of defaults) await client.query(take);
    const before = new Set(await undoStatements(client));
    await client.query(sql);
    const made = (await undoStatements(client)).filter((statement) => !before.has(statement));
    await client.query("insert into spool_visit.undo (statement) select unnest($1::text[])", [made]);
    for (const { give } of defaults) await client.query(give);
    await client.query("notify pgrst, 'reload schema'");
    await client.query("commit");
  } catch (error) {
    await client.query("rollback");
    throw error;
  } finally {
    client.release();
  }
}

/** For everything there is in the database, the statement that would remove it. */
async function undoStatements(client: pg.PoolClient): Promise<string[]> {
  await client.query("set local search_path = ''");
  const { rows } = await client.query<{ statement: string }>(UNDO);
  await client.query("set local search_path to default");
  return rows.map(({ statement }) => statement);
}

async function hasNotes(db: pg.Pool): Promise<boolean> {
  const { rowCount } = await db.query("select from pg_catalog.pg_namespace where nspname = 'spool_visit'");
  return rowCount === 1;
}

async function cleanUp(db: pg.Pool, service: SupabaseClient): Promise<void> {
  await removeBuckets(db, service);
  const { rows: accounts } = await db.query<{ id: string }>("select id from auth.users where email like $1", [
    `%@${TEST_DOMAIN}`,
  ]);
  for (const { id } of accounts) {
    // A connection that was kept alive may just have been closed.
    await vi.waitFor(async () => {
      const { error } = await service.auth.admin.deleteUser(id);
      if (error && error.status !== 404) throw error;
    });
  }
  const { rows } = await db.query<{ statement: string }>(
    "select statement from spool_visit.undo order by id",
  );
  await db.query(
    [...rows.map(({ statement }) => statement), "drop schema spool_visit cascade"].join(";\n") +
      "; notify pgrst, 'reload schema'",
  );
}

/** By the API, because rows removed by SQL leave their bytes; and not by emptying, which hosted does some time later. */
async function removeBuckets(db: pg.Pool, service: SupabaseClient): Promise<void> {
  const { rows } = await db.query<{ bucket: string; names: string[] }>(
    `select b.id as bucket, coalesce(array_agg(o.name) filter (where o.name is not null), '{}') as names
     from storage.buckets b left join storage.objects o on o.bucket_id = b.id
     where b.id not in (select id from spool_visit.known_buckets) group by b.id`,
  );
  for (const { bucket, names } of rows) {
    for (let from = 0; from < names.length; from += 500) {
      const { error } = await service.storage.from(bucket).remove(names.slice(from, from + 500));
      if (error) throw error;
    }
    const { error } = await service.storage.deleteBucket(bucket);
    if (error) throw error;
  }
}

async function signIn(outside: OutsideStack, service: SupabaseClient, userId: string): Promise<string> {
  const credentials = { email: `${userId}@${TEST_DOMAIN}`, password: randomBytes(18).toString("base64url") };
  const made = await service.auth.admin.createUser({ ...credentials, id: userId, email_confirm: true });
  if (made.error) throw made.error;
  const person = new SupabaseClient(outside.apiUrl, outside.publishableKey, {
    auth: { persistSession: false, autoRefreshToken: false },
  });
  const { data, error } = await person.auth.signInWithPassword(credentials);
  if (error) throw error;
  return data.session.access_token;
}

const told = new Set<string>();

/** `test` for what only a stack of our own shows. On an outside one it is skipped, and the reason is printed once. */
export function testInside(reason: string): TestAPI | typeof test.skip {
  if (OUTSIDE !== null && !told.has(reason)) {
    told.add(reason);
    console.info(`Not tried on the outside stack: ${reason}.`);
  }
  return test.skipIf(OUTSIDE !== null);
}

const DEFAULT_GRANTS = `
  select
    format('alter default privileges in schema public revoke %s on %s from %s', privilege, kind, grantee) as take,
    format('alter default privileges in schema public grant %s on %s to %s', privilege, kind, grantee) as give
  from (
    select a.privilege_type as privilege, a.grantee::regrole::text as grantee,
      case d.defaclobjtype when 'r' then 'tables' when 'S' then 'sequences' else 'functions' end as kind
    from pg_catalog.pg_default_acl d, pg_catalog.aclexplode(d.defaclacl) a
    where d.defaclrole = current_user::regrole and d.defaclnamespace = 'public'::regnamespace
      and d.defaclobjtype in ('r', 'S', 'f')
      and a.grantee::regrole::text in ('anon', 'authenticated', 'service_role')
  ) g`;

const UNDO = `
  select statement from (
    select 0 as rank, format('drop policy if exists %I on %s', polname, polrelid::regclass) as statement
    from pg_catalog.pg_policy
    union all
    select 1, format('drop trigger if exists %I on %s', tgname, tgrelid::regclass)
    from pg_catalog.pg_trigger where not tgisinternal
    union all
    select 2, format('drop schema if exists %I cascade', nspname)
    from pg_catalog.pg_namespace where nspname !~ '^pg_'
    union all
    select 3, format('drop %s if exists %s cascade',
      case relkind when 'v' then 'view' when 'm' then 'materialized view' else 'table' end, oid::regclass)
    from pg_catalog.pg_class where relkind in ('r', 'p', 'v', 'm') and relpersistence <> 't'
    union all
    select 4, format('drop routine if exists %s cascade', oid::regprocedure)
    from pg_catalog.pg_proc where pronamespace <> 'pg_catalog'::regnamespace
    union all
    select 5, format('drop type if exists %s cascade', oid::regtype)
    from pg_catalog.pg_type where typtype in ('e', 'd')
  ) o order by rank, statement`;
