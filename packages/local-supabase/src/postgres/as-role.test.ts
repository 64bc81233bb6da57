import { useTestDatabase } from "@spool/testing/use-database";
import { expect, test } from "vitest";
import { queryAsRole, type RequestContext } from "./as-role.ts";

const db = useTestDatabase();
const ANON: RequestContext = { role: "anon", claims: { role: "anon" }, method: "GET", path: "/x" };

test("a statement sees its role, claims, headers and cookies, and the next one on the connection sees none of them", async () => {
  const seen = {
    text: `select current_user as role, current_setting('request.jwt.claims') as claims,
             current_setting('request.headers')::json ->> 'x-one' as header,
             current_setting('request.cookies')::json ->> 'a' as cookie, current_setting('request.path') as path`,
  };
  const headers = { "x-one": 'it\'s \\ "one"', cookie: "a=b=c; d=e" };
  const { rows } = await queryAsRole(db.api, { ...ANON, headers }, seen);
  expect(rows).toEqual([
    { role: "anon", claims: '{"role":"anon"}', header: headers["x-one"], cookie: "b=c", path: "/x" },
  ]);
  const after = await db.api.query<{ name: string; claims: string }>(
    "select current_user as name, current_setting('request.jwt.claims', true) as claims",
  );
  expect(after.rows).toEqual([{ name: "authenticator", claims: "" }]);
});

test("a statement runs no longer than its role may, whatever the login role may", async () => {
  const startedAt = performance.now();
  const slow = queryAsRole(db.api, ANON, { text: "select pg_sleep(20)" });
  await expect(slow).rejects.toMatchObject({ code: "57014" });
  expect(performance.now() - startedAt).toBeGreaterThan(2_900);
  expect(performance.now() - startedAt).toBeLessThan(6_000);
});

test("what fails leaves nothing behind, at the statement and at the commit alike", async () => {
  await db.owner.query(`
    create table public.one_trip (id int primary key, other int references public.one_trip deferrable initially deferred);
    grant all on public.one_trip to service_role`);
  const context: RequestContext = { role: "service_role", claims: {} };
  const insert = (id: string, other: string | null) =>
    queryAsRole(db.api, context, {
      name: "one_trip_insert",
      text: "insert into public.one_trip values ($1, $2) returning id",
      values: [id, other],
    });

  await expect(insert("x", null)).rejects.toMatchObject({ code: "22P02" });
  await expect(insert("1", "2")).rejects.toMatchObject({ code: "23503" });
  expect(await insert("1", "1")).toEqual({ rows: [{ id: "1" }] });
  await expect(insert("1", null)).rejects.toMatchObject({ code: "23505" });
  expect(await insert("2", "1")).toEqual({ rows: [{ id: "2" }] });
  const { rows } = await db.owner.query("select id from public.one_trip order by id");
  expect(rows).toEqual([{ id: 1 }, { id: 2 }]);
});

test("a read-only statement cannot write, and cannot make itself able to", async () => {
  const context: RequestContext = { role: "service_role", claims: {} };
  const write = (text: string) => queryAsRole(db.api, context, { text }, { readOnly: true });
  await expect(write("insert into public.projects (slug, name) values ('a', 'b')")).rejects.toMatchObject({
    code: "25006",
  });
  await expect(write("select set_config('transaction_read_only', 'off', true)")).rejects.toMatchObject({
    code: "25001",
  });
});

test("lists, nulls, quotes and no rows at all arrive as they were sent", async () => {
  const items = ["a", 'b"c', "d\\e", "f,g", "{h}", "", "null"];
  const ask = () =>
    queryAsRole<{ items: string; none: null }>(db.api, ANON, {
      name: "lists",
      text: "select to_json($1::text[]) as items, $2::text as none",
      values: [items, null],
    });
  for (const { rows } of [await ask(), await ask()]) {
    expect(JSON.parse(rows[0]?.items ?? "")).toEqual(items);
    expect(rows[0]?.none).toBeNull();
  }
  const nothing = { text: "select 1 as one where false" };
  expect(await queryAsRole(db.api, ANON, nothing)).toEqual({ rows: [] });
});

test("what signed-in people ask is planned for its values, but where the plan is the same for all", async () => {
  const context: RequestContext = { role: "authenticated", claims: { role: "authenticated" } };
  const mode = { text: "select current_setting('plan_cache_mode') as mode" };

  expect(await queryAsRole(db.api, context, mode)).toEqual({ rows: [{ mode: "force_custom_plan" }] });
  expect(await queryAsRole(db.api, context, mode, { keepsPlan: true })).toEqual({ rows: [{ mode: "auto" }] });
});
