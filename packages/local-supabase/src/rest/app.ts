import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { ApiRole } from "../gateway/credentials.ts";
import type { GatewayDeps } from "../gateway/deps.ts";
import { requestContext } from "../gateway/request-context.ts";
import { reportFault } from "../gateway/report-fault.ts";
import { execute, type Execution } from "./execute.ts";
import { checkOpenApiType, openApiDocument } from "./open-api.ts";
import { parseQuery, type RestQuery } from "./parse-query.ts";
import { readPayload } from "./payload.ts";
import { parsePreferences } from "./preferences.ts";
import { readStatement } from "./read.ts";
import { respond } from "./respond.ts";
import { closest, describeError, RestError } from "./rest-error.ts";
import { applyRange, checkProfile, formatOf } from "./request-headers.ts";
import { callStatement, findFunction, readArguments, type RpcArguments } from "./rpc.ts";
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
    const result = await execute(deps.pool, requestContext(credentials, request), execution);
    return respond(execution, result, EXPOSED_SCHEMA);
  });

  app.all("/:relation", async (context) => {
    const { raw: request } = context.req;
    const credentials = await deps.authenticate(request.headers, new URL(request.url));
    context.set("role", credentials.role);
    const cache = schema.current();
    const relation = findRelation(cache, context.req.param("relation"));
    const execution = await planTable(cache, relation, request);
    const result = await execute(deps.pool, requestContext(credentials, request), execution);
    return respond(execution, result, EXPOSED_SCHEMA);
  });

  app.all("/*", async (context) => {
    const { raw: request } = context.req;
    const credentials = await deps.authenticate(request.headers, new URL(request.url));
    context.set("role", credentials.role);
    if (!/\/v1\/?$/.test(context.req.path))
      throw new RestError(404, "PGRST125", "Invalid path specified in request URL");
    checkProfile(request, EXPOSED_SCHEMA);
    if (request.method !== "GET" && request.method !== "HEAD") throw unsupportedMethod(request);
    checkOpenApiType(request.headers.get("accept"));
    const document = await openApiDocument(schema.current(), deps, requestContext(credentials, request));
    const body = request.method === "HEAD" ? null : JSON.stringify(document);
    return new Response(body, { headers: { "Content-Type": "application/openapi+json; charset=utf-8" } });
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
  const suggestion = closest(name, cache.relations.keys(), 0.75);
  const message = `Could not find the table '${cache.schema}.${name}' in the schema cache`;
  throw new RestError(404, "PGRST205", message, {
    ...(suggestion === undefined
      ? {}
      : { hint: `Perhaps you meant the table '${cache.schema}.${suggestion}'` }),
  });
}

const unsupportedMethod = ({ method }: Request): RestError =>
  new RestError(405, "PGRST117", `Unsupported HTTP method: ${method}`);

/** What every request says, whatever it is for. `hasArguments`: a function called by GET. */
function readRequest(cache: SchemaCache, request: Request, hasArguments: boolean) {
  const params = new URL(request.url).searchParams;
  params.delete("apikey");
  const query = parseQuery(params, hasArguments);
  checkProfile(request, cache.schema);
  if (request.method === "GET") applyRange(query, request.headers.get("range"));
  params.sort();
  return {
    query,
    preferences: parsePreferences(request.headers.get("prefer"), cache.allowsRollback),
    format: formatOf(request.headers.get("accept")),
    method: request.method,
    canonicalQuery: params.toString(),
  };
}

async function planTable(cache: SchemaCache, relation: Relation, request: Request): Promise<Execution> {
  const plan = readRequest(cache, request, false);
  const { query, preferences, format } = plan;
  if (request.method === "GET" || request.method === "HEAD") {
    const options = { query, count: preferences.count, format };
    return { ...plan, ...readStatement(cache, relation, options), kind: "read", relation };
  }
  const write = await readWrite(request, query);
  const main = isEmptyWrite(write)
    ? undefined
    : writeStatement(cache, relation, write, { query, preferences, format });
  return { ...plan, main, kind: write.kind, relation };
}

const WRITES = { POST: "insert", PATCH: "update", PUT: "upsert" } as const;

async function readWrite(request: Request, query: RestQuery): Promise<Write> {
  const { method } = request;
  if (method === "DELETE") return { kind: "delete" };
  if (method !== "POST" && method !== "PATCH" && method !== "PUT") throw unsupportedMethod(request);
  if (method === "PUT" && (query.limit !== undefined || query.offset > 0)) {
    const message = "limit/offset querystring parameters are not allowed for PUT";
    throw new RestError(400, "PGRST114", message);
  }
  const columns = method === "PUT" ? undefined : query.columns;
  return { kind: WRITES[method], payload: await readPayload(request, columns) };
}

async function planCall(cache: SchemaCache, name: string, request: Request): Promise<Execution> {
  const isGet = request.method === "GET" || request.method === "HEAD";
  if (!isGet && request.method !== "POST") {
    throw new RestError(405, "PGRST101", `Cannot use the ${request.method} method on RPC`);
  }
  const plan = readRequest(cache, request, isGet);
  const { query, preferences, format } = plan;
  const args: RpcArguments = isGet
    ? { kind: "text", values: query.args }
    : await readArguments(request, query.columns);
  const fn = findFunction(cache, name, args);
  const main = callStatement(cache, fn, args, { query, count: preferences.count, format });
  return { ...plan, main, kind: "call", fn };
}
