import { afterAll, beforeAll, expect, test } from "vitest";
import { FILMS_SQL, startTestStack, type TestStack } from "../stack.test-support.ts";

let stack: TestStack;
beforeAll(async () => {
  stack = await startTestStack(FILMS_SQL);
});
afterAll(() => stack.stop());

const call = async (path: string, init: RequestInit = {}) => {
  const response = await stack.fetch(`/rest/v1/rpc/${path}`, init);
  return [response.status, await response.text()] as const;
};
const post = (body: unknown): RequestInit => ({
  method: "POST",
  body: JSON.stringify(body),
  headers: { "Content-Type": "application/json" },
});

test("scalars, sets, rows, tables, documents and nothing come in their own form", async () => {
  expect(await call("add", post({ a: 1 }))).toEqual([200, "11"]);
  expect(await call("add?a=1&b=2")).toEqual([200, "3"]);
  expect(await call("numbers")).toEqual([200, "[1, 2, 3]"]);
  expect(await call("one_film?wanted=2&select=title")).toEqual([200, '{"title":"Vagabond"}']);
  expect(await call("pairs?size=gt.1&select=word")).toEqual([200, '[{"word":"two"}]']);
  expect(await call("document")).toEqual([200, '{"big": 9007199254740993}']);
  expect(await call("whole", post([1, { a: 2 }]))).toEqual([200, '{"got": [1, {"a": 2}]}']);
  expect(await call("total?numbers=1&numbers=2")).toEqual([200, "3"]);
  expect(await call("total", post({ numbers: [1, 2, 3] }))).toEqual([200, "6"]);
  expect(await call("write_note", { method: "POST" })).toEqual([204, ""]);
});

test("a function that returns rows is filtered, ordered, counted and embedded like a table", async () => {
  const { data, count } = await stack.service
    .rpc("films_since", { since: 1960 }, { count: "exact" })
    .select("id, directors!films_director_id_fkey(name)")
    .order("id", { ascending: false })
    .limit(1)
    .throwOnError();
  const single = await stack.service.rpc("films_since", { since: 1980 }).select("id").single();

  expect([data, count]).toEqual([[{ id: 2, directors: { name: "Agnès Varda" } }], 2]);
  expect(single.data).toEqual({ id: 2 });
});

test.each([
  ["nothing", {}, 404, "PGRST202"],
  ["add", { a: 1, c: 2 }, 404, "PGRST202"],
  ["add", {}, 404, "PGRST202"],
  ["add", { a: "x" }, 400, "22P02"],
  ["add", [1], 404, "PGRST202"],
  ["raise_code", { code: "PT409" }, 409, "PT409"],
  ["raise_code", { code: "PT404" }, 404, "PT404"],
  ["raise_code", { code: "P0001" }, 400, "P0001"],
  ["raise_code", { code: "42501" }, 403, "42501"],
  ["raise_code", { code: "23505" }, 409, "23505"],
  ["raise_code", { code: "53300" }, 503, "53300"],
])("%s(%j) is answered %i %s", async (name, body, status, code) => {
  const [answered, text] = await call(name, post(body));

  expect([answered, JSON.parse(text)]).toMatchObject([status, { code }]);
});

test("an error keeps its message, detail and hint", async () => {
  const { error } = await stack.service.rpc("raise_code", { code: "PT418" });

  expect(error).toEqual({ code: "PT418", details: "the detail", hint: "the hint", message: "No such luck" });
});

test("GET cannot write", async () => {
  expect((await call("write_note"))[0]).toBe(405);
});

test("a function sees the request: role, claims, headers, cookies, method, path and its time limit", async () => {
  const token = await stack.tokenFor("11111111-1111-4111-8111-111111111111");
  const [, body] = await call("request_seen", {
    ...post({}),
    headers: {
      "Content-Type": "application/json",
      Authorization: `Bearer ${token}`,
      "x-spool-key": "it's \\ mine",
      Cookie: "theme=dark; a=b",
    },
  });

  expect(JSON.parse(body)).toMatchObject({
    role: "authenticated",
    claims: { role: "authenticated" },
    header: "it's \\ mine",
    cookie: "dark",
    method: "POST",
    path: "/rpc/request_seen",
    timeout: "8s",
  });
});

test("a function may set the status and headers of the answer", async () => {
  const response = await stack.fetch("/rest/v1/rpc/teapot", { method: "POST" });

  expect([response.status, response.headers.get("x-tea"), await response.text()]).toEqual([
    418,
    "green",
    '"short and stout"',
  ]);
});

test("time limits of the API roles are those of the catalogue", async () => {
  const { rows } = await stack.db.query<{ rolname: string; rolconfig: string[] | null }>(
    "select rolname, rolconfig from pg_catalog.pg_roles where rolname in ('anon', 'authenticated', 'authenticator') order by 1",
  );

  expect(
    rows.map(({ rolconfig }) => rolconfig?.find((setting) => setting.startsWith("statement_timeout"))),
  ).toEqual(["statement_timeout=3s", "statement_timeout=8s", "statement_timeout=8s"]);
});
