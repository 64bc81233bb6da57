import { afterAll, beforeAll, expect, test } from "vitest";
import { FILMS_SQL, startTestStack, type TestStack } from "../stack.test-support.ts";

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

test("deep trees, long filters and floods of parameters are answered, and the server goes on", async () => {
  const deepLogic = `films?or=${"(and".repeat(200)}(id.eq.1)${")".repeat(200)}`;
  const deepEmbed = `films?select=${"directors(".repeat(200)}id${")".repeat(200)}`;
  const deepKey = `films?${"a.".repeat(200)}b=eq.1`;
  const longFilter = `films?select=id&title=eq.${"é".repeat(10_000)}`;
  const longList = `films?select=id&order=id&id=in.(${Array.from({ length: 5_000 }, (_, index) => index).join(",")})`;
  const jsonBomb = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;

  expect((await stack.fetch(`/rest/v1/${deepLogic}`)).status).toBe(400);
  expect((await stack.fetch(`/rest/v1/${deepEmbed}`)).status).toBe(400);
  expect((await stack.fetch(`/rest/v1/${deepKey}`)).status).toBe(400);
  expect((await stack.fetch(`/rest/v1/${longFilter}`)).status).toBe(200);
  expect(await (await stack.fetch(`/rest/v1/${longList}`)).json()).toHaveLength(4);
  expect(
    (
      await stack.fetch("/rest/v1/films", {
        method: "POST",
        body: jsonBomb,
        headers: { "Content-Type": "application/json" },
      })
    ).status,
  ).toBe(400);
  expect((await stack.fetch("/rest/v1/films?limit=1")).status).toBe(200);
});
