import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { FILMS_SQL, startTestStack, type TestStack } from "../stack.test-support.ts";
import { parsePreferences } from "./preferences.ts";
import { parseQuery } from "./parse-query.ts";
import { readStatement } from "./read.ts";
import { acceptedTypes, formatOf } from "./request-headers.ts";
import { RestError } from "./rest-error.ts";
import { callStatement, findFunction } from "./rpc.ts";
import { loadSchemaCache, type SchemaCache } from "./schema-cache.ts";
import { writeStatement } from "./write.ts";

let stack: TestStack;
let cache: SchemaCache;
beforeAll(async () => {
  stack = await startTestStack(FILMS_SQL);
  cache = await loadSchemaCache(stack.db, "public");
});
afterAll(() => stack.stop());

const BOUNDS = { numRuns: 20_000, interruptAfterTimeLimit: 6_000, markInterruptAsFailure: false };
const ARRAY = { form: "array", stripNulls: false } as const;

/** Pieces of the grammar, names that exist, and whatever else there is. */
const piece = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...Array.from("()[]{},.:!*\"'\\ -+$;%\0\n")) },
  {
    weight: 6,
    arbitrary: fc.constantFrom(
      "id", "title", "details", "tags", "year", "directors", "actors", "films", "roles", "director_id", "label",
      "classics", "eq", "in", "is", "null", "not", "not_null", "like", "fts", "english", "cs", "any", "all", "or",
      "and", "->", "->>", "::", "text", "int4", "mood", "inner", "left", "asc", "desc", "nullslast", "...", "sum()",
      "count()", "eq.", "in.(", "is.null", "or(", "and(", "not.", "(any)", "{1,2}", "1", "-1", "--", "/*", ";", "pg_sleep(1)",
    ),
  }, // prettier-ignore
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 8 }) },
);
const text = fc.array(piece, { maxLength: 24 }).map((pieces) => pieces.join(""));
const key = fc.oneof(
  fc.constantFrom(
    "select", "order", "id", "title", "or", "and", "not.or", "limit", "offset", "columns", "on_conflict",
    "actors.name", "directors.order", "actors.limit", "details->>a", "label", "directors",
  ),
  text,
); // prettier-ignore
const select = fc.constantFrom(
  "*",
  "id,directors!director_id(name)",
  "title,actors(name),roles!inner()",
  "details->a->>b",
);
const params = fc
  .tuple(fc.array(fc.tuple(key, text), { maxLength: 4 }), fc.option(select))
  .map(([pairs, selected]): [string, string][] => [
    ...(selected === null ? [] : [["select", selected] satisfies [string, string]]),
    ...pairs,
  ]);

/** Every word of ours. What else is in a statement must be quoted. */
const WORDS = new Set(
  `select from as where and or not is null distinct true false unknown order by asc desc nulls first last limit offset
  join lateral left inner on cast any all like ilike with returning insert into update delete set values conflict do
  nothing excluded case when then end materialized variadic explain format json total page_count body response_status
  response_headers inserted location item value called changed affected regconfig to_jsonb row_to_json json_agg
  json_strip_nulls coalesce count nullif current_setting set_config to_tsvector to_tsquery plainto_tsquery
  phraseto_tsquery websearch_to_tsquery json_to_record json_to_recordset jsonb_to_recordset jsonb_array_elements
  jsonb_build_object jsonb_agg json_build_array jsonb_build_array json_array_elements json_object_agg json_each_text key
  text int integer int4 bigint jsonb _row _body _item _call _args _counted nextval now timestamp time zone numeric
  character varying tstzrange tsvector boolean date double precision uuid films_id_seq mood E`.split(/\s+/),
);
const isKnownWord = (word: string) => WORDS.has(word) || /^(t|sort_)\d+$/.test(word);

function expectSafe(sql: string): void {
  const bare = sql
    .replace(/"(?:[^"]|"")*"/g, " ")
    .replace(/E'(?:[^'\\]|\\.|'')*'/gs, " ")
    .replace(/'(?:[^']|'')*'/g, " ");
  const foreign = (bare.match(/[\p{L}_][\p{L}\p{N}_]*/gu) ?? []).filter((word) => !isKnownWord(word));
  expect([sql, foreign]).toEqual([sql, []]);
  expect([sql, /^[\w\s(),.$:=<>!~*@&|+\-[\]]*$/.test(bare)]).toEqual([sql, true]);
  expect([sql, /--|\/\*|;/.test(bare)]).toEqual([sql, false]);
}

/** Names that stand in quotes: of the schema, or what the request calls its own columns. */
function expectKnownNames(sql: string, request: string): void {
  const relations = [...cache.relations.values()];
  const known = new Set([
    ...["public", ...relations.map(({ name }) => name), ...cache.functions.keys(), ...cache.types],
    ...relations.flatMap(({ columns }) => [...columns.keys()]),
    ...[...cache.functions.values()].flat().flatMap((fn) => fn.parameters.map(({ name }) => name)),
  ]);
  for (const [quoted] of sql.replace(/ as "(?:[^"]|"")*"/g, "").matchAll(/"(?:[^"]|"")*"/g)) {
    const name = quoted.slice(1, -1).replaceAll('""', '"');
    expect([name, known.has(name), request]).toEqual([name, true, request]);
  }
}

function attempt(compile: () => string[], request: string): void {
  let statements: string[];
  try {
    statements = compile();
  } catch (error) {
    if (error instanceof RestError) return;
    throw error;
  }
  for (const sql of statements) {
    expectSafe(sql);
    expectKnownNames(sql, request);
  }
}

test("no query string makes the parser throw anything undocumented, or puts its own words into SQL", () => {
  const films = cache.relations.get("films");
  if (!films) throw new Error("The test schema has no films");
  let compiled = 0;
  fc.assert(
    fc.property(
      params,
      fc.constantFrom("read", "update", "delete", "insert", "upsert", "call"),
      (pairs, kind) => {
        const search = new URLSearchParams(pairs);
        const request = `${kind} ${search.toString()}`;
        attempt(() => {
          const query = parseQuery(search, kind === "call");
          const preferences = parsePreferences("return=representation", true);
          if (kind === "read") {
            const { main, estimate } = readStatement(cache, films, {
              query,
              count: "planned",
              format: ARRAY,
            });
            compiled += 1;
            return [main.text, estimate?.text ?? ""];
          }
          if (kind === "call") {
            const args = { kind: "text", values: [["since", "1900"], ...query.args] } as const;
            const fn = findFunction(cache, "films_since", args);
            return [callStatement(cache, fn, args, { query, count: "exact", format: ARRAY }).text];
          }
          const payload = {
            json: "[]",
            isArray: true,
            keys: query.columns ?? ["id", "title"],
            isEmpty: false,
          };
          const write = kind === "delete" ? ({ kind } as const) : ({ kind, payload } as const);
          return [writeStatement(cache, films, write, { query, preferences, format: ARRAY }).text];
        }, request);
      },
    ),
    BOUNDS,
  );
  // A fuzz that is refused every time would prove nothing.
  expect(compiled).toBeGreaterThan(100);
});

test("no Prefer or Accept header makes their readers throw anything undocumented", () => {
  fc.assert(
    fc.property(fc.oneof(text, fc.string()), (header) => {
      attempt(() => (parsePreferences(`handling=strict, ${header}`, true), []), header);
      attempt(() => (acceptedTypes(header), formatOf(header), []), header);
    }),
    { ...BOUNDS, interruptAfterTimeLimit: 1_500 },
  );
});

test("whatever comes over the wire, the answer is documented and the server goes on", async () => {
  const request = fc.record({
    method: fc.constantFrom("GET", "HEAD", "POST", "PATCH", "DELETE", "PUT"),
    path: fc.constantFrom("films", "actors", "classics", "rpc/films_since", "rpc/whole", "rpc/add"),
    search: params,
    body: fc.oneof(fc.json(), text),
  });
  await fc.assert(
    fc.asyncProperty(request, async ({ method, path, search, body }) => {
      const response = await stack.fetch(`/rest/v1/${path}?${new URLSearchParams(search).toString()}`, {
        method,
        headers: { "Content-Type": "application/json", Prefer: "tx=rollback" },
        ...(method === "POST" || method === "PATCH" || method === "PUT" ? { body } : {}),
      });
      const answer = await response.text();
      // XX000 is a fault of ours; 42601 would be text that reached Postgres as SQL, but for what tsquery says of values.
      expect([response.status, answer.includes('"XX000"')]).toEqual([response.status, false]);
      expect([answer, answer.includes('"42601"') && !answer.includes("tsquery")]).toEqual([answer, false]);
    }),
    { ...BOUNDS, numRuns: 3_000 },
  );
  expect((await stack.fetch("/rest/v1/actors")).status).toBe(200);
});
