import type { SupabaseClient } from "@supabase/supabase-js";
import { afterAll, beforeAll, expect, test } from "vitest";
import { FILMS_SQL, startTestStack, type TestStack } from "../stack.test-support.ts";
import { testInside } from "../outside.test-support.ts";

const testOutside = testInside("what the local stack leaves out is answered there");

let stack: TestStack;
let db: SupabaseClient;
beforeAll(async () => {
  stack = await startTestStack(FILMS_SQL);
  db = stack.service;
});
afterAll(() => stack.stop());

const films = () => db.from("films").select("id").order("id");
const periods = () => db.from("periods").select("id").order("id");

test.each([
  ["eq", () => films().eq("id", 2), [2]],
  ["neq", () => films().neq("id", 2), [1, 3, 4]],
  ["gt and lt", () => films().gt("id", 1).lt("id", 4), [2, 3]],
  ["gte and lte", () => films().gte("id", 2).lte("id", 3), [2, 3]],
  ["like", () => films().like("title", "%o%y"), [3]],
  ["ilike", () => films().ilike("title", "%STORY"), [3]],
  ["likeAllOf", () => films().likeAllOf("title", ["%o%", "%y"]), [3]],
  ["likeAnyOf", () => films().likeAnyOf("title", ["Vag%", "Tok%"]), [2, 3]],
  ["ilikeAllOf", () => films().ilikeAllOf("title", ["%O%", "%Y"]), [3]],
  ["ilikeAnyOf", () => films().ilikeAnyOf("title", ["VAG%", "TOK%"]), [2, 3]],
  ["is", () => films().is("year", null), [4]],
  [
    "in, with characters that mean something",
    () => films().in("title", ["100%_true, (really)", "Vagabond"]),
    [2, 4],
  ],
  ["contains of an array", () => films().contains("tags", ["paris"]), [1]],
  ["contains of JSON", () => films().contains("details", { langs: ["ja"] }), [3]],
  ["containedBy", () => films().containedBy("tags", ["family", "x"]), [2, 3, 4]],
  ["overlaps", () => films().overlaps("tags", ["family", "paris"]), [1, 3]],
  ["rangeGt", () => periods().rangeGt("during", "[1,9)"), [3]],
  ["rangeGte", () => periods().rangeGte("during", "[5,6)"), [2, 3]],
  ["rangeLt", () => periods().rangeLt("during", "[9,10)"), [1, 2]],
  ["rangeLte", () => periods().rangeLte("during", "[1,6)"), [1]],
  ["rangeAdjacent", () => periods().rangeAdjacent("during", "[9,20)"), [2, 3]],
  ["textSearch", () => periods().textSearch("document", "'fox' | 'dog'", { config: "english" }), [1, 2]],
  [
    "textSearch, plain",
    () => periods().textSearch("document", "brown fox", { type: "plain", config: "english" }),
    [1],
  ],
  ["textSearch, phrase", () => periods().textSearch("document", "quick brown", { type: "phrase" }), [1]],
  [
    "textSearch, websearch",
    () => periods().textSearch("document", "lazy or fox", { type: "websearch" }),
    [1, 2],
  ],
  ["match", () => films().match({ id: 1, mood: "sad" }), [1]],
  ["not", () => films().not("id", "in", "(1,2)"), [3, 4]],
  ["or", () => films().or("id.eq.1,and(year.gt.1980,mood.is.null)"), [1, 2]],
  ["filter", () => films().filter("details->>seen", "eq", "true"), [1]],
  ["limit", () => films().limit(2), [1, 2]],
  ["range", () => films().range(1, 2), [2, 3]],
  [
    "rpc with filters",
    () => db.rpc("films_since", { since: 1900 }).select("id").eq("mood", "sad").order("id"),
    [1, 3],
  ],
  ["rpc by GET", () => db.rpc("films_since", { since: 1980 }, { get: true }).select("id"), [2]],
])("%s finds what it should", async (_name, query, expected) => {
  const { data, error } = await query();

  expect(error).toBeNull();
  expect((data as { id: number }[]).map(({ id }) => id)).toEqual(expected);
});

test("embedded resources are filtered, ordered and limited by name", async () => {
  const { data } = await db
    .from("directors")
    .select("name, films!films_director_id_fkey(title, actors(name))")
    .or("year.gt.1980,year.lt.1960", { referencedTable: "films" })
    .order("title", { referencedTable: "films" })
    .limit(1, { referencedTable: "films" })
    .eq("id", 1)
    .single()
    .throwOnError();

  expect(data).toEqual({ name: "Agnès Varda", films: [{ title: "Vagabond", actors: [] }] });
});

test("rows are ordered by a column of the resource that they embed", async () => {
  const { data } = await db
    .from("films")
    .select("id, director:director_id(name)")
    .order("director(name)", { ascending: false, nullsFirst: false })
    .limit(1)
    .throwOnError();

  expect(data).toEqual([{ id: 3, director: { name: "Yasujirō Ozu" } }]);
});

test("counts and heads come without rows", async () => {
  const { count, data, status } = await db.from("films").select("*", { count: "exact", head: true });
  const called = await db.rpc("films_since", { since: 1900 }, { count: "exact", head: true });

  expect([count, data, status]).toEqual([4, null, 200]);
  expect([called.count, called.data]).toEqual([3, null]);
});

test("rows of different keys go in together, missing ones as null or as their default", async () => {
  const rows = [
    { id: 90, during: "[1,2)" },
    { id: 91, during: "[1,2)", price: 5 },
  ];

  const asNull = await db.from("periods").insert(rows).select("price").rollback();
  const asDefault = await db
    .from("periods")
    .insert(rows, { defaultToNull: false })
    .select("price")
    .rollback();

  expect([asNull.data, asDefault.data]).toEqual([
    [{ price: null }, { price: 5 }],
    [{ price: 9.99 }, { price: 5 }],
  ]);
  expect((await periods()).data).toHaveLength(3);
});

test("rows are inserted, upserted, updated and deleted, and counted", async () => {
  const inserted = await db.from("seats").insert({ hall: 9, number: 1 }, { count: "exact" }).select();
  const upserted = await db
    .from("seats")
    .upsert(
      [
        { hall: 9, number: 1, taken_by: "Ada" },
        { hall: 9, number: 2, taken_by: null },
      ],
      { onConflict: "hall,number" },
    )
    .select("number, taken_by")
    .order("number");
  const ignored = await db
    .from("seats")
    .upsert({ hall: 9, number: 1, taken_by: "Ben" }, { ignoreDuplicates: true })
    .select();
  const updated = await db
    .from("seats")
    .update({ taken_by: "Cleo" }, { count: "exact" })
    .eq("hall", 9)
    .eq("number", 2)
    .select()
    .single();
  const deleted = await db.from("seats").delete({ count: "exact" }).eq("hall", 9);

  expect([inserted.status, inserted.count, inserted.data]).toEqual([
    201,
    1,
    [{ hall: 9, number: 1, taken_by: null }],
  ]);
  expect([upserted.status, upserted.data]).toEqual([
    201,
    [
      { number: 1, taken_by: "Ada" },
      { number: 2, taken_by: null },
    ],
  ]);
  expect(ignored.data).toEqual([]);
  expect([updated.count, updated.data]).toEqual([1, { hall: 9, number: 2, taken_by: "Cleo" }]);
  expect([deleted.status, deleted.count, deleted.data]).toEqual([204, 2, null]);
});

test("max-affected and rollback protect what is there", async () => {
  const capped = await db
    .from("actors")
    .update({ name: "x" })
    .gt("id", 0)
    .setHeader("Prefer", "handling=strict, max-affected=1");
  const undone = await db.from("actors").delete().eq("id", 2).select("name").rollback();
  const { data } = await db.from("actors").select("name").order("id");

  expect([capped.status, capped.error?.code]).toEqual([400, "PGRST124"]);
  expect([undone.status, undone.data]).toEqual([200, [{ name: "Setsuko" }]]);
  expect(data).toEqual([{ name: "Corinne" }, { name: "Setsuko" }, { name: "Extra" }]);
});

test("single, maybeSingle and stripNulls shape the answer", async () => {
  const several = await db.from("films").select("id").maybeSingle();
  const none = await db.from("films").select("id").eq("id", 99).maybeSingle();
  const stripped = await db.from("films").select("id, mood").eq("id", 2).stripNulls();

  expect([several.status, several.error?.code]).toEqual([406, "PGRST116"]);
  expect([none.status, none.data, none.error]).toEqual([200, null, null]);
  expect(stripped.data).toEqual([{ id: 2 }]);
});

test("a schema that is not exposed is refused", async () => {
  const hidden = await db.schema("hidden").from("secrets").select();

  expect([hidden.status, hidden.error?.code]).toEqual([406, "PGRST106"]);
});

testOutside("what is outside is refused by name", async () => {
  const csv = await db.from("films").select().csv();
  const plan = await db.from("films").select().explain();
  const sum = await db.from("films").select("views.sum()");

  expect([csv, plan, sum].map(({ status, error }) => [status, error?.code])).toEqual(
    Array(3).fill([501, "SPOOL501"]),
  );
});

test("a request that is called off rejects, and the next is served", async () => {
  const called = await db.rpc("sleepy", { seconds: 5 }).abortSignal(AbortSignal.timeout(50));

  expect(called.error?.message).toContain("abort");
  expect((await films()).data).toHaveLength(4);
});
