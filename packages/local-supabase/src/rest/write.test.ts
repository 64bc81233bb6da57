import { afterAll, beforeAll, expect, test } from "vitest";
import { FILMS_SQL, startTestStack, type TestStack } from "../stack.test-support.ts";
import { testInside } from "../outside.test-support.ts";

const testOutside = testInside("what the local stack leaves out is answered there");
const testLimit = testInside("the limit of a body is the gateway's own");

let stack: TestStack;
beforeAll(async () => {
  stack = await startTestStack(FILMS_SQL);
});
afterAll(() => stack.stop());

const send = async (method: string, path: string, body: unknown, headers: Record<string, string> = {}) => {
  const response = await stack.fetch(`/rest/v1/${path}`, {
    method,
    headers: { "Content-Type": "application/json", ...headers },
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: () => JSON.parse(text) as unknown,
  };
};
const representation = { Prefer: "return=representation" };

test("an insert answers 201 with the row as it was asked for", async () => {
  const one = await send(
    "POST",
    "films?select=title,year,mood",
    { title: "A", year: 2001, mood: "happy" },
    representation,
  );
  const none = await send("POST", "films", { title: "B" });
  const headersOnly = await send(
    "POST",
    "directors",
    { id: 50, name: "C" },
    { Prefer: "return=headers-only" },
  );

  expect([one.status, one.json()]).toEqual([201, [{ title: "A", year: 2001, mood: "happy" }]]);
  expect(one.headers.get("preference-applied")).toBe("return=representation");
  expect([none.status, none.text]).toEqual([201, ""]);
  expect(headersOnly.headers.get("location")).toBe("/directors?id=eq.50");
});

test("many rows go in at once, each with what it names", async () => {
  const { data, error } = await stack.service
    .from("films")
    .insert(
      [
        { title: "M1", year: 1990 },
        { title: "M2", tags: ["x"], views: 3 },
      ],
      { defaultToNull: false },
    )
    .select("title, year, tags, views");

  expect(error).toBeNull();
  expect(data).toEqual([
    { title: "M1", year: 1990, tags: [], views: 0 },
    { title: "M2", year: null, tags: ["x"], views: 3 },
  ]);
});

test.each([
  ["an unknown column", { titel: "x" }, 400, "PGRST204"],
  ["objects that differ", [{ title: "a" }, { year: 2000 }], 400, "PGRST102"],
  ["an array in an array", [["a"]], 400, "PGRST102"],
  ["broken JSON", '{"title":', 400, "PGRST102"],
  ["a wrong type", { title: "a", year: "soon" }, 400, "22P02"],
  ["a NUL in JSON", '{"title":"a\\u0000b"}', 400, "22P05"],
  ["a missing column", { year: 2000 }, 400, "23502"],
  ["a failed check", { title: "a", year: 1000 }, 400, "23514"],
  ["a key that leads nowhere", { title: "a", director_id: 99 }, 409, "23503"],
  ["a duplicate key", { id: 1, title: "a" }, 409, "23505"],
])("%s is refused with %s", async (_name, body, status, code) => {
  const { status: answered, json } = await send("POST", "films", body);

  expect([answered, json()]).toMatchObject([status, { code }]);
});

test("an upsert merges or ignores what is there", async () => {
  await send("POST", "directors", { id: 60, name: "First" });

  const ignored = await stack.service
    .from("directors")
    .upsert({ id: 60, name: "Second" }, { ignoreDuplicates: true })
    .select();
  const merged = await stack.service
    .from("directors")
    .upsert({ name: "First", id: 61 }, { onConflict: "name" })
    .select();
  const badTarget = await stack.service
    .from("directors")
    .upsert({ id: 1, name: "x" }, { onConflict: "born" });
  const injected = await stack.service
    .from("directors")
    .upsert({ id: 1, name: "x" }, { onConflict: 'id") do nothing; --' });

  expect(ignored.data).toEqual([]);
  expect(merged.data).toEqual([{ id: 61, name: "First", born: null }]);
  expect(badTarget.error?.code).toBe("42P10");
  expect(injected.status).toBe(400);
});

test("an update changes what the filter finds and says how many", async () => {
  const { data, count } = await stack.service
    .from("films")
    .update({ year: 1986, details: { seen: [1, 2] } }, { count: "exact" })
    .eq("id", 2)
    .select("id, year, details, directors!films_director_id_fkey(name)")
    .single()
    .throwOnError();
  const nobody = await send("PATCH", "films?id=eq.777", { year: 1986 }, representation);
  const empty = await send("PATCH", "films?id=eq.1", {}, representation);

  expect([data, count]).toEqual([
    { id: 2, year: 1986, details: { seen: [1, 2] }, directors: { name: "Agnès Varda" } },
    1,
  ]);
  expect([nobody.status, nobody.text]).toEqual([200, "[]"]);
  expect([empty.status, empty.text]).toEqual([200, "[]"]);
});

test("a singular update that finds several rows changes none of them", async () => {
  const refused = await stack.service.from("films").update({ views: 77 }).in("id", [1, 3]).select().single();
  const capped = await send(
    "PATCH",
    "films?id=in.(1,3)",
    { views: 77 },
    { Prefer: "handling=strict, max-affected=1" },
  );

  const { rowCount } = await stack.db.query("select from public.films where views = 77");
  expect([refused.status, refused.error?.code, capped.status, rowCount]).toEqual([406, "PGRST116", 400, 0]);
});

test("tx=rollback shows the result and keeps nothing", async () => {
  const { status, json } = await send(
    "POST",
    "actors",
    { id: 90, name: "Ghost" },
    { Prefer: "return=representation,tx=rollback" },
  );

  const { rowCount } = await stack.db.query("select from public.actors where id = 90");
  expect([status, json(), rowCount]).toEqual([201, [{ id: 90, name: "Ghost" }], 0]);
});

test("one statement runs in every kind of transaction, in any order", async () => {
  const preferences = [
    "",
    "tx=rollback",
    "timezone=UTC",
    "",
    "max-affected=5, handling=strict",
    "tx=rollback",
    "",
  ];
  for (const [n, Prefer] of [...preferences, ...preferences.toReversed()].entries()) {
    const { status, text } = await send(
      "PATCH",
      `actors?id=eq.2&name=neq.${n}`,
      { name: "Setsuko" },
      { Prefer },
    );
    expect([Prefer, status, text]).toEqual([Prefer, 204, ""]);
  }
});

test("a delete removes what the filter finds", async () => {
  await stack.db.query("insert into public.actors values (70, 'Gone'), (71, 'Stays')");

  const { status, json } = await send("DELETE", "actors?id=eq.70", undefined, representation);

  const { rowCount } = await stack.db.query("select from public.actors where id in (70, 71)");
  expect([status, json(), rowCount]).toEqual([200, [{ id: 70, name: "Gone" }], 1]);
});

testOutside("a body of CSV is refused by name", async () => {
  expect((await send("POST", "films", "a,b", { "Content-Type": "text/csv" })).status).toBe(501);
});

test("other types of body, and preferences that nobody knows, are refused", async () => {
  expect((await send("POST", "films", "x", { "Content-Type": "application/xml" })).status).toBe(400);
  expect(
    (await send("POST", "films", { title: "x" }, { Prefer: "handling=strict, nonsense=1" })).status,
  ).toBe(400);
});

test("2 MB reach the database", async () => {
  const large = await send("POST", "actors", { id: 80, name: "x".repeat(2_000_000) });

  expect(large.status).toBe(201);
});

testLimit("10 MB are refused as too large", async () => {
  const tooLarge = await send("POST", "actors", { id: 81, name: "x".repeat(10 * 1024 * 1024) });

  expect([tooLarge.status, tooLarge.json()]).toMatchObject([413, { code: "PGRST413" }]);
});

test("row level security decides by the signed-in person: 403 for her, 401 for nobody", async () => {
  const userId = "11111111-1111-4111-8111-111111111111";
  const ana = stack.client(await stack.tokenFor(userId));

  const own = await ana.from("notes").insert({ body: "mine" }).select("owner, body").single();
  const foreign = await ana
    .from("notes")
    .insert({ body: "x", owner: "22222222-2222-4222-8222-222222222222" });
  const forbidden = await ana.from("films").delete().eq("id", 1);
  const anonymous = await stack.client().from("notes").select();
  const others = await stack
    .client(await stack.tokenFor("22222222-2222-4222-8222-222222222222"))
    .from("notes")
    .select();

  expect(own.data).toEqual({ owner: userId, body: "mine" });
  expect([foreign.status, foreign.error?.code]).toEqual([403, "42501"]);
  expect([forbidden.status, forbidden.error?.code]).toEqual([403, "42501"]);
  expect([anonymous.status, anonymous.error?.code]).toEqual([401, "42501"]);
  expect(others.data).toEqual([]);
});
