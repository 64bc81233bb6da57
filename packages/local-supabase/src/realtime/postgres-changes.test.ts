import { randomUUID } from "node:crypto";
import {
  createClient,
  type RealtimeClient,
  type RealtimePostgresChangesPayload,
} from "@supabase/supabase-js";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestGateway, type TestGateway } from "./gateway.test-support.ts";
import { openRawClient } from "./raw-client.test-support.ts";
import { testInside } from "../outside.test-support.ts";

const testDatabase = testInside("it stops Postgres, or works as its superuser");

const ANA = randomUUID();
const BEN = randomUUID();
const WAIT = { postgres_changes_options: { wait: true } };

type Change = RealtimePostgresChangesPayload<Record<string, unknown>>;

let gateway: TestGateway;
const clients: RealtimeClient[] = [];

beforeAll(async () => {
  gateway = await startTestGateway();
  const me = "((select current_setting('request.jwt.claims', true))::json ->> 'sub')::uuid";
  await gateway.apply(`
    create type public.mood as enum ('good', 'bad');
    create table public.notes (
      id bigint generated always as identity primary key,
      owner uuid not null, body text, secret text, size numeric, flags boolean, tags text[], meta jsonb, plain json,
      mood mood, made_at timestamptz, day date, raw bytea
    );
    alter table public.notes enable row level security;
    create policy "owners read" on public.notes for select to authenticated using (owner = ${me});
    grant select (id, owner, body, size, flags, tags, meta, plain, mood, made_at, day, raw) on public.notes to authenticated;
    grant select on public.notes to service_role;

    create table public.open (id integer primary key, name text, age integer);
    grant select on public.open to anon, authenticated;
    create table public.whole (id integer primary key, name text, big text);
    alter table public.whole replica identity full;
    alter table public.whole enable row level security;
    create policy "all read" on public.whole for select to anon using (true);
    grant select on public.whole to anon;
    create table public.keyless (name text);
    alter table public.keyless replica identity full;
    grant select on public.keyless to anon;
    create table public.unpublished (id integer primary key);
    grant select on public.unpublished to anon;
    create schema apart;
    create table apart."Odd ""name" (id integer, part text, "Value" integer, primary key (part, id));
    grant usage on schema apart to anon;
    grant select on apart."Odd ""name" to anon;
    alter publication supabase_realtime add table public.notes, public.open, public.whole, public.keyless, apart."Odd ""name";
  `);
});
afterAll(async () => {
  await Promise.all(clients.map((client) => client.removeAllChannels()));
  await gateway.stop();
});

async function as(userId?: string): Promise<RealtimeClient> {
  const { realtime } = await gateway.clientFor(userId);
  clients.push(realtime);
  return realtime;
}

type Params = { event: "*" | "INSERT" | "UPDATE" | "DELETE"; schema: string; table?: string; filter?: string; select?: string[] }; // prettier-ignore

/** Subscribes, and collects what arrives once the subscription is live. */
async function listen(client: RealtimeClient, params: Params, config: object = WAIT) {
  const changes: Change[] = [];
  const channel = client.channel(`changes-${randomUUID()}`, { config });
  channel.on("postgres_changes", params as Params & { event: "*" }, (change) =>
    changes.push(change as Change),
  );
  const outcome = await new Promise<{ status: string; error: Error | undefined }>((resolve) =>
    channel.subscribe((status, error) => resolve({ status, error })),
  );
  return { changes, channel, ...outcome };
}

const sql = (text: string, values: unknown[] = []) => gateway.db.query(text, values);

test("an insert arrives with every kind of value, its columns and the time of its commit", async () => {
  const { changes } = await listen(await as(ANA), { event: "*", schema: "public", table: "notes" });
  const before = Date.now();

  await sql(
    `insert into notes (owner, body, secret, size, flags, tags, meta, plain, mood, made_at, day, raw)
     values ($1, 'héllo "x" \\ ✓', 'hush', 12345678901234567890.5, true, '{a,"b c"}', '{"n": [1, null]}', '{"k":1}', 'good',
       '2026-01-02 03:04:05.678+02', '2026-01-02', '\\x00ff')`,
    [ANA],
  );

  await expect.poll(() => changes.length).toBe(1);
  const change = changes[0];
  expect(change).toMatchObject({
    schema: "public",
    table: "notes",
    eventType: "INSERT",
    errors: null,
    old: {},
    new: {
      owner: ANA, body: 'héllo "x" \\ ✓', flags: true, tags: ["a", "b c"], meta: { n: [1, null] }, plain: { k: 1 },
      mood: "good", made_at: "2026-01-02T01:04:05.678+00:00", day: "2026-01-02", raw: "\\x00ff",
    }, // prettier-ignore
  });
  expect(change?.new).not.toHaveProperty("secret");
  expect(typeof (change?.new as { id: unknown }).id).toBe("number");
  expect(change?.commit_timestamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  expect(Date.parse(change?.commit_timestamp ?? "")).toBeGreaterThanOrEqual(before - 1);
});

test("each subscriber sees the rows that its own policies let it see, and nobody else's", async () => {
  const params: Params = { event: "*", schema: "public", table: "notes" };
  const ana = await listen(await as(ANA), params);
  const ben = await listen(await as(BEN), params);
  const anon = await listen(await as(), params);
  const { realtime: service } = createClient(gateway.apiUrl, gateway.secretKey);
  clients.push(service);
  const all = await listen(service, params);

  await sql("insert into notes (owner, body) values ($1, 'a'), ($2, 'b'), ($1, 'c')", [ANA, BEN]);

  const bodies = ({ changes }: { changes: Change[] }) =>
    changes.map((change) => (change.new as { body?: string }).body);
  await expect.poll(() => bodies(all)).toEqual(["a", "b", "c"]);
  await expect.poll(() => [bodies(ana), bodies(ben)]).toEqual([["a", "c"], ["b"]]);
  // No column of the key may be read by anon: as hosted, it is told so instead.
  expect(anon.changes.map(({ errors, new: row }) => [errors, row])).toEqual(
    Array.from({ length: 3 }, () => [["Error 401: Unauthorized"], {}]),
  );
});

test("an update says what changed of the row and its key; nobody is told of what rolls back", async () => {
  const ana = await listen(await as(ANA), { event: "UPDATE", schema: "public", table: "notes" });
  const { rows } = await sql("insert into notes (owner, body) values ($1, 'first') returning id", [ANA]);
  const id = Number((rows[0] as { id: string }).id);

  await sql("begin; update notes set body = 'lost'; rollback");
  await sql("update notes set body = 'second' where id = $1", [id]);

  await expect.poll(() => ana.changes.length).toBe(1);
  expect(ana.changes[0]).toMatchObject({ eventType: "UPDATE", new: { id, body: "second" }, old: { id } });
  expect(Object.keys(ana.changes[0]?.old ?? {})).toEqual(["id"]);
});

test("a delete tells everybody its primary key, and of a table with policies nothing more", async () => {
  const anon = await as();
  const notes = await listen(await as(BEN), { event: "DELETE", schema: "public", table: "notes" });
  const whole = await listen(anon, { event: "DELETE", schema: "public", table: "whole" });
  const named = await listen(anon, {
    event: "DELETE",
    schema: "public",
    table: "whole",
    filter: "name=eq.x",
  });
  const unnamed = await listen(anon, {
    event: "DELETE",
    schema: "public",
    table: "open",
    filter: "name=eq.x",
  });
  const { rows } = await sql("insert into notes (owner, body) values ($1, 'gone') returning id", [ANA]);
  await sql("insert into whole values (1, 'x', 'y'); insert into open values (900, 'x', 1)");

  await sql("delete from notes where id = $1", [(rows[0] as { id: string }).id]);
  await sql("delete from whole; delete from open where id = 900");

  await expect
    .poll(() => [notes.changes.length, whole.changes.length, named.changes.length])
    .toEqual([1, 1, 1]);
  expect(notes.changes[0]).toMatchObject({ eventType: "DELETE", new: {} });
  expect(notes.changes[0]?.old).toEqual({ id: Number((rows[0] as { id: string }).id) });
  expect(whole.changes[0]?.old).toEqual({ id: 1 });
  // The log has only the key of that row, so a filter on another column cannot be met.
  expect(unnamed.changes).toEqual([]);
});

test("with replica identity full an update carries the old row, and values too large to be logged again", async () => {
  const { changes } = await listen(await as(), { event: "UPDATE", schema: "public", table: "whole" });
  const big = Array.from({ length: 3_000 }, () => randomUUID()).join("");
  await sql("insert into whole values (5, 'before', $1)", [big]);

  await sql("update whole set name = 'after' where id = 5");

  await expect.poll(() => changes.length).toBe(1);
  expect(changes[0]).toMatchObject({
    new: { id: 5, name: "after", big },
    old: { id: 5, name: "before", big },
  });
});

test("an unchanged value that is not in the log is left out, not made up", async () => {
  const { changes } = await listen(await as(ANA), { event: "UPDATE", schema: "public", table: "notes" });
  const big = Array.from({ length: 3_000 }, () => randomUUID()).join("");
  await sql("insert into notes (owner, body) values ($1, $2)", [ANA, big]);

  await sql("update notes set size = 2 where body = $1", [big]);

  await expect.poll(() => changes.length).toBe(1);
  expect(changes[0]?.new).toMatchObject({ size: 2 });
  expect(changes[0]?.new).not.toHaveProperty("body");
});

test("a row over a megabyte arrives with its small values and says why", async () => {
  const { changes } = await listen(await as(), { event: "INSERT", schema: "public", table: "whole" });

  await sql("insert into whole values (7, 'small', repeat('x', 1100000))");

  await expect.poll(() => changes.length).toBe(1);
  expect(changes[0]?.errors).toEqual(["Error 413: Payload Too Large"]);
  expect(changes[0]?.new).toEqual({ id: 7, name: "small" });
});

test.each([
  ["eq", "name=eq.bob", [1]],
  ["neq", "name=neq.bob", [2, 3]],
  ["lt", "age=lt.20", [1]],
  ["lte", "age=lte.20", [1, 2]],
  ["gt", "age=gt.9", [1, 2, 3]],
  ["gte", "age=gte.20", [2, 3]],
  ["in", "name=in.(bob,carla)", [1, 3]],
  ["in with quotes", 'name=in.("a, b",bob)', [1, 2]],
  ["several", "age=gte.10,age=lt.30,name=neq.bob", [2]],
  ["a comma in quotes", 'name=eq."a, b"', [2]],
  ["like", "name=like.b%", [1]],
  ["ilike", "name=ilike.B%", [1]],
  ["not", "name=not.eq.bob", [2, 3]],
  ["not in", "name=not.in.(bob,carla)", [2]],
  ["is", "age=is.null", [4]],
  ["not is", "age=not.is.null", [1, 2, 3]],
  ["match", "name=match.^[bc]", [1, 3]],
  ["isdistinct", "age=isdistinct.10", [2, 3, 4]],
  ["none", " ", [1, 2, 3, 4]],
])("filter %s: %s", async (_name, filter, ids) => {
  const { changes, status } = await listen(await as(), {
    event: "INSERT",
    schema: "public",
    table: "open",
    filter,
  });
  const end = await listen(await as(), { event: "DELETE", schema: "public", table: "open" });
  expect(status).toBe("SUBSCRIBED");

  await sql(`insert into open values (1, 'bob', 10), (2, 'a, b', 20), (3, 'carla', 30), (4, null, null)`);
  await sql("delete from open where id < 5");

  await expect.poll(() => end.changes.length).toBe(4); // in commit order: the inserts have been dealt with
  expect(changes.map((change) => (change.new as { id: number }).id)).toEqual(ids);
});

test("what a subscription gets wrong is said in hosted's words: at the join with wait, else in a system message", async () => {
  const raw = await openRawClient(gateway.apiUrl, gateway.publishableKey);
  const of = (changes: object, wait = true) => ({
    postgres_changes: [changes],
    postgres_changes_options: { wait },
  });
  const wrong: [object, string][] = [
    [{ event: "*", schema: "public", table: "open", filter: "name=foo.x" }, 'Error parsing `filter` params: ["foo", "x"]'],
    [{ event: "*", schema: "public", table: "open", filter: "undefined" }, 'Error parsing `filter` params: ["undefined"]'],
    [{ event: "*", schema: "public", table: "open", filter: "name=in.a" }, "`in` filter value must be wrapped by parentheses"],
    [{ event: "*", schema: "public", table: "open", filter: "name=eq.a,," }, "filter must not contain empty segments"],
    [{ event: "*" }, "No subscription params provided. Please provide at least a `schema` or `table` to subscribe to"],
    [{ event: "*", schema: "public", filter: "a=eq.1" }, "No subscription params provided"],
    [{ event: "*", schema: "public", select: ["id"] }, "Column selection is not supported for wildcard subscriptions"],
    [{ event: "*", schema: "public", table: "open", select: "id" }, "Error parsing `select` params"],
    [{ event: "*", schema: "public", table: "open", select: ["nope"] }, "invalid column for select nope"],
    [{ event: "*", schema: "public", table: "open", filter: "nope=eq.1" }, "invalid column for filter nope"],
    [{ event: "*", schema: "public", table: "open", filter: "age=eq.x" }, 'invalid input syntax for type integer: "x"'],
    [{ event: "*", schema: "public", table: "open", filter: "age=like.1%" }, "operator like requires a text-compatible column type, got integer"],
    [{ event: "*", schema: "public", table: "open", filter: "name=match.(" }, "invalid regular expression"],
    [{ event: "*", schema: "public", table: "open", filter: "name=is.maybe" }, "must be null, true, false, or unknown"],
    [{ event: "*", schema: "public", table: "open", filter: `age=in.(${Array.from({ length: 101 }, (_, n) => n).join()})` }, "too many values for `in` filter. Maximum 100"],
    [{ event: "*", schema: "public", table: "open", filter: "name=eq.'; drop table open; --,id=lt.0)" }, ""],
    [{ event: "*", schema: "public", table: "unpublished" }, "Please check Realtime is enabled for the given connect parameters"],
    [{ event: "*", schema: "nowhere", table: "open" }, "Please check Realtime is enabled"],
  ]; // prettier-ignore

  for (const [params, message] of wrong.filter(([, text]) => text !== "")) {
    expect(await raw.join("realtime:wrong", of(params))).toEqual({
      status: "error",
      response: {
        reason: expect.stringMatching(/^RealtimeDisabledForConfiguration: /) as unknown,
      },
    });
    const reply = await raw.join("realtime:wrong", of(params));
    expect(JSON.stringify(reply)).toContain(JSON.stringify(message).slice(1, -1));
    expect(await raw.join("realtime:late", of(params, false))).toMatchObject({ status: "ok" });
    await expect.poll(() => raw.messages.filter(([, , , event]) => event === "system").at(-1)?.[4]).toMatchObject({
      extension: "postgres_changes", status: "error", channel: "late", message: expect.stringContaining(message) as unknown,
    }); // prettier-ignore
  }
  expect((await sql("select count(*) from open")).rowCount).toBe(1);
  raw.socket.close();
});

test("the reply repeats the request with an id, the system message follows, and changes carry the ids they match", async () => {
  const raw = await openRawClient(gateway.apiUrl, gateway.publishableKey);
  const requests = [
    { event: "*", schema: "public", table: "open" },
    { event: "INSERT", schema: "public", table: "open", filter: "age=gt.50" },
    { event: "DELETE", schema: "*" },
  ];

  const reply = (await raw.join("realtime:ids", { postgres_changes: requests })) as {
    response: { postgres_changes: { id: number }[] };
  };
  await expect.poll(() => raw.messages.at(-1)).toEqual(
    ["1", null, "realtime:ids", "system", { extension: "postgres_changes", status: "ok", message: "Subscribed to PostgreSQL", channel: "ids" }],
  ); // prettier-ignore
  const ids = reply.response.postgres_changes.map(({ id }) => id);
  await sql("insert into open values (50, 'x', 51)");
  await sql("insert into open values (51, 'x', 1)");
  await sql("delete from open where id = 50");

  expect(reply.response.postgres_changes).toEqual(requests.map((request, n) => ({ ...request, id: ids[n] })));
  expect(new Set(ids).size).toBe(3);
  const got = () => raw.messages.filter(([, , , event]) => event === "postgres_changes");
  await expect.poll(() => got().map(([, , , , payload]) => payload["ids"])).toEqual([[ids[0], ids[1]], [ids[0]], [ids[0], ids[2]]]); // prettier-ignore
  expect(got()[0]).toEqual([
    null, null, "realtime:ids", "postgres_changes",
    { ids: [ids[0], ids[1]], data: {
      schema: "public", table: "open", type: "INSERT", errors: null, commit_timestamp: expect.stringMatching(/Z$/) as unknown,
      columns: [{ name: "id", type: "int4" }, { name: "name", type: "text" }, { name: "age", type: "int4" }],
      record: { id: 50, name: "x", age: 51 },
    } },
  ]); // prettier-ignore
  raw.socket.close();
});

test("a client of 1.0.0 gets changes too, a select narrows them, and other schemas and odd names are no obstacle", async () => {
  const { realtime: old } = createClient(gateway.apiUrl, gateway.publishableKey, {
    realtime: { vsn: "1.0.0" },
  });
  clients.push(old);
  const everywhere = await listen(old, { event: "*", schema: "*" });
  const odd = await listen(await as(), {
    event: "*",
    schema: "apart",
    table: 'Odd "name',
    filter: "Value=gt.1",
  });
  const narrow = await listen(await as(), { event: "*", schema: "public", table: "open", select: ["name"] });

  await sql(`insert into apart."Odd ""name" values (1, 'p', 2), (2, 'p', 1)`);
  await sql("insert into open values (70, 'n', 7)");

  await expect.poll(() => everywhere.changes.length).toBe(3);
  expect(odd.changes.map((change) => change.new)).toEqual([{ id: 1, part: "p", Value: 2 }]);
  await expect.poll(() => narrow.changes.map((change) => change.new)).toEqual([{ id: 70, name: "n" }]);
});

test("a table without a primary key is answered with an error for each change", async () => {
  const { changes } = await listen(await as(), { event: "*", schema: "public", table: "keyless" });

  await sql("insert into keyless values ('x')");

  await expect
    .poll(() => changes.map(({ errors }) => errors))
    .toEqual([["Error 400: Bad Request, no primary key"]]);
});

test("a fresher token is looked through from then on, and whoever leaves hears no more", async () => {
  const raw = await openRawClient(gateway.apiUrl, gateway.publishableKey);
  const subscribed = () => raw.messages.filter(([, , , event, payload]) => event === "system" && payload["status"] === "ok").length; // prettier-ignore
  const bodies = () => raw.messages.filter(([, , , event]) => event === "postgres_changes").map(([, , , , payload]) => (payload["data"] as { record: { body: string } }).record.body); // prettier-ignore
  const config = { postgres_changes: [{ event: "INSERT", schema: "public", table: "notes" }] };
  await raw.join("realtime:turn", config, await gateway.tokenFor(ANA));
  await expect.poll(subscribed).toBe(1);
  await sql("insert into notes (owner, body) values ($1, 'one')", [ANA]);
  await expect.poll(bodies).toEqual(["one"]);

  raw.send(["1", "9", "realtime:turn", "access_token", { access_token: await gateway.tokenFor(BEN) }]);
  await expect.poll(subscribed).toBe(2);
  await sql("insert into notes (owner, body) values ($1, 'two'), ($2, 'three')", [ANA, BEN]);
  await expect.poll(bodies).toEqual(["one", "three"]);

  raw.send(["1", "10", "realtime:turn", "phx_leave", {}]);
  await expect.poll(() => raw.messages.at(-1)?.[3]).toBe("phx_close");
  const other = await listen(await as(BEN), { event: "INSERT", schema: "public", table: "notes" });
  await sql("insert into notes (owner, body) values ($1, 'four')", [BEN]);
  await expect.poll(() => other.changes.length).toBe(1);
  expect(bodies()).toEqual(["one", "three"]);
  raw.socket.close();
});

test("a policy that fails for one subscriber takes nothing from the others", async () => {
  await gateway.apply(`
    create table fragile (id integer primary key);
    alter table fragile enable row level security;
    create policy "fragile" on fragile for select to authenticated
      using (case when current_setting('request.jwt.claims', true)::json ->> 'sub' = '${ANA}' then true else 1 / (id * 0) > 0 end);
    grant select on fragile to authenticated;
    alter publication supabase_realtime add table fragile;
  `);
  const params: Params = { event: "*", schema: "public", table: "fragile" };
  const ana = await listen(await as(ANA), params);
  const ben = await listen(await as(BEN), params);

  await sql("insert into fragile values (1), (2)");

  await expect.poll(() => ana.changes.length).toBe(2);
  expect(ben.changes).toEqual([]);
});

test("twenty subscribers with eyes of their own each get all of a hundred quick changes, in order", async () => {
  const people = Array.from({ length: 20 }, () => randomUUID());
  const listeners = await Promise.all(
    people.map(async (person) =>
      listen(await as(person), { event: "INSERT", schema: "public", table: "notes" }),
    ),
  );

  for (let n = 0; n < 5; n++) {
    await sql("insert into notes (owner, size) select owner, n from unnest($1::uuid[]) as owner, generate_series($2::int, $3::int) as n", [people, n * 20, n * 20 + 19]); // prettier-ignore
  }

  await expect.poll(() => listeners.map(({ changes }) => changes.length), { timeout: 30_000 }).toEqual(people.map(() => 100)); // prettier-ignore
  for (const { changes } of listeners) {
    expect(changes.map((change) => (change.new as { size: number }).size)).toEqual(Array.from({ length: 100 }, (_, n) => n)); // prettier-ignore
  }
});

testDatabase(
  "when the publication is taken away and made anew, and when Postgres restarts, changes come again",
  async () => {
    const { changes } = await listen(await as(), { event: "INSERT", schema: "public", table: "open" }, {});
    await sql("drop publication supabase_realtime");
    await sql("insert into open values (200, 'unheard', 1)");
    await sql("create publication supabase_realtime for table open");
    const isHeard = async () => {
      await sql("insert into open select max(id) + 1, 'again', 1 from open");
      return changes.some((change) => (change.new as { name: string }).name === "again");
    };
    await expect.poll(isHeard, { timeout: 30_000, interval: 500 }).toBe(true);

    await gateway.own.stopDatabase();
    await gateway.own.startDatabase();
    changes.length = 0;

    await expect.poll(isHeard, { timeout: 30_000, interval: 500 }).toBe(true);
    const { rows } = await gateway.own.adminDb.query("select temporary from pg_replication_slots");
    expect(rows).toEqual([{ temporary: true }]);
  },
);
