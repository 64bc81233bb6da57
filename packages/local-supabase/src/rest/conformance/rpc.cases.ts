import { exchange, type Case } from "./case.ts";

const call = (name: string, body: unknown, ...headers: string[]): string =>
  [`POST rpc/${name}`, ...headers, "", typeof body === "string" ? body : JSON.stringify(body)].join("\n");

/** Functions, and the SQLSTATEs that they raise. */
export const RPC_CASES: Case[] = [
  exchange("a number", call("add", { a: 1, b: 2 }), 200, 3, {
    "Content-Type": "application/json; charset=utf-8",
  }),
  exchange("defaults", call("add", { a: 1 }), 200, 11),
  exchange("by GET", "GET rpc/add?a=1&b=2", 200, 3),
  exchange("by HEAD", "HEAD rpc/add?a=1&b=2", 200),
  exchange("by a form", call("add", "a=1&b=5", "Content-Type: application/x-www-form-urlencoded"), 200, 6),
  exchange("null", "GET rpc/nothing_found", 200, null),
  exchange("void", "POST rpc/write_note\nPrefer: tx=rollback", 204, ""),
  exchange("a set of numbers", "GET rpc/numbers", 200, [1, 2, 3], { "Content-Range": "0-2/*" }),
  exchange("a page of a set of numbers", "GET rpc/numbers?limit=1&offset=1", 200, [2]),
  exchange("a counted page", "GET rpc/numbers?limit=2\nPrefer: count=exact", 206, [1, 2], {
    "Content-Range": "0-1/3",
  }),
  exchange("a row", "GET rpc/one_film?wanted=2&select=id,title", 200, { id: 2, title: "Vagabond" }),
  exchange("no row", "GET rpc/one_film?wanted=99&select=id,title", 200, { id: null, title: null }),
  exchange("rows", "GET rpc/films_since?since=1960&select=id&order=id", 200, [{ id: 1 }, { id: 2 }]),
  exchange(
    "rows as one object",
    "GET rpc/films_since?since=1980&select=id\nAccept: application/vnd.pgrst.object+json",
    200,
    { id: 2 },
  ),
  exchange(
    "rows as one object, but several",
    "GET rpc/films_since?since=1900\nAccept: application/vnd.pgrst.object+json",
    406,
    { code: "PGRST116" },
  ),
  exchange(
    "rows filtered and embedded",
    "GET rpc/films_since?since=1900&mood=eq.sad&select=id,directors!director_id(name),actors(name)&id=eq.3&actors.order=id",
    200,
    [{ id: 3, directors: { name: "Yasujirō Ozu" }, actors: [{ name: "Setsuko" }, { name: "Extra" }] }],
  ),
  exchange("rows filtered by POST", call("films_since?id=eq.1&select=id", { since: 1900 }), 200, [{ id: 1 }]),
  exchange(
    "rows with or and a JSON path",
    "GET rpc/films_since?since=1900&or=(id.eq.1,details->length->minutes.eq.136)&select=id&order=id",
    200,
    [{ id: 1 }, { id: 3 }],
  ),
  exchange(
    "a Range of rows",
    "GET rpc/films_since?since=1900&select=id&order=id\nRange: 1-1",
    200,
    [{ id: 2 }],
    { "Content-Range": "1-1/*" },
  ),
  exchange("a table", "GET rpc/pairs?order=size.desc", 200, [
    { word: "two", size: 2 },
    { word: "one", size: 1 },
  ]),
  exchange("a table of one column", "GET rpc/one_column?word=eq.two", 200, [{ word: "two" }]),
  exchange("in and out", call("swap", { a: 1, b: 2 }), 200, { a: 2, b: 1 }),
  exchange("a document", "GET rpc/document", 200, { big: 2 ** 53 }),
  exchange("the whole body as JSON", call("whole", { x: [1] }), 200, { got: { x: [1] } }),
  exchange("the whole body as text", call("shout", "hello", "Content-Type: text/plain"), 200, "HELLO"),
  exchange(
    "the whole body as bytes",
    call("size_of", "12345", "Content-Type: application/octet-stream"),
    200,
    5,
  ),
  exchange("variadic by GET", "GET rpc/total?numbers=1&numbers=2&numbers=3", 200, 6),
  exchange("variadic by POST", call("total", { numbers: [1, 2] }), 200, 3),
  exchange("variadic of none", call("total", {}), 404, { code: "PGRST202" }),
  exchange("overloads, by their arguments", call("pick", { b: "x" }), 200, "text"),
  exchange("overloads, the other", "GET rpc/pick?a=1", 200, "int"),
  exchange("overloads that cannot be told apart", call("twice", { a: 1 }), 300, {
    code: "PGRST203",
    message:
      "Could not choose the best candidate function between: public.twice(a => integer, b => integer), public.twice(a => integer, c => text)",
    hint: "Try renaming the parameters or the function itself in the database so function overloading can be resolved",
  }),
  exchange("columns picks arguments", call("add?columns=a", { a: 1, b: 100 }), 200, 11),

  exchange("an unknown function, with a guess", call("ad", { a: 1 }), 404, {
    code: "PGRST202",
    message: "Could not find the function public.ad(a) in the schema cache",
    details:
      "Searched for the function public.ad with parameter a or with a single unnamed json/jsonb parameter, but no matches were found in the schema cache.",
  }),
  exchange("nearly a function", "GET rpc/films_sinc?since=1", 404, {
    code: "PGRST202",
    hint: "Perhaps you meant to call the function public.films_since",
  }),
  exchange("nearly its arguments", "GET rpc/films_since?sinc=1", 404, {
    code: "PGRST202",
    message: "Could not find the function public.films_since(sinc) in the schema cache",
    details:
      "Searched for the function public.films_since with parameter sinc, but no matches were found in the schema cache.",
    hint: "Perhaps you meant to call the function public.films_since(since)",
  }),
  exchange("without its arguments", "GET rpc/one_film", 404, {
    code: "PGRST202",
    message: "Could not find the function public.one_film without parameters in the schema cache",
  }),
  exchange("text for nobody", call("add", "x", "Content-Type: text/plain"), 404, {
    code: "PGRST202",
    details:
      "Searched for the function public.add with a single unnamed text parameter, but no matches were found in the schema cache.",
  }),
  exchange("a wrong argument", call("add", { a: "x" }), 400, { code: "22P02" }),
  exchange("a broken body", call("add", "{"), 400, { code: "PGRST102" }),
  exchange("another method", "PATCH rpc/add", 405, {
    code: "PGRST101",
    message: "Cannot use the PATCH method on RPC",
  }),
  exchange("GET cannot write", "GET rpc/write_note", 405, { code: "25006" }),
  exchange("a stable function cannot write", "POST rpc/stable_write", 400, { code: "0A000" }),
  exchange("a function that the role may not call", "GET rpc/secret_number", 403, { code: "42501" }),
  exchange(
    "rows changed, undone",
    'POST rpc/rename_all?select=name&limit=1\nPrefer: tx=rollback\n\n{"wanted":"x"}',
    200,
    [{ name: "x" }],
  ),
  exchange(
    "rows changed beyond max-affected",
    'POST rpc/rename_all\nPrefer: handling=strict, max-affected=1\n\n{"wanted":"x"}',
    400,
    { code: "PGRST124" },
  ),
  exchange(
    "max-affected of a function without rows",
    call("add", { a: 1 }, "Prefer: handling=strict, max-affected=1"),
    400,
    { code: "PGRST128" },
  ),
  exchange("a function with a time limit of its own", "POST rpc/impatient", 500, { code: "57014" }),
  exchange("another time zone", "GET rpc/now_in_zone\nPrefer: timezone=Asia/Tokyo", 200, "Asia/Tokyo"),

  exchange("a bare exception", "POST rpc/raise_bare", 400, { code: "P0001", message: "plain" }),
  ...([
      ["PT402", 402], ["PT404", 404], ["PT599", 599], ["PT999", 500], ["42501", 403], ["42P01", 404], ["42883", 404],
      ["23505", 409], ["23503", 409], ["23514", 400], ["22P02", 400], ["25006", 405], ["28000", 403], ["0L000", 403],
      ["0P000", 403], ["08006", 503], ["09000", 500], ["21000", 500], ["2D000", 500], ["38000", 500], ["39000", 500],
      ["3B000", 500], ["40001", 500], ["53100", 503], ["53400", 500], ["54001", 500], ["55006", 500], ["57014", 500],
      ["58000", 500], ["F0000", 500], ["HV000", 500], ["P0002", 500], ["XX001", 500], ["42P17", 500], ["42601", 400],
    ] as const) // prettier-ignore
    .map(([code, status]) =>
      exchange(`SQLSTATE ${code}`, call("raise_code", { code }), status, {
        code,
        details: "the detail",
        hint: "the hint",
      }),
    ),
  exchange(
    "PGRST decides the whole answer",
    call("raise_pgrst", {
      message: '{"code":"123","message":"Payment","details":"Quota","hint":"Upgrade"}',
      detail: '{"status":402,"headers":{"X-Powered-By":"Nerd Rage"}}',
    }),
    402,
    { code: "123", message: "Payment", details: "Quota", hint: "Upgrade" },
    { "X-Powered-By": "Nerd Rage" },
  ),
  exchange("PGRST whose message is no JSON", call("raise_pgrst", { message: "no", detail: "{}" }), 500, {
    code: "PGRST121",
    message: "Could not parse JSON in the \"RAISE SQLSTATE 'PGRST'\" error",
    details: "Invalid JSON value for MESSAGE: 'no'",
  }),
  exchange(
    "PGRST whose detail is no JSON",
    call("raise_pgrst", { message: '{"code":"1","message":"m"}', detail: "no" }),
    500,
    { code: "PGRST121", details: "Invalid JSON value for DETAIL: 'no'" },
  ),

  exchange(
    "PGRST with a header that cannot be sent",
    call("raise_pgrst", {
      message: '{"code":"1","message":"m"}',
      detail: '{"status":400,"headers":{"a":"b\\nc: d"}}',
    }),
    500,
    { code: "PGRST121" },
  ),
  exchange(
    "a function sets status and headers",
    call("answer_as", {
      status: "418",
      headers: '[{"X-Tea":"green"},{"Set-Cookie":"a=b"},{"Set-Cookie":"c=d"}]',
    }),
    418,
    "ok",
    { "X-Tea": "green", "Set-Cookie": "a=b, c=d" },
  ),
  exchange(
    "a function replaces a header of the server",
    call("answer_as", { status: "200", headers: '[{"Content-Type":"text/plain"}]' }),
    200,
    undefined,
    { "Content-Type": "text/plain" },
  ),
  exchange("a status without a body", call("answer_as", { status: "304", headers: "[]" }), 304, ""),
  exchange("a status that is none", call("answer_as", { status: "many", headers: "[]" }), 500, {
    code: "PGRST112",
    message: "response.status guc must be a valid status code",
  }),
  exchange("a status out of range", call("answer_as", { status: "99999", headers: "[]" }), 500, {
    code: "PGRST112",
  }),
  exchange("headers that are none", call("answer_as", { status: "200", headers: '{"a":"b"}' }), 500, {
    code: "PGRST111",
  }),
  exchange(
    "a header that cannot be sent",
    call("answer_as", { status: "200", headers: '[{"a":"b\\nc: d"}]' }),
    500,
    { code: "PGRST111" },
  ),
  exchange(
    "a header that would cut the answer short",
    call("answer_as", { status: "200", headers: '[{"Content-Length":"1"}]' }),
    500,
    { code: "PGRST111" },
  ),
];
