import { exchange, type Case } from "./case.ts";

/** A request that leaves nothing behind. */
const undone = (line: string, preferences: string, body?: unknown, ...headers: string[]): string =>
  [
    line,
    `Prefer: ${["tx=rollback", ...(preferences === "" ? [] : [preferences])].join(", ")}`,
    ...headers,
    ...(body === undefined ? [] : ["", typeof body === "string" ? body : JSON.stringify(body)]),
  ].join("\n");
const REP = "return=representation";

/** Rows inserted, updated, upserted and deleted. */
export const WRITE_CASES: Case[] = [
  exchange(
    "an insert says nothing unless asked",
    undone("POST actors", "", { id: 9, name: "New" }),
    201,
    "",
    {
      "Content-Range": "*/*",
      "Preference-Applied": "tx=rollback",
      Location: null,
    },
  ),
  exchange("return=minimal", undone("POST actors", "return=minimal", { id: 9, name: "New" }), 201, "", {
    "Preference-Applied": "return=minimal, tx=rollback",
  }),
  exchange(
    "return=headers-only says where",
    undone("POST actors", "return=headers-only", { id: 9, name: "New" }),
    201,
    "",
    { Location: "/actors?id=eq.9" },
  ),
  exchange(
    "return=headers-only, keys of several columns",
    undone("POST seats", "return=headers-only", { hall: 5, number: 7 }),
    201,
    "",
    { Location: "/seats?hall=eq.5&number=eq.7" },
  ),
  exchange(
    "return=headers-only through a view",
    undone("POST classics", "return=headers-only", { film: 500, title: "x" }),
    201,
    "",
    { Location: "/classics?film=eq.500" },
  ),
  exchange("return=representation", undone("POST actors", REP, { id: 9, name: "New" }), 201, [
    { id: 9, name: "New" },
  ]),
  exchange(
    "representation of chosen columns",
    undone("POST actors?select=name", REP, { id: 9, name: "New" }),
    201,
    [{ name: "New" }],
  ),
  exchange(
    "representation with an embed",
    undone("POST films?select=title,directors!director_id(name)", REP, { title: "New", director_id: 1 }),
    201,
    [{ title: "New", directors: { name: "Agnès Varda" } }],
  ),
  exchange(
    "representation with many to many",
    undone("PATCH films?id=eq.1&select=id,actors(name)&actors.order=id", REP, { year: 1963 }),
    200,
    [{ id: 1, actors: [{ name: "Corinne" }, { name: "Extra" }] }],
  ),
  exchange(
    "one object",
    undone("POST actors", REP, { id: 9, name: "New" }, "Accept: application/vnd.pgrst.object+json"),
    201,
    { id: 9, name: "New" },
  ),
  exchange(
    "one object of many",
    undone(
      "POST actors",
      REP,
      [
        { id: 8, name: "a" },
        { id: 9, name: "b" },
      ],
      "Accept: application/vnd.pgrst.object+json",
    ),
    406,
    { code: "PGRST116" },
  ),
  exchange(
    "many",
    undone("POST actors", `${REP}, count=exact`, [
      { id: 8, name: "a" },
      { id: 9, name: "b" },
    ]),
    201,
    [
      { id: 8, name: "a" },
      { id: 9, name: "b" },
    ],
    { "Content-Range": "*/2" },
  ),
  exchange("none", undone("POST actors", REP, []), 201, []),
  exchange("only defaults", undone("POST notes?select=body", REP, {}), 400, { code: "23502" }),
  exchange("keys that differ", undone("POST actors", "", [{ id: 8, name: "a" }, { id: 9 }]), 400, {
    code: "PGRST102",
    message: "All object keys must match",
  }),
  exchange(
    "columns picks among the keys",
    undone("POST periods?columns=id,during&select=id,label", REP, [
      { id: 8, during: "[1,2)", label: "ignored" },
      { id: 9, during: "[1,2)", junk: 1 },
    ]),
    201,
    [
      { id: 8, label: "none" },
      { id: 9, label: "none" },
    ],
  ),
  exchange(
    "missing columns are null",
    undone("POST periods?columns=id,during,price&select=id,price", REP, [{ id: 8, during: "[1,2)" }]),
    201,
    [{ id: 8, price: null }],
  ),
  exchange(
    "missing=default",
    undone("POST periods?columns=id,during,price&select=id,price", `${REP}, missing=default`, [
      { id: 8, during: "[1,2)" },
      { id: 9, during: "[1,2)", price: null },
    ]),
    201,
    [
      { id: 8, price: 9.99 },
      { id: 9, price: null },
    ],
    { "Preference-Applied": "missing=default, return=representation, tx=rollback" },
  ),
  exchange("an unknown column", undone("POST actors", "", { id: 9, nope: 1 }), 400, {
    code: "PGRST204",
    message: "Could not find the 'nope' column of 'actors' in the schema cache",
  }),
  exchange("an unknown column in columns", undone("POST actors?columns=id,nope", "", [{ id: 9 }]), 400, {
    code: "PGRST204",
  }),
  exchange("no body", undone("POST actors", ""), 400, { code: "PGRST102", message: "Empty or invalid json" }),
  exchange("a broken body", undone("POST actors", "", '{"id":'), 400, {
    code: "PGRST102",
    message: "Empty or invalid json",
  }),
  exchange(
    "a form",
    undone("POST actors", REP, "id=9&name=New+one", "Content-Type: application/x-www-form-urlencoded"),
    201,
    [{ id: 9, name: "New one" }],
  ),
  exchange("a body of another type", undone("POST actors", "", "x", "Content-Type: application/xml"), 400, {
    code: "PGRST102",
    message: "Content-Type not acceptable: application/xml",
  }),
  exchange("a CSV body", undone("POST actors", "", "id\n9", "Content-Type: text/csv"), 501, {
    code: "SPOOL501",
  }),
  exchange(
    "arrays, JSON and ranges as JSON",
    undone("POST films?select=tags,details,shown", REP, {
      title: "N",
      tags: ["a", "b,c"],
      details: { a: [1, null] },
      shown: "[2026-01-01,2026-02-01)",
    }),
    201,
    [
      {
        tags: ["a", "b,c"],
        details: { a: [1, null] },
        shown: '["2026-01-01 00:00:00+00","2026-02-01 00:00:00+00")',
      },
    ],
  ),
  exchange(
    "another schema for writing",
    undone("POST actors", "", { id: 9, name: "x" }, "Content-Profile: hidden"),
    406,
    { code: "PGRST106" },
  ),
  exchange("a duplicate", undone("POST actors", "", { id: 1, name: "x" }), 409, { code: "23505" }),
  exchange("a key that leads nowhere", undone("POST roles", "", { film_id: 99, actor_id: 1 }), 409, {
    code: "23503",
  }),
  exchange("a missing value", undone("POST actors", "", { id: 9 }), 400, { code: "23502" }),
  exchange("a failed check", undone("POST films", "", { title: "x", year: 1 }), 400, { code: "23514" }),
  exchange(
    "a value that is too long",
    undone("POST periods", "", { id: 9, during: "[1,2)", label: "01234567890" }),
    400,
    { code: "22001" },
  ),
  exchange(
    "an insert through a view",
    undone("POST classics", REP, { film: 500, title: "x", by: 1, year: 1950 }),
    201,
    [{ film: 500, title: "x", by: 1, year: 1950 }],
  ),
  exchange("an insert into a view that takes none", undone("POST film_years", "", { id: 5, year: 1 }), 400, {
    code: "42809",
  }),

  exchange(
    "merge-duplicates that merges",
    undone("POST actors", `${REP}, resolution=merge-duplicates`, [{ id: 1, name: "Merged" }]),
    200,
    [{ id: 1, name: "Merged" }],
    {
      "Preference-Applied": "resolution=merge-duplicates, return=representation, tx=rollback",
    },
  ),
  exchange(
    "merge-duplicates that adds one",
    undone("POST actors", `${REP}, resolution=merge-duplicates`, [
      { id: 1, name: "Merged" },
      { id: 9, name: "Added" },
    ]),
    201,
    [
      { id: 1, name: "Merged" },
      { id: 9, name: "Added" },
    ],
  ),
  exchange(
    "ignore-duplicates",
    undone("POST actors", `${REP}, resolution=ignore-duplicates`, [
      { id: 1, name: "Ignored" },
      { id: 9, name: "Added" },
    ]),
    201,
    [{ id: 9, name: "Added" }],
  ),
  exchange(
    "on_conflict",
    undone("POST directors?on_conflict=name&select=id,name", `${REP}, resolution=merge-duplicates`, {
      id: 1,
      name: "Nobody",
    }),
    409,
    { code: "23505" },
  ),
  exchange(
    "on_conflict by another unique column",
    undone(
      "POST directors?on_conflict=name&columns=name,born&select=id,born",
      `${REP}, resolution=merge-duplicates`,
      [{ name: "Nobody", born: "2000-01-01" }],
    ),
    400,
    { code: "23502" },
  ),
  exchange(
    "on_conflict by several columns",
    undone("POST seats?on_conflict=hall,number", `${REP}, resolution=merge-duplicates`, {
      hall: 1,
      number: 2,
      taken_by: "Ben",
    }),
    200,
    [{ hall: 1, number: 2, taken_by: "Ben" }],
  ),
  exchange(
    "on_conflict where nothing is unique",
    undone("POST actors?on_conflict=name", "resolution=merge-duplicates", { id: 9, name: "x" }),
    400,
    { code: "42P10" },
  ),
  exchange(
    "on_conflict by an unknown column",
    undone("POST actors?on_conflict=nope", "resolution=merge-duplicates", { id: 9, name: "x" }),
    400,
    { code: "PGRST204" },
  ),
  exchange(
    "on_conflict alone changes nothing",
    undone("POST actors?on_conflict=id", "", { id: 1, name: "x" }),
    409,
    { code: "23505" },
  ),

  exchange("an update", undone("PATCH actors?id=eq.1", "", { name: "x" }), 204, "", {
    "Content-Range": "0-0/*",
  }),
  exchange(
    "an update, represented and counted",
    undone("PATCH actors?id=lte.2&order=id.desc", `${REP}, count=exact`, { name: "x" }),
    200,
    [
      { id: 2, name: "x" },
      { id: 1, name: "x" },
    ],
    { "Content-Range": "0-1/2" },
  ),
  exchange("an update of nobody", undone("PATCH actors?id=eq.99", REP, { name: "x" }), 200, [], {
    "Content-Range": "*/*",
  }),
  exchange(
    "an update of nobody, as one object",
    undone("PATCH actors?id=eq.99", REP, { name: "x" }, "Accept: application/vnd.pgrst.object+json"),
    406,
    { code: "PGRST116" },
  ),
  exchange("an update of nothing", undone("PATCH actors?id=eq.1", REP, {}), 200, []),
  exchange("an update of all is refused, as hosted does", undone("PATCH actors", "", { name: "x" }), 400, {
    code: "21000",
    message: "UPDATE requires a WHERE clause",
  }),
  exchange(
    "an update with or",
    undone("PATCH actors?or=(id.eq.1,id.eq.3)&select=id&order=id", REP, { name: "x" }),
    200,
    [{ id: 1 }, { id: 3 }],
  ),
  exchange(
    "an update of chosen columns",
    undone("PATCH actors?id=eq.1&columns=name", REP, { id: 77, name: "x" }),
    200,
    [{ id: 1, name: "x" }],
  ),
  exchange("an update of an unknown column", undone("PATCH actors?id=eq.1", "", { nope: 1 }), 400, {
    code: "PGRST204",
  }),
  exchange(
    "limit does not narrow an update",
    undone("PATCH actors?id=lte.2&limit=1&order=id&select=id", REP, { name: "x" }),
    200,
    [{ id: 1 }, { id: 2 }],
  ),
  exchange(
    "max-affected holds",
    undone("PATCH actors?id=lte.2", "handling=strict, max-affected=1", { name: "x" }),
    400,
    {
      code: "PGRST124",
      message: "Query result exceeds max-affected preference constraint",
      details: "The query affects 2 rows",
    },
  ),
  exchange(
    "max-affected that is enough",
    undone("PATCH actors?id=lte.2", "handling=strict, max-affected=2", { name: "x" }),
    204,
    "",
    { "Preference-Applied": "tx=rollback, handling=strict, max-affected=2" },
  ),
  exchange(
    "max-affected counts strictly alone",
    undone("PATCH actors?id=lte.2", "max-affected=1", { name: "x" }),
    204,
    "",
  ),

  exchange("a delete", undone("DELETE seats?hall=eq.1", ""), 204, "", { "Content-Range": "*/*" }),
  exchange(
    "a delete, represented and counted",
    undone("DELETE seats?hall=eq.1&order=number.desc", `${REP}, count=exact`),
    200,
    [
      { hall: 1, number: 2, taken_by: null },
      { hall: 1, number: 1, taken_by: "Ada" },
    ],
    { "Content-Range": "*/2" },
  ),
  exchange("a delete of nobody", undone("DELETE seats?hall=eq.9", REP), 200, []),
  exchange("a delete of all is refused, as hosted does", undone("DELETE seats", ""), 400, {
    code: "21000",
    message: "DELETE requires a WHERE clause",
  }),
  exchange(
    "a delete beyond max-affected",
    undone("DELETE seats?hall=eq.1", "handling=strict, max-affected=1"),
    400,
    { code: "PGRST124" },
  ),
  exchange("a delete of what others refer to", undone("DELETE directors?id=eq.1", ""), 409, {
    code: "23503",
  }),

  exchange("PUT that adds", undone("PUT actors?id=eq.9", REP, { id: 9, name: "Put" }), 201, [
    { id: 9, name: "Put" },
  ]),
  exchange("PUT that replaces", undone("PUT actors?id=eq.1", REP, { id: 1, name: "Put" }), 200, [
    { id: 1, name: "Put" },
  ]),
  exchange("PUT that says nothing", undone("PUT actors?id=eq.1", "", { id: 1, name: "Put" }), 204, ""),
  exchange(
    "PUT by a key of several columns",
    undone("PUT seats?hall=eq.1&number=eq.2", REP, { hall: 1, number: 2, taken_by: "Ben" }),
    200,
    [{ hall: 1, number: 2, taken_by: "Ben" }],
  ),
  exchange(
    "PUT with another key in the body",
    undone("PUT actors?id=eq.1", "", { id: 2, name: "Put" }),
    400,
    { code: "PGRST115", message: "Payload values do not match URL in primary key column(s)" },
  ),
  exchange("PUT without the key", undone("PUT actors", "", { id: 1, name: "Put" }), 405, {
    code: "PGRST105",
    message: "Filters must include all and only primary key columns with 'eq' operators",
  }),
  exchange("PUT by another column", undone("PUT actors?name=eq.x", "", { id: 1, name: "x" }), 405, {
    code: "PGRST105",
  }),
  exchange("PUT by a part of the key", undone("PUT seats?hall=eq.1", "", { hall: 1, number: 2 }), 405, {
    code: "PGRST105",
  }),
  exchange("PUT by another operator", undone("PUT actors?id=gt.1", "", { id: 1, name: "x" }), 405, {
    code: "PGRST105",
  }),
  exchange("PUT with a limit", undone("PUT actors?id=eq.1&limit=1", "", { id: 1, name: "x" }), 400, {
    code: "PGRST114",
    message: "limit/offset querystring parameters are not allowed for PUT",
  }),
];
