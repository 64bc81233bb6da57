import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { openPool } from "../postgres/open-pool.ts";
import { startTestStack, type TestStack } from "../stack.test-support.ts";
import { createBackup } from "./create-backup.ts";
import { restoreBackup } from "./restore-backup.ts";

const SCHEMA = `
  create table public.accounts (id int primary key, balance numeric not null);
  create table public.transfers (
    id bigint generated always as identity primary key,
    from_id int not null references public.accounts, to_id int not null references public.accounts,
    amount numeric not null, doubled numeric generated always as (amount * 2) stored,
    note text, bytes bytea, at timestamptz not null default clock_timestamp(), parts text[], document jsonb
  );
  create table public."odd ""name/.." ("a column" text);
  create table public.trigger_log (n int);
  create function public.log_transfer() returns trigger language plpgsql as $$
    begin insert into public.trigger_log values (1); return null; end $$;
  create trigger log_transfer after insert on public.transfers for each row execute function public.log_transfer();
  insert into public.accounts select n, 100 from generate_series(1, 20) as n;
`;

let source: TestStack;
let target: TestStack;
let folder: string;

beforeAll(async () => {
  [source, target] = await Promise.all([startTestStack(SCHEMA), startTestStack(SCHEMA)]);
}, 60_000);
afterAll(async () => {
  await Promise.all([source.stop(), target.stop()]);
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "spool-backup-"));
  return () => rm(folder, { recursive: true, force: true });
});

const backUp = (stack: TestStack, name: string) =>
  createBackup({
    databaseUrl: stack.own.adminUrl,
    storageDir: stack.own.storageDir,
    folder: join(folder, name),
  });
const restore = (stack: TestStack, name: string, force = false) =>
  restoreBackup({
    databaseUrl: stack.own.adminUrl,
    storageDir: stack.own.storageDir,
    folder: join(folder, name),
    force,
  });

/** Moves money until told to stop: at any moment the balances add up, and agree with the transfers. */
function keepTransferring(url: string): { stop: () => Promise<number> } {
  let isStopped = false;
  const run = async (): Promise<number> => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    let count = 0;
    for (; !isStopped; count += 1) {
      const [from, to] = [1 + (count % 19), 2 + (count % 19)];
      await client.query(`begin;
        update public.accounts set balance = balance - 1 where id = ${from};
        insert into public.transfers (from_id, to_id, amount, note, bytes, parts, document)
          values (${from}, ${to}, 1, E'tab\\t newline\\n backslash \\\\ \\\\. end', decode('00ff0a5c', 'hex'), '{a,NULL,"b,c"}', '{"n": 1.10}');
        update public.accounts set balance = balance + 1 where id = ${to};
        commit`);
    }
    await client.end();
    return count;
  };
  const running = run();
  return {
    stop: () => {
      isStopped = true;
      return running;
    },
  };
}

test("a backup under concurrent writes is one moment of the data, and comes back byte for byte", async () => {
  await source.service.storage.createBucket("films");
  const bytes = Buffer.alloc(3_000_000, "film");
  expect((await source.service.storage.from("films").upload("a/one.bin", bytes)).error).toBeNull();
  await source.service.auth.admin.createUser({
    email: "ann@example.com",
    email_confirm: true,
    password: "correct horse battery",
  });
  await source.db.query(`insert into public."odd ""name/.." values ('x')`);
  await source.db.query(
    "insert into public.transfers (from_id, to_id, amount, note) select 1, 1, 0, repeat('x', 1000) from generate_series(1, 20000)",
  );
  const transfers = keepTransferring(source.own.databaseUrl);
  const isBusy = async () =>
    Number(
      (await source.db.query<{ n: string }>("select count(*) as n from public.transfers where amount = 1"))
        .rows[0]?.n,
    );
  await expect.poll(isBusy, { timeout: 10_000 }).toBeGreaterThan(20);

  const manifest = await backUp(source, "one");
  expect(await transfers.stop()).toBeGreaterThan(20);
  const taken = manifest.tables.find(({ name }) => name === "transfers")?.rows ?? 0;
  expect(taken).toBeGreaterThan(20_000);

  const restored = await restore(target, "one");
  expect(restored.files).toMatchObject({ count: 1, bytes: bytes.length });
  const { rows } = await target.db.query(`
    select sum(a.balance)::int as total, bool_and(a.balance = 100
      - (select coalesce(sum(amount), 0) from public.transfers where from_id = a.id)
      + (select coalesce(sum(amount), 0) from public.transfers where to_id = a.id)) as agrees,
      (select count(*)::int from public.transfers) as transfers,
      (select count(*)::int from public.trigger_log) as logged
    from public.accounts as a`);
  expect(rows).toEqual([{ total: 2_000, agrees: true, transfers: taken, logged: taken }]);

  // What a second backup of the restored stack finds is the first one, checksums and all.
  const again = await backUp(target, "again");
  expect(again.tables).toEqual(manifest.tables);
  expect(again.sequences).toEqual(manifest.sequences);
  expect(again.files).toEqual(manifest.files);

  // And it is in use: the next id is free, the person can sign in, the file is served.
  await target.db.query("insert into public.transfers (from_id, to_id, amount) values (1, 2, 0)");
  const signedIn = await target
    .client()
    .auth.signInWithPassword({ email: "ann@example.com", password: "correct horse battery" });
  expect(signedIn.error).toBeNull();
  const { data } = await target.service.storage.from("films").download("a/one.bin");
  expect(data && Buffer.from(await data.arrayBuffer()).equals(bytes)).toBe(true);
}, 60_000);

test("a stack that holds data is left alone, unless it is told to replace it", async () => {
  await backUp(source, "one");
  await target.db.query("insert into public.accounts values (99, 1)");

  await expect(restore(target, "one")).rejects.toThrow(/^The stack holds data, in .*--force/);
  expect((await target.db.query("select from public.accounts where id = 99")).rowCount).toBe(1);

  await restore(target, "one", true);
  expect((await target.db.query("select from public.accounts where id = 99")).rowCount).toBe(0);
});

test("a backup that was changed or cut is refused by the name of the file, and changes nothing", async () => {
  const { tables } = await backUp(source, "one");
  const accounts = tables.find(({ name }) => name === "accounts")?.content.path ?? "";
  const path = join(folder, "one", accounts);
  const whole = await readFile(path);
  await target.db.query("insert into public.trigger_log values (7)");

  await writeFile(path, Buffer.from(whole.toString().replace("100", "900")));
  await expect(restore(target, "one", true)).rejects.toThrow(`${accounts} does not fit its checksum`);
  await truncate(path, whole.length - 1);
  await expect(restore(target, "one", true)).rejects.toThrow(accounts);
  await rm(path);
  await expect(restore(target, "one", true)).rejects.toThrow(`${accounts} cannot be read`);
  await writeFile(path, whole);

  const manifestFile = join(folder, "one", "manifest.json");
  const manifest = await readFile(manifestFile, "utf8");
  await writeFile(manifestFile, manifest.replace('"rows": 20', '"rows": 21'));
  await expect(restore(target, "one", true)).rejects.toThrow("manifest.json does not fit its checksum");
  await rm(manifestFile);
  await expect(restore(target, "one", true)).rejects.toThrow("is no backup");
  expect((await target.db.query("select from public.trigger_log where n = 7")).rowCount).toBe(1);
});

test("a backup of other migrations is refused with what to do", async () => {
  await source.db.query(
    "insert into supabase_migrations.schema_migrations (version) values ('20990101000000')",
  );
  await backUp(source, "newer");
  await expect(restore(target, "newer", true)).rejects.toThrow(
    /migration 20990101000000, which this stack has not had\. Check out/,
  );
  await source.db.query("delete from supabase_migrations.schema_migrations where version = '20990101000000'");

  await backUp(source, "older");
  await target.db.query(
    "insert into supabase_migrations.schema_migrations (version) values ('20990101000000')",
  );
  await expect(restore(target, "older", true)).rejects.toThrow(/which the backup does not know\. Check out/);
  await target.db.query("delete from supabase_migrations.schema_migrations where version = '20990101000000'");
});

test("a backup that is interrupted leaves nothing, and none is written over another", async () => {
  const admin = openPool(source.own.adminUrl, 1);
  await admin.query("select");
  const ending = backUp(source, "one").catch((error: unknown) => error);
  const backends =
    "from pg_stat_activity where query ~ '^(copy|begin isolation)' and pid <> pg_backend_pid()";
  await expect
    .poll(async () => (await admin.query(`select pg_terminate_backend(pid) ${backends}`)).rowCount, {
      interval: 1,
      timeout: 10_000,
    })
    .toBeGreaterThan(0);
  expect(await ending).toBeInstanceOf(Error);
  await admin.end();
  expect(await readdir(folder)).toEqual([]);

  await backUp(source, "one");
  await expect(backUp(source, "one")).rejects.toThrow("is there already");
});

test("a stored file whose bytes are lost is named, and the rest is kept", async () => {
  expect((await source.service.storage.from("films").upload("lost.bin", Buffer.from("x"))).error).toBeNull();
  const { rows } = await source.db.query<{ version: string }>(
    "select version from storage.objects where name = 'lost.bin'",
  );
  const version = rows[0]?.version ?? "";
  await rm(join(source.own.storageDir, "objects", version.slice(0, 2), version));

  const manifest = await backUp(source, "one");

  expect(manifest).toMatchObject({ missingFiles: [version], files: { count: 1 } });
});
