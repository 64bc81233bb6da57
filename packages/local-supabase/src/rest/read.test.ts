import { afterAll, beforeAll, expect, test } from "vitest";
import { FILMS_SQL, startTestStack, type TestStack } from "../stack.test-support.ts";
import { testInside } from "../outside.test-support.ts";

const testOutside = testInside("what the local stack leaves out is answered there");

let stack: TestStack;
beforeAll(async () => {
  stack = await startTestStack(FILMS_SQL);
});
afterAll(() => stack.stop());

const read = async (query: string, headers: Record<string, string> = {}) => {
  const response = await stack.fetch(`/rest/v1/films?${query}`, { headers });
  return {
    status: response.status,
    range: response.headers.get("content-range"),
    body: await response.text(),
  };
};
const ids = async (query: string) => {
  const { status, body } = await read(`select=id&order=id&${query}`);
  expect([status, body]).toEqual([200, body]);
  return (JSON.parse(body) as { id: number }[]).map(({ id }) => id);
};

test("columns, aliases, casts and JSON paths come as asked, numbers unbent", async () => {
  const { body } = await read(
    "select=id,name:title,views,rating::text,minutes:details->length->minutes,details->>seen,details->langs->0&id=eq.1",
  );

  expect(body).toBe(
    '[{"id":1,"name":"Cléo from 5 to 7","views":9007199254740993,"rating":"7.8000000000","minutes":90,"seen":"true","langs":"fr"}]',
  );
});

test.each([
  ["id=eq.2", [2]],
  ["id=neq.2", [1, 3, 4]],
  ["year=gte.1962&year=lt.1985", [1]],
  ["year=not.gt.1953", [3]],
  ["title=like.*o*", [1, 2, 3]],
  ["title=ilike.VAGA*", [2]],
  ["title=like(any).{Vag*,Tok*}", [2, 3]],
  ["title=ilike(all).{*t*,*story}", [3]],
  ["title=match.^T", [3]],
  ["title=imatch.^t", [3]],
  ["id=in.(1,3)", [1, 3]],
  ["id=in.()", []],
  ['title=in.("100%_true, (really)",Vagabond)', [2, 4]],
  ["id=eq(any).{1,4}", [1, 4]],
  ["year=is.null", [4]],
  ["year=is.not_null", [1, 2, 3]],
  ["mood=not.is.null", [1, 3, 4]],
  ["mood=isdistinct.sad", [2, 4]],
  ["tags=cs.{paris}", [1]],
  ["tags=ov.{family,x}", [3]],
  ["tags=cd.{family,x}", [2, 3, 4]],
  ['details=cs.{"langs":["ja"]}', [3]],
  ["details->>seen=eq.true", [1]],
  ["details->length->minutes=eq.136", [3]],
  ["shown=cs.[1962-04-12,1962-04-13)", [1]],
  ["shown=sr.(1950-01-01,1951-01-01)", [1]],
  ["title=fts(english).story", [3]],
  ["title=wfts.tokyo story", [3]],
  ["title=plfts(simple).from 5", [1]],
  ["or=(id.eq.1,and(year.gt.1980,mood.is.null))", [1, 2]],
  ["not.or=(id.eq.1,id.in.(2,3))", [4]],
  ["and=(id.gt.1,not.or(title.eq.Vagabond,id.eq.3))", [4]],
  ['or=(title.eq."100%_true, (really)",id.eq.2)', [2, 4]],
  ["or=(tags.cs.{paris},tags.cs.{family,family})", [1, 3]],
  ['"odd \\"name\\", (x)"=eq.b', [4]],
])("the filter %s finds %j", async (query, expected) => {
  expect(await ids(query.replaceAll("+", "%2B"))).toEqual(expected);
});

test("order, nulls, limit and offset hold together", async () => {
  const { body } = await read("select=id&order=year.desc.nullslast,id&limit=2&offset=1");
  const nullsFirst = await read("select=id&order=year.asc.nullsfirst&limit=1");
  const byJson = await read("select=id&order=details->length->minutes.desc.nullslast&limit=1");

  expect([body, nullsFirst.body, byJson.body]).toEqual([
    '[{"id":1}, \n {"id":3}]',
    '[{"id":4}]',
    '[{"id":3}]',
  ]);
});

test("a count makes 206 of a part and 416 of a page beyond the end", async () => {
  const count = { Prefer: "count=exact" };

  expect(await read("select=id&limit=2", count)).toMatchObject({ status: 206, range: "0-1/4" });
  expect(await read("select=id", count)).toMatchObject({ status: 200, range: "0-3/4" });
  expect(await read("select=id", { ...count, Range: "2-3" })).toMatchObject({ status: 206, range: "2-3/4" });
  expect(await read("id=eq.77", count)).toMatchObject({ status: 200, range: "*/0", body: "[]" });
  expect(await read("select=id&offset=2")).toMatchObject({ status: 200, range: "2-3/*" });
  expect(await read("offset=9", count)).toMatchObject({ status: 416, range: "*/4" });
  expect(await read("limit=-1")).toMatchObject({ status: 416 });
  expect(JSON.parse((await read("offset=9", count)).body)).toEqual({
    code: "PGRST103",
    details: "An offset of 9 was requested, but there are only 4 rows.",
    hint: null,
    message: "Requested range not satisfiable",
  });
});

test("planned and estimated counts answer through supabase-js", async () => {
  const estimated = await stack.service.from("films").select("id", { count: "estimated" }).gt("id", 1);
  const planned = await stack.service.from("films").select("id", { count: "planned", head: true });

  expect(estimated.count).toBe(3);
  expect(planned.count).toBeGreaterThan(0);
});

test("a single object is one row, and anything else is 406", async () => {
  const one = await stack.service.from("films").select("id").eq("id", 1).single();
  const none = await stack.service.from("films").select("id").eq("id", 77).single();
  const maybe = await stack.service.from("films").select("id").eq("id", 77).maybeSingle();

  expect(one.data).toEqual({ id: 1 });
  expect([none.status, none.error]).toEqual([
    406,
    {
      code: "PGRST116",
      details: "The result contains 0 rows",
      hint: null,
      message: "Cannot coerce the result to a single JSON object",
    },
  ]);
  expect(maybe).toMatchObject({ data: null, error: null });
});

test("embedded resources follow foreign keys in every direction", async () => {
  const { data } = await stack.service
    .from("films")
    .select(
      "id, director:directors!films_director_id_fkey(name), producer_id(name), roles(part, actors(name)), actors(name)",
    )
    .in("id", [2, 3])
    .order("id")
    .order("name", { referencedTable: "actors", ascending: false })
    .limit(1, { referencedTable: "actors" })
    .throwOnError();

  expect(data).toEqual([
    {
      id: 2,
      director: { name: "Agnès Varda" },
      producer_id: { name: "Yasujirō Ozu" },
      roles: [],
      actors: [],
    },
    {
      id: 3,
      director: { name: "Yasujirō Ozu" },
      producer_id: null,
      roles: [
        { part: "Noriko", actors: { name: "Setsuko" } },
        { part: null, actors: { name: "Extra" } },
      ],
      actors: [{ name: "Setsuko" }],
    },
  ]);
});

test("inner embeds, filters on embeds and missing embeds narrow the rows and the count", async () => {
  const inner = await stack.service
    .from("films")
    .select("id, actors!inner(name)", { count: "exact" })
    .eq("actors.name", "Setsuko");
  const filtered = await stack.service
    .from("films")
    .select("id, actors(name)")
    .eq("actors.name", "Setsuko")
    .eq("id", 1);
  const without = await stack.service
    .from("films")
    .select("id, roles(part)", { count: "exact" })
    .is("roles", null)
    .order("id");
  const toOne = await stack.service
    .from("directors")
    .select("id, films!films_director_id_fkey(id)")
    .not("films", "is", null)
    .order("id");

  expect([inner.data, inner.count]).toEqual([[{ id: 3, actors: [{ name: "Setsuko" }] }], 1]);
  expect(filtered.data).toEqual([{ id: 1, actors: [] }]);
  expect([without.data?.map(({ id }) => id as number), without.count]).toEqual([[2, 4], 2]);
  expect(toOne.data?.map(({ id }) => id as number)).toEqual([1, 2]);
});

test("an embed that fits no key or several is refused by name", async () => {
  const none = await stack.service.from("films").select("id, notes(id)");
  const several = await stack.service.from("films").select("id, directors(name)");

  expect([none.status, none.error?.code]).toEqual([400, "PGRST200"]);
  expect([several.status, several.error?.code, several.error?.hint]).toEqual([
    300,
    "PGRST201",
    "Try changing 'directors' to one of the following: 'directors!films_director_id_fkey', 'directors!films_producer_fkey'. Find the desired relationship in the 'details' key.",
  ]);
});

test.each([
  ["/rest/v1/nothing", 404, "PGRST205"],
  ["/rest/v1/secrets", 404, "PGRST205"],
  ["/rest/v1/pg_class", 404, "PGRST205"],
  ["/rest/v1/films?select=nothing", 400, "42703"],
  ["/rest/v1/films?nothing=eq.1", 400, "42703"],
  ["/rest/v1/films?ctid=eq.1", 400, "42703"],
  ["/rest/v1/films?id=eq.abc", 400, "22P02"],
  ["/rest/v1/films?id=1", 400, "PGRST100"],
  ["/rest/v1/films?id=bogus.1", 400, "PGRST100"],
  ["/rest/v1/films?year=is.1", 400, "PGRST100"],
  ["/rest/v1/films?or=(id.eq.1", 400, "PGRST100"],
  ["/rest/v1/films?select=id,", 400, "PGRST100"],
  ["/rest/v1/films?order=id.sideways", 400, "PGRST100"],
  ["/rest/v1/films?select=id::regclass", 400, "42704"],
  ["/rest/v1/films?actors.name=eq.x", 400, "PGRST108"],
  ["/rest/v1/films?title=fts(klingon).x", 400, "42704"],
  ["/rest/v1/films?title=eq.%00", 400, "22021"],
  ["/rest/v1/films?order=directors(name)", 400, "PGRST108"],
  ["/rest/v1/a/b", 404, "PGRST125"],
])("%s is refused with %i %s", async (path, status, code) => {
  const response = await stack.fetch(path);

  const body = (await response.json()) as Record<string, unknown>;
  expect([response.status, body["code"]]).toEqual([status, code]);
  expect(Object.keys(body)).toEqual(["code", "details", "hint", "message"]);
});

testOutside.each([
  ["select=...directors(name)", {}],
  ["select=views.sum()", {}],
  ["select=count()", {}],
  ["", { Accept: "text/csv" }],
  ["", { Accept: "application/vnd.pgrst.plan+json" }],
])("%s with %j is refused by name", async (query, headers: Record<string, string>) => {
  const { status, body } = await read(query, headers);

  expect([status, JSON.parse(body)]).toMatchObject([501, { code: "SPOOL501" }]);
});

test("a media type that nobody knows, and a schema that is not exposed, are 406", async () => {
  expect((await read("", { Accept: "text/html" })).status).toBe(406);
  expect((await read("", { "Accept-Profile": "hidden" })).status).toBe(406);
});

test("HEAD answers with the headers of GET and no body", async () => {
  const response = await stack.fetch("/rest/v1/films?select=id", {
    method: "HEAD",
    headers: { Prefer: "count=exact" },
  });

  expect([response.status, response.headers.get("content-range"), await response.text()]).toEqual([
    200,
    "0-3/4",
    "",
  ]);
});

test("a new table can be read as soon as it is there, and not once it is gone", async () => {
  await stack.db.query("create table public.fresh (id int); grant select on public.fresh to service_role");
  await expect.poll(async () => (await stack.fetch("/rest/v1/fresh")).status).toBe(200);

  await stack.db.query("drop table public.fresh");

  await expect.poll(async () => (await stack.fetch("/rest/v1/fresh")).status).toBe(404);
});

test("scripts of other pages may send any header and read the range", async () => {
  const response = await fetch(`${stack.apiUrl}/rest/v1/films`, {
    method: "OPTIONS",
    headers: {
      Origin: "http://elsewhere.test",
      "Access-Control-Request-Method": "GET",
      "Access-Control-Request-Headers": "apikey,x-anything",
    },
  });
  const answer = await stack.fetch("/rest/v1/films", { headers: { Origin: "http://elsewhere.test" } });

  expect([response.status, response.headers.get("access-control-allow-headers")]).toEqual([
    204,
    "apikey,x-anything",
  ]);
  expect(answer.headers.get("access-control-allow-origin")).toBe("*");
  expect(answer.headers.get("access-control-expose-headers")).toContain("Content-Range");
});
