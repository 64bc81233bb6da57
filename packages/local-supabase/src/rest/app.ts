import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { ApiRole } from "../gateway/credentials.ts";
import type { GatewayDeps } from "../gateway/deps.ts";
import { requestContext } from "../gateway/request-context.ts";
import { reportFault } from "../gateway/report-fault.ts";
import { execute, type Execution } from "./execute.ts";
import { parseQuery } from "./parse-query.ts";
import { readJsonText, readLoosePayload, readPayload } from "./payload.ts";
import { parsePreferences } from "./preferences.ts";
import { readStatement } from "./read.ts";
import { respond } from "./respond.ts";
import { describeError, notSupported, RestError } from "./rest-error.ts";
import { applyRange, bodyFormOf, checkProfile } from "./request-headers.ts";
import { argumentsOfBody, callStatement, findFunction, type RpcArguments } from "./rpc.ts";
import type { Relation, SchemaCache } from "./schema-cache.ts";
import { watchSchema } from "./schema-watch.ts";
import { isEmptyWrite, writeStatement, type Write } from "./write.ts";

/** The role is known from authentication on, and decides between 401 and 403. */
type RestApp = Hono<{ Variables: { role: ApiRole | undefined } }>;

const EXPOSED_SCHEMA = "public";
const MAX_BODY_BYTES = 10 * 1024 * 1024;

/** `/rest/v1`: tables, views and functions of schema `public`, as PostgREST serves them. */
export async function createRestApp(
  deps: GatewayDeps,
): Promise<{ app: RestApp; close: () => Promise<void> }> {
  const schema = await watchSchema(deps.adminUrl, deps.adminPool, EXPOSED_SCHEMA);
  const app: RestApp = new Hono();

  app.use(
    bodyLimit({
      maxSize: MAX_BODY_BYTES,
      onError: () => {
        const details = `The limit is ${MAX_BODY_BYTES / 1024 / 1024} MB.`;
        throw new RestError(413, "PGRST413", "The request body is too large", { details });
      },
    }),
  );

  app.all("/rpc/:name", async (context) => {
    const { raw: request } = context.req;
    const credentials = await deps.authenticate(request.headers, new URL(request.url));
    context.set("role", credentials.role);
    const execution = await planCall(schema.current(), context.req.param("name"), request);
    return respond(execution, await execute(deps.pool, requestContext(credentials, request), execution));
  });

  app.all("/:relation", async (context) => {
    const { raw: request } = context.req;
    const credentials = await deps.authenticate(request.headers, new URL(request.url));
    context.set("role", credentials.role);
    const cache = schema.current();
    const relation = findRelation(cache, context.req.param("relation"));
    const execution = await planTable(cache, relation, request);
    return respond(execution, await execute(deps.pool, requestContext(credentials, request), execution));
  });

  app.all("/*", async (context) => {
    await deps.authenticate(context.req.raw.headers, new URL(context.req.url));
    if (context.req.path.endsWith("/v1/") || context.req.path.endsWith("/v1"))
      throw notSupported("The OpenAPI document");
    throw new RestError(404, "PGRST125", "Invalid path specified in request URL");
  });

  app.onError((error, context) => {
    const known = describeError(error, context.get("role"));
    if (!known) reportFault(error, context.req.raw);
    const { status, headers, body } = known ?? {
      status: 500,
      headers: {},
      body: {
        code: "XX000",
        details: null,
        hint: null,
        message: "An unexpected failure, reported in the gateway's log",
      },
    };
    const text = context.req.method === "HEAD" ? null : JSON.stringify(body);
    return new Response(text, {
      status,
      headers: { ...headers, "Content-Type": "application/json; charset=utf-8" },
    });
  });
  return { app, close: () => schema.close() };
}

function findRelation(cache: SchemaCache, name: string): Relation {
  const relation = cache.relations.get(name);
  if (relation) return relation;
  throw new RestError(
    404,
    "PGRST205",
    `Could not find the table '${cache.schema}.${name}' in the schema cache`,
  );
}

async function planTable(cache: SchemaCache, relation: Relation, request: Request): Promise<Execution> {
  const url = new URL(request.url);
  const query = parseQuery(url.searchParams);
  const preferences = parsePreferences(request.headers.get("prefer"));
  const { form, stripNulls } = bodyFormOf(request.headers.get("accept"));
  checkProfile(request, cache.schema);

  if (request.method === "GET" || request.method === "HEAD") {
    applyRange(query, request.headers.get("range"));
    const { main, estimate } = readStatement(cache, relation, {
      query,
      count: preferences.count,
      form,
      stripNulls,
    });
    return { kind: "read", main, estimate, query, preferences, form, method: request.method };
  }
  const write = await readWrite(request, query.columns);
  if (write.kind !== "insert" && (query.limit !== undefined || query.offset > 0)) {
    throw notSupported(`limit and offset in ${request.method} of a table`);
  }
  const isEmpty = isEmptyWrite(write, query);
  return {
    kind: write.kind,
    main: isEmpty
      ? undefined
      : writeStatement(cache, relation, write, { query, preferences, form, stripNulls }),
    query,
    preferences,
    form,
    method: request.method,
    path: `/${encodeURIComponent(relation.name)}`,
  };
}

async function readWrite(request: Request, columns: string[] | undefined): Promise<Write> {
  const payload = () => (columns ? readLoosePayload(request, columns) : readPayload(request));
  switch (request.method) {
    case "POST":
      return { kind: "insert", payload: await payload() };
    case "PATCH":
      return { kind: "update", payload: await payload() };
    case "DELETE":
      return { kind: "delete" };
    case "PUT":
      throw notSupported("PUT of a table");
    default:
      throw new RestError(405, "PGRST117", `Unsupported HTTP method: ${request.method}`);
  }
}

async function planCall(cache: SchemaCache, name: string, request: Request): Promise<Execution> {
  const url = new URL(request.url);
  const preferences = parsePreferences(request.headers.get("prefer"));
  const { form, stripNulls } = bodyFormOf(request.headers.get("accept"));
  checkProfile(request, cache.schema);

  const isGet = request.method === "GET" || request.method === "HEAD";
  if (!isGet && request.method !== "POST") {
    throw new RestError(405, "PGRST101", `Cannot use the ${request.method} method on RPC`);
  }
  const known = new Set(
    (cache.functions.get(name) ?? []).flatMap((fn) => fn.parameters.map((parameter) => parameter.name)),
  );
  const query = parseQuery(url.searchParams, (key) => isGet && known.has(key));
  const args: RpcArguments = isGet
    ? { kind: "text", values: query.args }
    : argumentsOfBody(await readJsonText(request));
  const fn = findFunction(cache, name, args);
  applyRange(query, isGet ? request.headers.get("range") : null);
  const main = callStatement(cache, fn, args, { query, count: preferences.count, form, stripNulls });
  return { kind: "call", main, query, preferences, form, method: request.method, fn };
}
