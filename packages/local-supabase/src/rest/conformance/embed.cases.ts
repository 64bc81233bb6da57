import { exchange, type Case } from "./case.ts";

/** Resources embedded in others, along foreign keys. */
export const EMBED_CASES: Case[] = [
  exchange(
    "to one, by table and key",
    "GET films?select=id,directors!films_director_id_fkey(name)&id=eq.1",
    200,
    [{ id: 1, directors: { name: "Agnès Varda" } }],
  ),
  exchange("to one, renamed", "GET films?select=id,director:directors!director_id(name)&id=eq.1", 200, [
    { id: 1, director: { name: "Agnès Varda" } },
  ]),
  exchange("to one, by the key's column", "GET films?select=id,director_id(name)&id=eq.3", 200, [
    { id: 3, director_id: { name: "Yasujirō Ozu" } },
  ]),
  exchange("to one, by the key's name", "GET films?select=id,p:films_producer_fkey(name)&id=eq.2", 200, [
    { id: 2, p: { name: "Yasujirō Ozu" } },
  ]),
  exchange("to one that is missing", "GET films?select=id,p:films_producer_fkey(name)&id=eq.3", 200, [
    { id: 3, p: null },
  ]),
  exchange(
    "to many",
    "GET directors?select=id,films!films_director_id_fkey(id)&order=id&films.order=id.desc",
    200,
    [
      { id: 1, films: [{ id: 2 }, { id: 1 }] },
      { id: 2, films: [{ id: 3 }] },
      { id: 3, films: [] },
    ],
  ),
  exchange("many to many", "GET films?select=id,actors(name)&id=eq.3&actors.order=name", 200, [
    { id: 3, actors: [{ name: "Extra" }, { name: "Setsuko" }] },
  ]),
  exchange("many to many, the other way", "GET actors?select=name,films(title)&id=eq.2", 200, [
    { name: "Setsuko", films: [{ title: "Tokyo Story" }] },
  ]),
  exchange(
    "many to many, by the junction",
    "GET films?select=id,actors!roles(name)&id=eq.1&actors.order=id",
    200,
    [{ id: 1, actors: [{ name: "Corinne" }, { name: "Extra" }] }],
  ),
  exchange("one to one, from the key", "GET passports?select=number,people(name)&person_id=eq.1", 200, [
    { number: "A-1", people: { name: "Ada" } },
  ]),
  exchange("one to one, to the key", "GET people?select=name,passports(number)&order=id", 200, [
    { name: "Ada", passports: { number: "A-1" } },
    { name: "Ben", passports: { number: "B-2" } },
    { name: "Cleo", passports: null },
  ]),
  exchange("in itself, upwards", "GET people?select=name,boss:boss_id(name)&id=eq.2", 200, [
    { name: "Ben", boss: { name: "Ada" } },
  ]),
  exchange(
    "in itself, downwards by hint",
    "GET people?select=name,team:people!boss_id(name)&id=eq.1&team.order=id",
    200,
    [{ name: "Ada", team: [{ name: "Ben" }, { name: "Cleo" }] }],
  ),
  exchange("in itself, two keys and no hint", "GET people?select=name,people(name)", 300, {
    code: "PGRST201",
  }),
  exchange(
    "nested",
    "GET directors?select=name,films!films_director_id_fkey(title,roles(part,actors(name)))&id=eq.2",
    200,
    [
      {
        name: "Yasujirō Ozu",
        films: [
          {
            title: "Tokyo Story",
            roles: [
              { part: "Noriko", actors: { name: "Setsuko" } },
              { part: null, actors: { name: "Extra" } },
            ],
          },
        ],
      },
    ],
  ),
  exchange(
    "the same resource twice",
    "GET films?select=id,d:directors!director_id(name),p:directors!producer_id(name)&id=eq.2",
    200,
    [{ id: 2, d: { name: "Agnès Varda" }, p: { name: "Yasujirō Ozu" } }],
  ),
  exchange("all columns of both", "GET passports?select=*,people(*)&person_id=eq.2", 200, [
    { person_id: 2, number: "B-2", people: { id: 2, name: "Ben", boss_id: 1, mentor_id: null } },
  ]),
  exchange(
    "casts and paths within",
    "GET roles?select=films(y:year::text,details->length->minutes)&actor_id=eq.1",
    200,
    [{ films: { y: "1962", minutes: 90 } }],
  ),
  exchange("empty embeds show nothing", "GET films?select=id,actors()&id=eq.1", 200, [{ id: 1 }]),

  exchange("inner narrows the rows", "GET films?select=id,actors!inner(name)&order=id&actors.order=id", 200, [
    { id: 1, actors: [{ name: "Corinne" }, { name: "Extra" }] },
    { id: 3, actors: [{ name: "Setsuko" }, { name: "Extra" }] },
  ]),
  exchange(
    "inner with a filter, counted",
    "GET films?select=id,actors!inner(name)&actors.name=eq.Setsuko\nPrefer: count=exact",
    200,
    [{ id: 3, actors: [{ name: "Setsuko" }] }],
    { "Content-Range": "0-0/1" },
  ),
  exchange(
    "inner to one with a filter",
    "GET films?select=id,directors!director_id!inner(name)&directors.name=like.*Ozu",
    200,
    [{ id: 3, directors: { name: "Yasujirō Ozu" } }],
  ),
  exchange(
    "inner, hint after",
    "GET films?select=id,directors!inner!director_id()&directors.name=like.*Ozu",
    200,
    [{ id: 3 }],
  ),
  exchange("left is the default", "GET films?select=id,actors!left(name)&id=eq.2", 200, [
    { id: 2, actors: [] },
  ]),
  exchange(
    "nested inner",
    "GET directors?select=id,films!films_director_id_fkey!inner(id,actors!inner(name))&films.actors.name=eq.Setsuko",
    200,
    [{ id: 2, films: [{ id: 3, actors: [{ name: "Setsuko" }] }] }],
  ),
  exchange(
    "a filter without inner empties the embed alone",
    "GET films?select=id,actors(name)&actors.name=eq.Setsuko&id=lt.4&order=id",
    200,
    [
      { id: 1, actors: [] },
      { id: 2, actors: [] },
      { id: 3, actors: [{ name: "Setsuko" }] },
    ],
  ),
  exchange("a filter by alias", "GET films?select=id,cast:actors(name)&cast.id=eq.3&id=eq.1", 200, [
    { id: 1, cast: [{ name: "Extra" }] },
  ]),
  exchange(
    "a filter by the table behind an alias",
    "GET films?select=id,cast:actors(name)&actors.id=eq.3&id=eq.1",
    200,
    [{ id: 1, cast: [{ name: "Extra" }] }],
  ),
  exchange(
    "or on an embed",
    "GET films?select=id,actors(name)&actors.or=(id.eq.1,name.eq.Extra)&id=eq.1&actors.order=id",
    200,
    [{ id: 1, actors: [{ name: "Corinne" }, { name: "Extra" }] }],
  ),
  exchange(
    "not and on an embed",
    "GET films?select=id,actors(name)&actors.not.and=(id.gt.1,id.lt.9)&id=eq.1",
    200,
    [{ id: 1, actors: [{ name: "Corinne" }] }],
  ),
  exchange(
    "or on a nested embed",
    "GET directors?select=id,films!films_director_id_fkey(id,roles(part))&films.roles.or=(part.is.null,part.eq.x)&id=eq.2",
    200,
    [{ id: 2, films: [{ id: 3, roles: [{ part: null }] }] }],
  ),
  exchange("without any", "GET films?select=id,roles()&roles=is.null&order=id", 200, [{ id: 2 }, { id: 4 }]),
  exchange(
    "with some",
    "GET films?select=id,roles()&roles=not.is.null&order=id\nPrefer: count=exact",
    200,
    [{ id: 1 }, { id: 3 }],
    { "Content-Range": "0-1/2" },
  ),
  exchange("without the one", "GET films?select=id,p:films_producer_fkey(id)&p=is.null&order=id", 200, [
    { id: 3, p: null },
    { id: 4, p: null },
  ]),
  exchange(
    "the filtered embed missing: an anti-join",
    "GET films?select=id,actors()&actors.name=eq.Extra&actors=is.null&order=id",
    200,
    [{ id: 2 }, { id: 4 }],
  ),
  exchange(
    "missing embeds within or",
    "GET films?select=id,actors(),p:films_producer_fkey()&or=(actors.is.null,p.not.is.null)&order=id",
    200,
    [{ id: 1 }, { id: 2 }, { id: 4 }],
  ),
  exchange("any other filter on an embed", "GET films?select=id,actors(name)&actors=eq.1", 400, {
    code: "PGRST120",
  }),

  exchange(
    "order and limit of an embed",
    "GET films?select=id,actors(name)&actors.order=name.desc&actors.limit=1&id=eq.1",
    200,
    [{ id: 1, actors: [{ name: "Extra" }] }],
  ),
  exchange(
    "offset of an embed",
    "GET films?select=id,actors(name)&actors.order=id&actors.offset=1&id=eq.1",
    200,
    [{ id: 1, actors: [{ name: "Extra" }] }],
  ),
  exchange(
    "order by a column of the one",
    "GET films?select=id,directors!director_id(name)&order=directors(name).desc.nullslast,id&limit=3",
    200,
    [
      { id: 3, directors: { name: "Yasujirō Ozu" } },
      { id: 1, directors: { name: "Agnès Varda" } },
      { id: 2, directors: { name: "Agnès Varda" } },
    ],
  ),
  exchange(
    "order by a column of the one, by alias and unselected",
    "GET films?select=id,d:director_id()&order=d(born).asc.nullslast,id&limit=2",
    200,
    [{ id: 3 }, { id: 1 }],
  ),
  exchange(
    "order within an embed by what it embeds",
    "GET films?select=id,roles(part,actors(name))&roles.order=actors(name).desc&id=eq.1",
    200,
    [
      {
        id: 1,
        roles: [
          { part: null, actors: { name: "Extra" } },
          { part: "Cléo", actors: { name: "Corinne" } },
        ],
      },
    ],
  ),
  exchange("order by many", "GET films?select=id,actors(name)&order=actors(name)", 400, {
    code: "PGRST118",
    message: "A related order on 'actors' is not possible",
  }),
  exchange("order by what is not embedded", "GET films?select=id&order=actors(name)", 400, {
    code: "PGRST108",
  }),

  exchange(
    "a view embeds what its table refers to",
    "GET reviews?select=stars,films(title)&review_id=eq.3",
    200,
    [{ stars: 4, films: { title: "Tokyo Story" } }],
  ),
  exchange(
    "a table embeds a view that shows the key",
    "GET films?select=id,reviews(stars,text)&id=eq.1&reviews.order=stars",
    200,
    [
      {
        id: 1,
        reviews: [
          { stars: 3, text: null },
          { stars: 5, text: "WONDERFUL" },
        ],
      },
    ],
  ),
  exchange(
    "a view of a view embeds by renamed columns",
    "GET old_classics?select=title,directors(name)",
    200,
    [{ title: "Tokyo Story", directors: { name: "Yasujirō Ozu" } }],
  ),
  exchange(
    "a view embeds another",
    "GET classics?select=film,reviews(stars)&order=film&reviews.order=stars",
    200,
    [
      { film: 1, reviews: [{ stars: 3 }, { stars: 5 }] },
      { film: 3, reviews: [{ stars: 4 }] },
    ],
  ),
  exchange("a table embeds the view of another", "GET directors?select=id,classics(film)&id=eq.1", 200, [
    { id: 1, classics: [{ film: 1 }] },
  ]),
  exchange(
    "many to many from a view",
    "GET classics?select=film,actors(name)&film=eq.3&actors.order=id",
    200,
    [{ film: 3, actors: [{ name: "Setsuko" }, { name: "Extra" }] }],
  ),

  exchange("no relationship", "GET films?select=id,notes(id)", 400, {
    code: "PGRST200",
    message: "Could not find a relationship between 'films' and 'notes' in the schema cache",
    details:
      "Searched for a foreign key relationship between 'films' and 'notes' in the schema 'public', but no matches were found.",
  }),
  exchange("nearly a relationship", "GET films?select=id,actor(id)", 400, {
    code: "PGRST200",
    hint: "Perhaps you meant 'actors' instead of 'actor'.",
  }),
  exchange("a hint that fits nothing", "GET films?select=id,directors!nothing(id)", 400, {
    code: "PGRST200",
    details:
      "Searched for a foreign key relationship between 'films' and 'directors' using the hint 'nothing' in the schema 'public', but no matches were found.",
  }),
  exchange("several relationships", "GET films?select=id,directors(name)", 300, {
    code: "PGRST201",
    message: "Could not embed because more than one relationship was found for 'films' and 'directors'",
    hint: "Try changing 'directors' to one of the following: 'directors!films_director_id_fkey', 'directors!films_producer_fkey'. Find the desired relationship in the 'details' key.",
    details: [
      {
        cardinality: "many-to-one",
        embedding: "films with directors",
        relationship: "films_director_id_fkey using films(director_id) and directors(id)",
      },
      {
        cardinality: "many-to-one",
        embedding: "films with directors",
        relationship: "films_producer_fkey using films(producer_id) and directors(id)",
      },
    ],
  }),
  exchange("a filter on what is not embedded", "GET films?actors.name=eq.x", 400, {
    code: "PGRST108",
    message: "'actors' is not an embedded resource in this request",
    hint: "Verify that 'actors' is included in the 'select' query parameter.",
  }),
  exchange("an unknown column of an embed", "GET films?select=id,actors(nope)", 400, {
    code: "42703",
    message: "column actors_1.nope does not exist",
  }),
  exchange(
    "an unknown column of an embed in an embed",
    "GET directors?select=films!producer_id(roles(nope))",
    400,
    {
      code: "42703",
      message: "column roles_2.nope does not exist",
    },
  ),
  exchange(
    "two embeds of one name",
    "GET films?select=directors!director_id(id),directors!producer_id(id)",
    400,
    {
      code: "42712",
      message: 'table name "films_directors_1" specified more than once',
    },
  ),
  exchange(
    "two embeds of one table, one renamed",
    "GET films?select=by:directors!director_id(id),directors!producer_id(id)&id=eq.2",
    200,
    [{ by: { id: 1 }, directors: { id: 2 } }],
  ),
];
