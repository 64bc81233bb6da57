import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createKeys } from "../keys.ts";
import { bootstrapDatabase } from "./bootstrap.ts";
import { startCluster, type Cluster } from "./cluster.ts";
import { removeDataFolder } from "./data-folder.ts";
import { applyMigrations } from "./migrate.ts";

let root: string;
let cluster: Cluster;
let db: pg.Client;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "spool-migrate-"));
  const { dbPasswords } = await createKeys();
  cluster = await startCluster({
    dataDir: join(root, "db"),
    port: 0,
    passwords: dbPasswords,
    settings: { fsync: "off" },
  });
  await bootstrapDatabase(cluster.url("supabase_admin", "postgres"), dbPasswords);
  await bootstrapDatabase(cluster.url("supabase_admin", "postgres"), dbPasswords);
  db = new pg.Client({ connectionString: cluster.url("postgres", "postgres") });
  await db.connect();
});
afterAll(async () => {
  await db.end();
  await cluster.stop();
  await removeDataFolder(join(root, "db"));
  await rm(root, { recursive: true, force: true });
});

const migrations = async (files: Record<string, string>) => {
  const folder = await mkdtemp(join(root, "migrations-"));
  for (const [name, sql] of Object.entries(files)) await writeFile(join(folder, name), sql);
  return folder;
};
const apply = (folder: string) => applyMigrations(cluster.url("postgres", "postgres"), folder);

test("migrations are applied once, in order, by two callers at once, and recorded as the CLI does", async () => {
  const folder = await migrations({
    "20260102000000_second.sql": "insert into public.log values ('second')",
    "20260101000000_first.sql":
      "create table public.log (entry text); insert into public.log values ('first');",
    "notes.txt": "not a migration",
  });

  const applied = await Promise.all([apply(folder), apply(folder)]);

  expect(applied.flat()).toEqual(["20260101000000_first.sql", "20260102000000_second.sql"]);
  expect((await db.query("select entry from public.log")).rows).toEqual([
    { entry: "first" },
    { entry: "second" },
  ]);
  const { rows } = await db.query(
    "select version, name from supabase_migrations.schema_migrations order by version",
  );
  expect(rows).toEqual([
    { version: "20260101000000", name: "first" },
    { version: "20260102000000", name: "second" },
  ]);
});

test("a migration that fails names its file and line, and leaves nothing of itself", async () => {
  const folder = await migrations({
    "20260301000000_broken.sql": "create table public.half ();\n\nselect nonsense;\n",
  });

  await expect(apply(folder)).rejects.toThrow(
    'Migration 20260301000000_broken.sql:3 failed: column "nonsense" does not exist',
  );
  expect((await db.query("select to_regclass('public.half') as half")).rows).toEqual([{ half: null }]);
});

test("a migration may do as role postgres what hosted Supabase allows", async () => {
  const folder = await migrations({
    "20260401000000_allowed.sql": `
      create function public.on_user() returns trigger language plpgsql as $$ begin return new; end $$;
      create trigger on_user after insert on auth.users for each row execute function public.on_user();
      create policy "See files" on storage.objects for select to authenticated using (bucket_id = 'a');
      create policy "Join topics" on realtime.messages for select to authenticated using (realtime.topic() = 'a');
      insert into storage.buckets (id, name) values ('a', 'a');
      create table public.people (id uuid primary key references auth.users on delete cascade);
      alter publication supabase_realtime add table public.people;
      create role helper nologin;
      alter role helper login password 'x';
      create extension pg_trgm with schema extensions;
      select realtime.send('{"n": 1}', 'event', 'topic', true);
    `,
  });

  expect(await apply(folder)).toHaveLength(1);
  expect(
    (await db.query("select topic, event, private, extension, payload ->> 'n' as n from realtime.messages"))
      .rows,
  ).toEqual([{ topic: "topic", event: "event", private: true, extension: "broadcast", n: "1" }]);
});

test("a new table is granted to nobody, and postgres is no superuser", async () => {
  const { rows } = await db.query(`
    select r.rolsuper, r.rolbypassrls, has_table_privilege('service_role', 'public.log', 'select') as service,
      has_table_privilege('anon', 'public.log', 'select') as anon, current_setting('search_path') as path
    from pg_roles r where r.rolname = current_user`);

  expect(rows).toEqual([
    { rolsuper: false, rolbypassrls: true, service: false, anon: false, path: '"$user", public, extensions' },
  ]);
});

test("a message that cannot be sent does not undo the change it speaks of", async () => {
  await db.query("begin; create table public.change (); select realtime.send('{}', 'e', null, true); commit");

  expect((await db.query("select to_regclass('public.change') is not null as kept")).rows).toEqual([
    { kept: true },
  ]);
});
