import { afterAll, beforeAll, expect, test } from "vitest";
import { FILMS_SQL, startTestStack, type TestStack } from "../stack.test-support.ts";

let stack: TestStack;
beforeAll(async () => {
  stack = await startTestStack(FILMS_SQL);
});
afterAll(() => stack.stop());

interface Document {
  swagger: string;
  info: { title: string; description: string };
  paths: Record<string, Record<string, { summary?: string; description?: string; parameters: object[] }>>;
  definitions: Record<
    string,
    { description?: string; required: string[]; properties: Record<string, object> }
  >;
  parameters: Record<string, object>;
}

const describe = async (headers: Record<string, string> = {}): Promise<Document> => {
  const response = await stack.fetch("/rest/v1/", { headers });
  expect([response.status, response.headers.get("content-type")]).toEqual([
    200,
    "application/openapi+json; charset=utf-8",
  ]);
  return (await response.json()) as Document; // its fields are what is tested
};

test("tables are described with their comments, keys, types, defaults and choices", async () => {
  const { swagger, info, paths, definitions, parameters } = await describe();

  expect([swagger, info.title]).toEqual(["2.0", "standard public schema"]);
  expect(paths["/films"]?.["get"]).toMatchObject({
    tags: ["films"],
    summary: "Films of all times",
    description: "One row a film, whoever made it.",
  });
  expect(Object.keys(paths["/films"] ?? {})).toEqual(["get", "post", "patch", "delete"]);
  expect(Object.keys(paths["/film_years"] ?? {})).toEqual(["get"]);
  expect(definitions["films"]?.required).toEqual(["id", "title", "views", "tags", "details"]);
  expect(definitions["films"]?.properties).toMatchObject({
    id: { type: "integer", format: "integer", description: "Note:\nThis is a Primary Key.<pk/>" },
    director_id: {
      description: "Note:\nThis is a Foreign Key to `directors.id`.<fk table='directors' column='id'/>",
    },
    rating: { type: "number", format: "numeric", description: "Between 0 and 10." },
    views: { type: "integer", format: "bigint", default: 0 },
    mood: { type: "string", enum: ["happy", "sad"] },
    tags: { type: "array", items: { type: "string" } },
    details: { format: "jsonb" },
  });
  expect(definitions["periods"]?.properties["label"]).toMatchObject({
    type: "string",
    format: "character varying",
    maxLength: 10,
    default: "none",
  });
  expect(parameters["rowFilter.films.rating"]).toEqual({
    name: "rating",
    description: "Between 0 and 10.",
    required: false,
    in: "query",
    type: "string",
  });
});

test("functions are described with their arguments, those that may write by POST alone", async () => {
  const { paths } = await describe();

  const add = paths["/rpc/add"];
  expect(Object.keys(add ?? {})).toEqual(["get", "post"]);
  expect(add?.["get"]).toMatchObject({ tags: ["(rpc) add"], summary: "Adds two numbers." });
  expect(add?.["get"]?.parameters).toEqual([
    { name: "a", required: true, in: "query", format: "integer", type: "integer" },
    { name: "b", required: false, in: "query", format: "integer", type: "integer" },
  ]);
  expect(add?.["post"]?.parameters[0]).toMatchObject({
    name: "args",
    in: "body",
    schema: { required: ["a"] },
  });
  expect(Object.keys(paths["/rpc/write_note"] ?? {})).toEqual(["post"]);
});

test("every reference leads somewhere", async () => {
  const document = await describe();

  for (const [, path = "", name = ""] of JSON.stringify(document).matchAll(
    /"\$ref":"#\/(parameters|definitions)\/((?:[^"\\]|\\.)*)"/g,
  )) {
    const places = path === "parameters" ? document.parameters : document.definitions;
    expect(Object.keys(places)).toContain(JSON.parse(`"${name}"`));
  }
});

test("a role is told of what it has a right to, and of nothing else", async () => {
  const anon = await describe({ apikey: stack.publishableKey });

  expect(Object.keys(anon.definitions)).toEqual(expect.arrayContaining(["classics", "directors", "films"]));
  for (const name of ["actors", "notes", "people", "reviews"])
    expect(anon.definitions).not.toHaveProperty(name);
  expect(anon.paths["/rpc/secret_number"]).toBeUndefined();
  expect((await describe()).paths["/rpc/secret_number"]).toBeUndefined();
});

test("HEAD, other methods and other types are answered as PostgREST does", async () => {
  const head = await stack.fetch("/rest/v1/", { method: "HEAD" });
  const post = await stack.fetch("/rest/v1/", { method: "POST" });
  const html = await stack.fetch("/rest/v1/", { headers: { Accept: "text/html" } });

  expect([head.status, await head.text(), post.status, html.status]).toEqual([200, "", 405, 406]);
});
