import { expect, test } from "vitest";
import { toOpenApi3 } from "./open-api-3.ts";

const swagger = {
  swagger: "2.0",
  info: { title: "standard public schema", version: "14" },
  paths: {
    "/": { get: { tags: ["Introspection"], responses: { 200: { description: "OK" } } } },
    "/jobs": {
      get: {
        tags: ["jobs"],
        summary: "Jobs",
        parameters: [{ $ref: "#/parameters/select" }, { $ref: "#/parameters/gone" }],
        responses: {
          200: { description: "OK", schema: { type: "array", items: { $ref: "#/definitions/jobs" } } },
        },
      },
    },
    "/rpc/cancel_job": {
      get: { tags: ["(rpc) cancel_job"], responses: {} },
      post: {
        tags: ["(rpc) cancel_job"],
        parameters: [{ name: "args", in: "body", required: true, schema: { type: "object" } }],
        responses: { 200: { description: "OK" } },
      },
    },
  },
  definitions: { jobs: { type: "object" } },
  parameters: { select: { name: "select", in: "query", required: false, type: "string" } },
};

test("shared parameters are put where they are used, and references lead to components", () => {
  expect(toOpenApi3(swagger, "https://api.test/rest/v1")).toMatchObject({
    openapi: "3.0.3",
    servers: [{ url: "https://api.test/rest/v1" }],
    paths: {
      "/jobs": {
        get: {
          parameters: [{ name: "select", in: "query", schema: { type: "string" } }],
          responses: {
            200: {
              content: {
                "application/json": { schema: { items: { $ref: "#/components/schemas/jobs" } } },
              },
            },
          },
        },
      },
    },
    components: { schemas: { jobs: { type: "object" } } },
  });
});

test("functions stand together, take a request body, and are told of once", () => {
  const { paths } = toOpenApi3(swagger, "https://api.test/rest/v1") as { paths: Record<string, object> }; // its own answer
  expect(paths["/"]).toBeUndefined();
  expect(paths["/rpc/cancel_job"]).toEqual({
    post: expect.objectContaining({
      tags: ["functions"],
      parameters: [],
      requestBody: { required: true, content: { "application/json": { schema: { type: "object" } } } },
    }) as unknown,
  });
});

test("a document of another kind is refused", () => {
  expect(() => toOpenApi3({ openapi: "3.1.0" }, "https://api.test/rest/v1")).toThrow();
});
