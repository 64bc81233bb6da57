import { z } from "zod";

const schema = z.record(z.string(), z.unknown());
const parameter = z.looseObject({
  name: z.string(),
  in: z.string(),
  description: z.string().optional(),
  required: z.boolean().optional(),
  schema: schema.optional(),
});
const reference = z.object({ $ref: z.string() });
const operation = z.looseObject({
  tags: z.array(z.string()).default([]),
  summary: z.string().optional(),
  description: z.string().optional(),
  parameters: z.array(z.union([reference, parameter])).default([]),
  responses: z.record(z.string(), z.looseObject({ description: z.string(), schema: schema.optional() })),
});
const METHODS = ["get", "post", "patch", "put", "delete"] as const;
const swaggerSchema = z.looseObject({
  swagger: z.literal("2.0"),
  info: z.looseObject({ version: z.string() }),
  paths: z.record(z.string(), z.partialRecord(z.enum(METHODS), operation)),
  definitions: z.record(z.string(), schema).default({}),
  parameters: z.record(z.string(), parameter).default({}),
});

type Operation = z.infer<typeof operation>;
type Parameter = z.infer<typeof parameter>;

/**
 * The document that PostgREST writes, Swagger 2.0, as OpenAPI 3.0, which viewers read.
 *
 * Does what PostgREST's documents need: shared parameters are put where they are used, bodies become request bodies,
 * definitions become components. Throws a ZodError for a document of another kind.
 */
export function toOpenApi3(document: unknown, restUrl: string): object {
  const { info, paths, definitions, parameters } = swaggerSchema.parse(document);
  return {
    openapi: "3.0.3",
    info: { title: "Spool over REST", version: info.version },
    servers: [{ url: restUrl }],
    tags: [{ name: FUNCTIONS }, ...Object.keys(definitions).map((name) => ({ name }))],
    security: [{ publishable_key: [], spool_key: [] }],
    paths: Object.fromEntries(
      Object.entries(paths)
        // The document itself is what is being read.
        .filter(([path]) => path !== "/")
        .map(([path, methods]) => [
          path,
          Object.fromEntries(
            METHODS.flatMap((method) => {
              const found = methods[method];
              // A function may be called by GET too; one way is enough to read about.
              if (found === undefined || (path.startsWith("/rpc/") && method === "get" && methods.post))
                return [];
              return [[method, toOperation(path, found, parameters)]];
            }),
          ),
        ]),
    ),
    components: {
      schemas: Object.fromEntries(
        Object.entries(definitions).map(([name, definition]) => [name, withComponents(definition)]),
      ),
      securitySchemes: {
        publishable_key: { type: "apiKey", in: "header", name: "apikey" },
        spool_key: { type: "apiKey", in: "header", name: "x-spool-key" },
      },
    },
  };
}

const FUNCTIONS = "functions";

function toOperation(path: string, found: Operation, shared: Record<string, Parameter>): object {
  const given = found.parameters.flatMap((one): Parameter[] => {
    if (!("$ref" in one)) return [one];
    const target = shared[String(one.$ref).replace("#/parameters/", "")];
    return target === undefined ? [] : [target];
  });
  const body = given.find((one) => one.in === "body");
  return {
    tags: path.startsWith("/rpc/") ? [FUNCTIONS] : found.tags,
    summary: found.summary,
    description: found.description,
    parameters: given.filter((one) => one.in !== "body").map(toParameter),
    ...(body !== undefined && {
      requestBody: { required: body.required ?? false, content: json(body.schema ?? {}) },
    }),
    responses: Object.fromEntries(
      Object.entries(found.responses).map(([status, response]) => [
        status,
        {
          description: response.description,
          ...(response.schema !== undefined && { content: json(response.schema) }),
        },
      ]),
    ),
  };
}

/** What stands beside the name of a parameter in Swagger 2.0 lies in its schema in OpenAPI 3.0. */
function toParameter({ name, in: place, description, required, ...rest }: Parameter): object {
  return { name, in: place, description, required: required ?? false, schema: withComponents(rest) };
}

const json = (content: object) => ({ "application/json": { schema: withComponents(content) } });

/** The same schema, with references to where definitions lie in OpenAPI 3.0. */
function withComponents(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withComponents);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      name === "$ref" && typeof inner === "string"
        ? inner.replace("#/definitions/", "#/components/schemas/")
        : withComponents(inner),
    ]),
  );
}
