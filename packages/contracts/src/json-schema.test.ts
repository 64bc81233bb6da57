import { expect, test } from "vitest";
import { z } from "zod";
import { toCatalogueSchema } from "./json-schema.ts";

test("a keyword that Postgres does not check is refused by name", () => {
  expect(() => toCatalogueSchema(z.object({ name: z.string().regex(/a+/) }))).toThrow(
    /payload\.name.*"pattern"/,
  );
});

test("a forbidden keyword is found inside arrays and alternatives", () => {
  const schema = z.object({ links: z.array(z.union([z.url(), z.literal("none")])) });

  expect(() => toCatalogueSchema(schema)).toThrow(/payload\.links\[\].*"format"/);
});
