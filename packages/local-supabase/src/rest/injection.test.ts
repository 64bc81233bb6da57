import { afterAll, beforeAll, expect, test } from "vitest";
import { FILMS_SQL, startTestStack, type TestStack } from "../stack.test-support.ts";
import { testInside } from "../outside.test-support.ts";

const testSizes = testInside("how long an address may be is for the proxy before a hosted project to say");
const testKeys = testInside("it takes the key that signs tokens");

let stack: TestStack;
beforeAll(async () => {
  stack = await startTestStack(FILMS_SQL);
});
afterAll(() => stack.stop());

/** Each would change or show something if it became SQL. */
const ATTACKS = [
  `"; drop table public.films; --`,
  `id"; drop table public.films; --`,
  `id') or 1=1 --`,
  `id) from hidden.secrets; --`,
  `1; select pg_sleep(5)`,
  `(select word from hidden.secrets)`,
  `hidden.secrets`,
  `id'||(select word from hidden.secrets)||'`,
  `$1`,
  `\\'; drop table public.films; --`,
  `id/**/union/**/select`,
  `\u0000`,
  `ıd`,
  "x".repeat(3_000),
];

const PLACES: Record<string, (attack: string) => string> = {
  select: (attack) => `films?select=${attack}`,
  alias: (attack) => `films?select=${attack}:id`,
  quotedAlias: (attack) => `films?select="${attack}":id`,
  cast: (attack) => `films?select=id::${attack}`,
  jsonKey: (attack) => `films?select=details->>${attack}`,
  quotedJsonKey: (attack) => `films?select=details->>"${attack}"`,
  embed: (attack) => `films?select=${attack}(id)`,
  hint: (attack) => `films?select=directors!${attack}(id)`,
  filterColumn: (attack) => `films?${attack}=eq.1`,
  filterOperator: (attack) => `films?id=${attack}.1`,
  filterValue: (attack) => `films?title=eq.${attack}`,
  listValue: (attack) => `films?title=in.("${attack}",${attack})`,
  isValue: (attack) => `films?title=is.${attack}`,
  searchConfig: (attack) => `films?title=fts(${attack}).x`,
  searchValue: (attack) => `films?title=wfts.${attack}`,
  quantified: (attack) => `films?title=eq(any).${attack}`,
  logic: (attack) => `films?or=(${attack}.eq.1,title.eq.${attack})`,
  order: (attack) => `films?order=${attack}`,
  orderModifier: (attack) => `films?order=id.${attack}`,
  limit: (attack) => `films?limit=${attack}`,
  offset: (attack) => `films?offset=${attack}`,
  table: (attack) => attack,
  function: (attack) => `rpc/${attack}`,
  argumentName: (attack) => `rpc/add?${attack}=1`,
  argumentValue: (attack) => `rpc/add?a=${attack}`,
};

test.each(Object.keys(PLACES))("nothing put into %s becomes SQL, and nothing breaks on it", async (place) => {
  for (const attack of ATTACKS) {
    const path = PLACES[place]?.(encodeURIComponent(attack)) ?? "";
    const response = await stack.fetch(`/rest/v1/${path}`);
    const text = await response.text();

    expect([attack, response.status < 500 || response.status === 501, text.includes("XX000")]).toEqual([
      attack,
      true,
      false,
    ]);
    // A syntax error would mean that the text reached the parser; only tsquery and jsonpath values may have their own.
    expect([attack, text.includes('"42601"') && !text.includes("tsquery")]).toEqual([attack, false]);
  }
  const { rowCount } = await stack.db.query("select from public.films");
  expect(rowCount).toBe(4);
});

test("keys and values of a body, of columns and of on_conflict stay data", async () => {
  for (const attack of ATTACKS.filter((text) => text !== "\u0000")) {
    const headers = { "Content-Type": "application/json", Prefer: "resolution=merge-duplicates" };
    const asKey = await stack.fetch("/rest/v1/actors", {
      method: "POST",
      headers,
      body: JSON.stringify({ [attack]: 1 }),
    });
    const asColumn = await stack.fetch(`/rest/v1/actors?columns=${encodeURIComponent(attack)}`, {
      method: "POST",
      headers,
      body: "[{}]",
    });
    const asTarget = await stack.fetch(`/rest/v1/actors?on_conflict=${encodeURIComponent(attack)}`, {
      method: "POST",
      headers,
      body: '{"id":1,"name":"x"}',
    });
    const asArgument = await stack.fetch("/rest/v1/rpc/add", {
      method: "POST",
      headers,
      body: JSON.stringify({ a: 1, [attack]: 1 }),
    });

    expect([attack, asKey.status, asColumn.status, asTarget.status, asArgument.status]).toEqual([
      attack,
      400,
      400,
      400,
      404,
    ]);
  }
  const asValue = await stack.fetch("/rest/v1/actors?select=name", {
    method: "POST",
    headers: { "Content-Type": "application/json", Prefer: "return=representation" },
    body: JSON.stringify({ id: 500, name: ATTACKS[0] }),
  });
  expect(await asValue.json()).toEqual([{ name: ATTACKS[0] }]);
});

test("headers that reach SQL stay data", async () => {
  for (const attack of ATTACKS.filter((text) => /^[\x20-\x7e]*$/.test(text))) {
    const headers = { "x-spool-key": attack, Cookie: `theme=${attack}`, Prefer: attack, Range: attack };
    const response = await stack.fetch("/rest/v1/films?select=id&limit=1", { headers });

    expect([attack, response.status]).toEqual([attack, 200]);
  }
});

const many = (count: number, text: (index: number) => string, separator = ",") =>
  Array.from({ length: count }, (_, index) => text(index)).join(separator);
const nested = (depth: number) => `${"[".repeat(depth)}${"]".repeat(depth)}`;

type Refusal = readonly [what: string, path: string, status: number, code: string | undefined];

async function expectAnswer(...[, path, status, code]: Refusal): Promise<void> {
  const response = await stack.fetch(`/rest/v1/${path}`);

  const text = await response.text();
  expect([response.status, text.slice(0, 300)]).toEqual([status, text.slice(0, 300)]);
  if (code !== undefined) expect(JSON.parse(text)).toMatchObject({ code });
  expect((await stack.fetch("/rest/v1/films?limit=1")).status).toBe(200);
}

testSizes.each<Refusal>([
  ["a logic tree 200 deep", `films?or=${"(and".repeat(200)}(id.eq.1)${")".repeat(200)}`, 400, "PGRST100"],
  ["embeds 200 deep", `films?select=${"directors(".repeat(200)}id${")".repeat(200)}`, 400, "PGRST100"],
  ["a key 200 deep", `films?${"a.".repeat(200)}b=eq.1`, 400, "PGRST100"],
  ["ten thousand embeds", `films?select=${many(10_000, () => "actors()")}`, 400, "PGRST100"],
  ["two thousand columns", `actors?select=${many(2_000, (i) => `a${i}:id`)}`, 500, "54011"],
  ["ten thousand conditions", `actors?select=id&or=(${many(10_000, () => "id.eq.1")})`, 200, undefined],
  ["a filter of 10,000 characters", `films?title=eq.${"é".repeat(10_000)}`, 200, undefined],
  ["a column of 10,000 characters", `films?${"x".repeat(10_000)}=eq.1`, 400, "42703"],
  ["a list of five thousand", `films?select=id&id=in.(${many(5_000, String)})`, 200, undefined],
  ["a pattern without end", `films?title=match.${"(a*)*".repeat(50)}b`, 200, undefined],
  ["an address beyond every limit", `films?title=eq.${"x".repeat(140_000)}`, 431, undefined],
])("%s", expectAnswer);

test.each<Refusal>([
  ["a private table by its schema", "hidden.secrets", 404, "PGRST205"],
  ["a private table that a view shows, as an embed", "films?select=id,secrets(word)", 400, "PGRST200"],
  ["a system table", "pg_authid", 404, "PGRST205"],
  ["a system column", "films?select=xmin", 400, "42703"],
  ["a system function", "rpc/pg_sleep?seconds=1", 404, "PGRST202"],
  ["a name with a NUL", "films?select=%00", 400, "PGRST100"],
  ["a table with a NUL", "fil%00ms", 404, "PGRST205"],
  ["a value with a NUL", "films?title=eq.%00", 400, "22021"],
  ["half a percent sign", "films?title=eq.%E0%A4%A", 200, undefined],
  ["a table that is half a percent sign", "%E0%A4%A", 404, "PGRST205"],
])("%s", expectAnswer);

test.each([
  ["arrays 100,000 deep", "actors", nested(100_000), 400, "PGRST102"],
  ["a value 100,000 deep", "actors", `{"id":9,"name":${nested(100_000)}}`, 500, "54001"],
  ["an argument 100,000 deep", "rpc/whole", nested(100_000), 500, "54001"],
  ["a hundred thousand keys", "actors", `{${many(100_000, (i) => `"k${i}":1`)}}`, 400, "PGRST204"],
  ["keys of the object's own making", "actors", '{"__proto__":1,"id":9,"name":"x"}', 400, "PGRST204"],
  ["a number beyond every type", "actors", `{"id":${"9".repeat(1_000)},"name":"x"}`, 400, "22003"],
  ["half a surrogate pair", "actors", '{"id":9,"name":"\\ud800"}', 400, "22P02"],
  ["a body that is not UTF-8", "actors", Buffer.from([0x7b, 0xff, 0x7d]), 400, "PGRST102"],
])("a body of %s", async (_what, path, body, status, code) => {
  const headers = { "Content-Type": "application/json", Prefer: "tx=rollback" };
  const response = await stack.fetch(`/rest/v1/${path}`, { method: "POST", headers, body });

  expect([response.status, await response.json()]).toMatchObject([status, { code }]);
  expect((await stack.fetch("/rest/v1/films?limit=1")).status).toBe(200);
});

testKeys("a token may name no other role", async () => {
  for (const role of ["postgres", "supabase_admin", "authenticator", "nobody", 'anon"; reset role; --']) {
    const { status, error } = await stack
      .client(await stack.own.sign({ role }))
      .from("films")
      .select("id");
    expect([status, error?.code]).toEqual([401, "PGRST301"]);
  }
});

test("an anonymous caller's statements end after three seconds", async () => {
  const { status, error } = await stack.client().rpc("sleepy", { seconds: 20 });

  expect([status, error?.code]).toEqual([500, "57014"]);
});
