import { exchange, type Case } from "./case.ts";

const ids = (...found: number[]) => found.map((id) => ({ id }));

/** Columns, filters, order and paging of one relation. */
export const READ_CASES: Case[] = [
  // Vertical filtering
  exchange("columns come in the order asked for", "GET films?select=year,id&id=eq.2", 200, [
    { year: 1985, id: 2 },
  ]),
  exchange("everything comes when nothing is asked for", "GET roles?film_id=eq.3&actor_id=eq.3", 200, [
    { film_id: 3, actor_id: 3, part: null },
  ]),
  exchange(
    "columns are renamed and cast",
    "GET films?select=name:title,y:year::text,views::float8&id=eq.2",
    200,
    [{ name: "Vagabond", y: "1985", views: 5 }],
  ),
  exchange("a cast to a type of the schema", "GET films?select=mood::mood,m:mood::text&id=eq.1", 200, [
    { mood: "sad", m: "sad" },
  ]),
  exchange("a cast to an array of a type", "GET films?select=tags::text[]&id=eq.3", 200, [
    { tags: ["family"] },
  ]),
  exchange("a type that is not there", "GET films?select=id::nothing", 400, { code: "42704" }),
  exchange("whitespace around columns does no harm", "GET films?select= id , title &id=eq.2", 200, [
    { id: 2, title: "Vagabond" },
  ]),
  exchange("identifiers in quotes hold every character", 'GET "Odd Names"?select="the id","ünï, (c)"', 404, {
    code: "PGRST205",
  }),
  exchange("a table whose name has a space", 'GET Odd Names?select="the id",x:"ünï, (c)"', 200, [
    { "the id": 1, x: "x" },
  ]),
  exchange(
    "a filter on a column whose name needs quotes",
    'GET Odd Names?"ünï, (c)"=eq.x&select=the id',
    200,
    [{ "the id": 1 }],
  ),
  exchange(
    "JSON paths give JSON and text",
    "GET films?select=details->length,min:details->length->>minutes&id=eq.1",
    200,
    [{ length: { minutes: 90 }, min: "90" }],
  ),
  exchange(
    "JSON paths are named by their last key",
    "GET films?select=details->langs->>0,details->length->minutes&id=eq.3",
    200,
    [{ langs: "ja", minutes: 136 }],
  ),
  exchange("JSON paths count from the end", "GET films?select=last:details->langs->>-1&id=eq.3", 200, [
    { last: "en" },
  ]),
  exchange(
    "JSON paths reach into arrays and composite columns",
    "GET films?select=first:tags->>0&id=eq.1",
    200,
    [{ first: "paris" }],
  ),
  exchange("a JSON path is cast", "GET films?select=m:details->length->>minutes::int&id=eq.1", 200, [
    { m: 90 },
  ]),
  exchange(
    "a function of the row is a column",
    "GET films?select=id,label&label=like.Vaga*&order=label",
    200,
    [{ id: 2, label: "Vagabond (1985)" }],
  ),
  exchange("a function of the row is not among all columns", "GET actors?select=*&id=eq.1", 200, [
    { id: 1, name: "Corinne" },
  ]),
  exchange(
    "int8 and numeric keep all their digits as text",
    "GET films?select=views::text,rating::text&id=eq.1",
    200,
    [{ views: "9007199254740993", rating: "7.8000000000" }],
  ),
  exchange("a materialized view is read", "GET film_years?id=eq.3", 200, [{ id: 3, year: 1953 }]),

  // Operators
  exchange("eq", "GET films?select=id&id=eq.2", 200, ids(2)),
  exchange("neq", "GET films?select=id&id=neq.2&order=id", 200, ids(1, 3, 4)),
  exchange("gt, lt", "GET films?select=id&id=gt.1&id=lt.3", 200, ids(2)),
  exchange("gte, lte", "GET films?select=id&id=gte.2&id=lte.3&order=id", 200, ids(2, 3)),
  exchange("not", "GET films?select=id&id=not.eq.2&order=id", 200, ids(1, 3, 4)),
  exchange("not in", "GET films?select=id&id=not.in.(1,2)&order=id", 200, ids(3, 4)),
  exchange("like with stars", "GET films?select=id&title=like.*o*y", 200, ids(3)),
  exchange("like with percent signs", "GET films?select=id&title=like.Vaga%25", 200, ids(2)),
  exchange("ilike", "GET films?select=id&title=ilike.*STORY", 200, ids(3)),
  exchange("not like", "GET films?select=id&title=not.like.*o*", 200, ids(4)),
  exchange("match", "GET films?select=id&title=match.^[TV]&order=id", 200, ids(2, 3)),
  exchange("imatch", "GET films?select=id&title=imatch.^[tv]&order=id", 200, ids(2, 3)),
  exchange("in", "GET films?select=id&title=in.(Vagabond,Tokyo Story)&order=id", 200, ids(2, 3)),
  exchange(
    "in with quotes",
    'GET films?select=id&title=in.("100%25_true, (really)","Vagabond")&order=id',
    200,
    ids(2, 4),
  ),
  exchange("in with an escaped quote", 'GET films?select=id&title=in.("a\\"b\\\\c")', 200, []),
  exchange("in with nothing", "GET films?select=id&id=in.()", 200, []),
  exchange("not in nothing", "GET actors?select=id&id=not.in.()&order=id", 200, ids(1, 2, 3)),
  exchange("is null", "GET films?select=id&year=is.null", 200, ids(4)),
  exchange("is not_null", "GET films?select=id&year=is.not_null&order=id", 200, ids(1, 2, 3)),
  exchange("not is null", "GET films?select=id&year=not.is.null&order=id", 200, ids(1, 2, 3)),
  exchange("is true", "GET periods?select=id&is_open=is.true", 200, ids(1)),
  exchange("is false", "GET periods?select=id&is_open=is.false", 200, ids(2)),
  exchange("is unknown", "GET periods?select=id&is_open=is.unknown", 200, ids(3)),
  exchange("is, whatever the case", "GET periods?select=id&is_open=is.TRUE", 200, ids(1)),
  exchange("is with anything else", "GET periods?is_open=is.yes", 400, { code: "PGRST100" }),
  exchange("isdistinct", "GET periods?select=id&is_open=isdistinct.true&order=id", 200, ids(2, 3)),
  exchange("not isdistinct", "GET periods?select=id&is_open=not.isdistinct.true", 200, ids(1)),
  exchange("fts", "GET periods?select=id&document=fts.fox", 200, ids(1)),
  exchange("fts with a configuration", "GET periods?select=id&document=fts(english).foxes", 200, ids(1)),
  exchange("fts with operators", "GET periods?select=id&document=fts.fox|dog&order=id", 200, ids(1, 2)),
  exchange("plfts", "GET periods?select=id&document=plfts(english).The Fox", 200, ids(1)),
  exchange("phfts", "GET periods?select=id&document=phfts(english).quick brown", 200, ids(1)),
  exchange("phfts minds the order", "GET periods?select=id&document=phfts(english).brown quick", 200, []),
  exchange("wfts", "GET periods?select=id&document=wfts(english).lazy or quick&order=id", 200, ids(1, 2)),
  exchange("wfts without a word", "GET periods?select=id&document=wfts(english).lazy -dog", 200, []),
  exchange("not fts", "GET periods?select=id&document=not.fts(english).fox", 200, ids(2)),
  exchange("fts on text", "GET films?select=id&title=fts(english).stories", 200, ids(3)),
  exchange("fts on JSON", "GET films?select=id&details=fts(simple).ja", 200, ids(3)),
  exchange("fts that is no query", "GET films?title=fts.a%26%26", 400, { code: "42601" }),
  exchange("cs of an array", "GET films?select=id&tags=cs.{paris}", 200, ids(1)),
  exchange("cs of an array with quotes", 'GET films?select=id&tags=cs.{"time, real"}', 200, ids(1)),
  exchange("cs of JSON", 'GET films?select=id&details=cs.{"langs":["ja"]}', 200, ids(3)),
  exchange("cs of a range", "GET periods?select=id&during=cs.[2,3)", 200, ids(1)),
  exchange("cd of an array", "GET films?select=id&tags=cd.{family,x}&order=id", 200, ids(2, 3, 4)),
  exchange("cd of a range", "GET periods?select=id&during=cd.[1,10)&order=id", 200, ids(1, 2)),
  exchange("ov of an array", "GET films?select=id&tags=ov.{family,paris}&order=id", 200, ids(1, 3)),
  exchange("ov of a range", "GET periods?select=id&during=ov.[4,6)&order=id", 200, ids(1, 2)),
  exchange("sl", "GET periods?select=id&during=sl.[9,10)&order=id", 200, ids(1, 2)),
  exchange("sr", "GET periods?select=id&during=sr.[1,9)", 200, ids(3)),
  exchange("nxr", "GET periods?select=id&during=nxr.[1,6)", 200, ids(1)),
  exchange("nxl", "GET periods?select=id&during=nxl.[5,6)&order=id", 200, ids(2, 3)),
  exchange("adj", "GET periods?select=id&during=adj.[9,20)&order=id", 200, ids(2, 3)),
  exchange("eq of a range", "GET periods?select=id&during=eq.[1,5)", 200, ids(1)),
  exchange("eq(any)", "GET films?select=id&id=eq(any).{1,4}&order=id", 200, ids(1, 4)),
  exchange("gte(all)", "GET films?select=id&id=gte(all).{2,3}&order=id", 200, ids(3, 4)),
  exchange("like(any)", "GET films?select=id&title=like(any).{Vaga*,*Story}&order=id", 200, ids(2, 3)),
  exchange("ilike(all)", "GET films?select=id&title=ilike(all).{*T*,*STORY}", 200, ids(3)),
  exchange("match(any)", "GET films?select=id&title=match(any).{^V,^T}&order=id", 200, ids(2, 3)),
  exchange("not eq(any)", "GET films?select=id&id=not.eq(any).{1,2}&order=id", 200, ids(3, 4)),
  exchange("neq has no any", "GET films?id=neq(any).{1}", 400, { code: "PGRST100" }),
  exchange("a filter on a JSON path", "GET films?select=id&details->length->>minutes=eq.136", 200, ids(3)),
  exchange(
    "a filter on JSON by number",
    "GET films?select=id&details->length->minutes=gt.100&order=id",
    200,
    ids(2, 3),
  ),
  exchange("a filter on a JSON index", "GET films?select=id&details->langs->>0=eq.fr", 200, ids(1)),
  exchange("a value may hold dots, commas and equals signs", "GET films?select=id&title=eq.a.b,c=d", 200, []),
  exchange("a plus sign is a space", "GET films?select=id&title=eq.Tokyo+Story", 200, ids(3)),
  exchange(
    "filters on one column hold together",
    "GET films?select=id&year=gte.1950&year=lt.1960",
    200,
    ids(3),
  ),

  // Logic
  exchange("or", "GET films?select=id&or=(id.eq.1,id.eq.2)&order=id", 200, ids(1, 2)),
  exchange(
    "and within or",
    "GET films?select=id&or=(id.eq.1,and(year.gt.1950,mood.is.null))&order=id",
    200,
    ids(1, 2),
  ),
  exchange("not or", "GET films?select=id&not.or=(id.eq.1,id.eq.2)&order=id", 200, ids(3, 4)),
  exchange(
    "not and within or",
    "GET films?select=id&or=(id.eq.4,not.and(id.gt.1,id.lt.9))&order=id",
    200,
    ids(1, 4),
  ),
  exchange(
    "not of one filter within or",
    "GET films?select=id&or=(id.not.gt.1,id.eq.4)&order=id",
    200,
    ids(1, 4),
  ),
  exchange("in within or", "GET films?select=id&or=(id.in.(1,2),title.eq.x)&order=id", 200, ids(1, 2)),
  exchange(
    "arrays and quotes within or",
    'GET films?select=id&or=(tags.cs.{paris,"time, real"},title.eq."Vagabond")&order=id',
    200,
    ids(1, 2),
  ),
  exchange(
    "brackets within a value within or",
    'GET films?select=id&or=(title.eq."100%25_true, (really)",id.eq.2)&order=id',
    200,
    ids(2, 4),
  ),
  exchange(
    "fts and is within and",
    "GET films?select=id&and=(title.fts(english).story,producer_id.is.null)",
    200,
    ids(3),
  ),
  exchange(
    "JSON paths within or",
    "GET films?select=id&or=(details->langs->>0.eq.fr,details->length->minutes.eq.136)&order=id",
    200,
    ids(1, 3),
  ),
  exchange("any within or", "GET films?select=id&or=(id.eq(any).{1,2},id.eq.4)&order=id", 200, ids(1, 2, 4)),
  exchange("spaces within or", "GET films?select=id&or=( id.eq.1 , id.eq.2 )&order=id", 200, ids(1, 2)),
  exchange(
    "two groups hold together",
    "GET films?select=id&or=(id.eq.1,id.eq.2)&and=(id.gt.1,id.lt.9)",
    200,
    ids(2),
  ),
  exchange("or without members", "GET films?or=()", 400, { code: "PGRST100" }),
  exchange("or that is not closed", "GET films?or=(id.eq.1", 400, { code: "PGRST100" }),

  // Order and paging
  exchange(
    "order, by several columns",
    "GET films?select=id&order=mood.desc.nullslast,id.desc",
    200,
    ids(3, 1, 4, 2),
  ),
  exchange("nulls first and last", "GET films?select=id&order=year.asc.nullsfirst&limit=2", 200, ids(4, 3)),
  exchange("nulls without a direction", "GET films?select=id&order=year.nullsfirst&limit=1", 200, ids(4)),
  exchange(
    "order by a JSON path",
    "GET films?select=id&order=details->length->minutes.desc.nullslast&limit=2",
    200,
    ids(3, 2),
  ),
  exchange("an order that is none", "GET films?order=id.up", 400, { code: "PGRST100" }),
  exchange("limit and offset", "GET films?select=id&order=id&limit=2&offset=1", 200, ids(2, 3), {
    "Content-Range": "1-2/*",
  }),
  exchange("limit of nothing", "GET films?limit=0", 200, [], { "Content-Range": "*/*" }),
  exchange("a negative limit", "GET films?limit=-1", 416, {
    code: "PGRST103",
    details: "Limit should be greater than or equal to zero.",
  }),
  exchange("a negative offset is none", "GET films?select=id&order=id&offset=-3&limit=1", 200, ids(1)),
  exchange("Range", "GET films?select=id&order=id\nRange-Unit: items\nRange: 1-2", 200, ids(2, 3), {
    "Content-Range": "1-2/*",
  }),
  exchange("Range without an end", "GET films?select=id&order=id\nRange: 2-", 200, ids(3, 4)),
  exchange("Range and limit: both count", "GET films?select=id&order=id&limit=3\nRange: 0-1", 200, ids(1, 2)),
  exchange(
    "limit and a longer Range: both count",
    "GET films?select=id&order=id&limit=1\nRange: 0-5",
    200,
    ids(1),
  ),
  exchange(
    "Range that is none is passed over",
    "GET actors?select=id&order=id\nRange: bytes=0-1",
    200,
    ids(1, 2, 3),
  ),
  exchange("Range backwards", "GET films\nRange: 3-1", 416, { code: "PGRST103" }),
  exchange("Range is for GET alone", "HEAD films?select=id\nRange: 0-0", 200, undefined, {
    "Content-Range": "0-3/*",
  }),
  exchange(
    "count=exact of everything",
    "GET films?select=id&order=id\nPrefer: count=exact",
    200,
    ids(1, 2, 3, 4),
    {
      "Content-Range": "0-3/4",
      "Preference-Applied": "count=exact",
    },
  ),
  exchange(
    "count=exact of a part is 206",
    "GET films?select=id&order=id&limit=1\nPrefer: count=exact",
    206,
    ids(1),
    { "Content-Range": "0-0/4" },
  ),
  exchange("count=exact of nothing", "GET films?id=eq.99\nPrefer: count=exact", 200, [], {
    "Content-Range": "*/0",
  }),
  exchange(
    "beyond the end",
    "GET films?offset=9\nPrefer: count=exact",
    416,
    { code: "PGRST103", details: "An offset of 9 was requested, but there are only 4 rows." },
    { "Content-Range": "*/4" },
  ),
  exchange("beyond the end, uncounted", "GET films?offset=9", 200, [], { "Content-Range": "*/*" }),
  exchange(
    "count=estimated is exact where few",
    "GET films?select=id&id=lt.3\nPrefer: count=estimated",
    200,
    ids(1, 2),
    { "Content-Range": "0-1/2" },
  ),
  exchange("HEAD counts", "HEAD films\nPrefer: count=exact", 200, undefined, { "Content-Range": "0-3/4" }),
  exchange("what was read is named", "GET films?select=id&order=id&id=eq.1", 200, ids(1), {
    "Content-Location": "/films?id=eq.1&order=id&select=id",
  }),

  // Forms of the answer
  exchange(
    "one object",
    "GET films?select=id&id=eq.1\nAccept: application/vnd.pgrst.object+json",
    200,
    { id: 1 },
    {
      "Content-Type": "application/vnd.pgrst.object+json; charset=utf-8",
    },
  ),
  exchange("one object of none", "GET films?id=eq.99\nAccept: application/vnd.pgrst.object+json", 406, {
    code: "PGRST116",
    details: "The result contains 0 rows",
    message: "Cannot coerce the result to a single JSON object",
  }),
  exchange("one object of many", "GET films\nAccept: application/vnd.pgrst.object+json", 406, {
    code: "PGRST116",
    details: "The result contains 4 rows",
  }),
  exchange(
    "one object without nulls",
    "GET films?select=id,mood&id=eq.2\nAccept: application/vnd.pgrst.object+json;nulls=stripped",
    200,
    { id: 2 },
    {
      "Content-Type": "application/vnd.pgrst.object+json;nulls=stripped; charset=utf-8",
    },
  ),
  exchange(
    "an array without nulls",
    "GET films?select=id,mood&id=lte.2&order=id\nAccept: application/vnd.pgrst.array+json;nulls=stripped",
    200,
    [{ id: 1, mood: "sad" }, { id: 2 }],
    {
      "Content-Type": "application/vnd.pgrst.array+json;nulls=stripped; charset=utf-8",
    },
  ),
  exchange(
    "the best of several types",
    "GET films?select=id&id=eq.1\nAccept: text/html;q=0.9, */*;q=0.1",
    200,
    ids(1),
    { "Content-Type": "application/json; charset=utf-8" },
  ),
  exchange("a type that is not served", "GET films\nAccept: text/html", 406, {
    code: "PGRST107",
    message: "None of these media types are available: text/html",
  }),
  exchange(
    "the exposed schema by name",
    "GET actors?id=eq.1\nAccept-Profile: public",
    200,
    [{ id: 1, name: "Corinne" }],
    { "Content-Profile": "public" },
  ),
  exchange("a schema that is not exposed", "GET films\nAccept-Profile: hidden", 406, {
    code: "PGRST106",
    message: "Invalid schema: hidden",
    hint: "Only the following schemas are exposed: public",
  }),
  exchange("a preference that is none, strictly", "GET films\nPrefer: handling=strict, anything=1", 400, {
    code: "PGRST122",
    details: "Invalid preferences: anything=1",
  }),
  exchange(
    "a preference that is none, leniently",
    "GET actors?id=eq.1\nPrefer: handling=lenient, anything=1",
    200,
    [{ id: 1, name: "Corinne" }],
    { "Preference-Applied": "handling=lenient" },
  ),
  exchange(
    "times in another zone",
    "GET periods?select=made_at&id=eq.1\nPrefer: timezone=Asia/Tokyo",
    200,
    [{ made_at: "2026-01-01T09:00:00+09:00" }],
    { "Preference-Applied": "timezone=Asia/Tokyo" },
  ),
  exchange("a zone that is none, strictly", "GET films\nPrefer: handling=strict, timezone=Moon/Base", 400, {
    code: "PGRST122",
  }),

  // Errors
  exchange("an unknown table, with a guess", "GET filmz", 404, {
    code: "PGRST205",
    message: "Could not find the table 'public.filmz' in the schema cache",
    hint: "Perhaps you meant the table 'public.films'",
  }),
  exchange("a table of a private schema", "GET secrets", 404, { code: "PGRST205", hint: null }),
  exchange("an unknown column", "GET films?select=nope", 400, {
    code: "42703",
    message: "column films.nope does not exist",
  }),
  exchange("an unknown operator", "GET films?id=nope.1", 400, { code: "PGRST100" }),
  exchange("no operator", "GET films?id=1", 400, {
    code: "PGRST100",
    message: '"failed to parse filter (1)" (line 1, column 1)',
  }),
  exchange("a value of another type", "GET films?id=eq.one", 400, { code: "22P02" }),
  exchange("a path that leads nowhere", "GET films/1", 404, {
    code: "PGRST125",
    message: "Invalid path specified in request URL",
  }),
  exchange("a method that is none", "PURGE films", 405, {
    code: "PGRST117",
    message: "Unsupported HTTP method: PURGE",
  }),

  exchange("what can be asked of a table", "OPTIONS films", 200, "", {
    Allow: "OPTIONS,GET,HEAD,POST,PUT,PATCH,DELETE",
  }),
  exchange("what can be asked of a view that shows and no more", "OPTIONS film_years", 200, "", {
    Allow: "OPTIONS,GET,HEAD",
  }),
  exchange("what can be asked of a function", "OPTIONS rpc/add", 200, "", { Allow: "OPTIONS,GET,HEAD,POST" }),
  exchange("what can be asked of a function that may write", "OPTIONS rpc/write_note", 200, "", {
    Allow: "OPTIONS,POST",
  }),
  exchange("what can be asked of nothing", "OPTIONS nothing", 404, { code: "PGRST205" }),

  // Outside
  exchange("aggregates", "GET films?select=views.sum()", 501, { code: "SPOOL501" }),
  exchange("count()", "GET films?select=count()", 501, { code: "SPOOL501" }),
  exchange("spread", "GET films?select=id,...directors!films_producer_fkey(name)", 501, { code: "SPOOL501" }),
  exchange("computed relationships", "GET films?select=id,remakes(id)", 501, { code: "SPOOL501" }),
  exchange("CSV", "GET films\nAccept: text/csv", 501, { code: "SPOOL501" }),
  exchange("plans", "GET films\nAccept: application/vnd.pgrst.plan+json", 501, { code: "SPOOL501" }),
];
