import type { IncomingMessage, ServerResponse } from "node:http";
import {
  BodyTooLargeError,
  readApiRequest,
  sendAnswer,
  type ApiAnswer,
  type ApiRequest,
} from "../gateway/api-request.ts";
import type { ApiRole } from "../gateway/credentials.ts";
import type { GatewayDeps } from "../gateway/deps.ts";
import { requestContext } from "../gateway/request-context.ts";
import { reportFault } from "../gateway/report-fault.ts";
import type { RequestContext } from "../postgres/as-role.ts";
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

const EXPOSED_SCHEMA = "public";
const MAX_BODY_BYTES = 10 * 1024 * 1024;
const JSON_HEADERS = { "content-type": "application/json; charset=utf-8" };

export interface RestApp {
  /** Answers whatever is asked below `/rest/v1`. Never rejects. */
  serve: (url: URL, incoming: IncomingMessage, outgoing: ServerResponse) => Promise<void>;
  close: () => Promise<void>;
}

/** `/rest/v1`: tables, views and functions of schema `public`, as PostgREST serves them. */
export async function createRestApp(deps: GatewayDeps): Promise<RestApp> {
  const schema = await watchSchema(deps.adminUrl, deps.adminPool, EXPOSED_SCHEMA);

  async function answer(request: ApiRequest): Promise<ApiAnswer> {
    // Known from authentication on, and decides between 401 and 403.
    let role: ApiRole | undefined;
    try {
      const credentials = await deps.authenticate(request.headers, request.url);
      role = credentials.role;
      return await call(deps, schema.current(), request, requestContext(credentials, request));
    } catch (error) {
      return refuse(error, request, role);
    }
  }

  return {
    async serve(url, incoming, outgoing) {
      sendAnswer(incoming, outgoing, await answer(readApiRequest(incoming, url, MAX_BODY_BYTES)));
    },
    close: () => schema.close(),
  };
}

async function call(
  deps: GatewayDeps,
  cache: SchemaCache,
  request: ApiRequest,
  context: RequestContext,
): Promise<ApiAnswer> {
  const [first = "", second, ...more] = pathSegments(request.url);
  if (first === "" && second === undefined) return describeApi(deps, cache, request, context);
  const isRpc = first === "rpc" && second !== undefined;
  if (more.length > 0 || first === "" || second === "" || (second !== undefined && !isRpc)) {
    throw new RestError(404, "PGRST125", "Invalid path specified in request URL");
  }
  if (request.method === "OPTIONS") return allowedMethods(cache, first, second);
  const execution = isRpc ? await planCall(cache, second, request) : await planTable(cache, first, request);
  return respond(execution, await execute(deps.pool, context, execution), EXPOSED_SCHEMA);
}

/** What follows `/rest/v1/`, decoded; a name that cannot be decoded stays as it is, and is then not found. */
function pathSegments({ pathname }: URL): string[] {
  return pathname
    .slice("/rest/v1/".length)
    .split("/")
    .map((segment) => {
      try {
        return decodeURIComponent(segment);
      } catch {
        return segment;
      }
    });
}

async function describeApi(
  deps: GatewayDeps,
  cache: SchemaCache,
  request: ApiRequest,
  context: RequestContext,
): Promise<ApiAnswer> {
  checkProfile(request, EXPOSED_SCHEMA);
  if (request.method !== "GET" && request.method !== "HEAD") throw unsupportedMethod(request);
  checkOpenApiType(request.headers.get("accept"));
  const document = await openApiDocument(cache, deps, context);
  const headers = { "content-type": "application/openapi+json; charset=utf-8" };
  return { status: 200, headers, body: request.method === "HEAD" ? null : JSON.stringify(document) };
}

function refuse(error: unknown, request: ApiRequest, role: ApiRole | undefined): ApiAnswer {
  const known = describeError(error instanceof BodyTooLargeError ? tooLarge() : error, role);
  if (!known) reportFault(error, request);
  const message = "An unexpected failure, reported in the gateway's log";
  const { status, headers, body } = known ?? {
    status: 500,
    headers: {},
    body: { code: "XX000", details: null, hint: null, message },
  };
  const lowerCased: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) lowerCased[name.toLowerCase()] = value;
  const text = request.method === "HEAD" ? null : JSON.stringify(body);
  return { status, headers: { ...lowerCased, ...JSON_HEADERS }, body: text };
}

function tooLarge(): RestError {
  const details = `The limit is ${MAX_BODY_BYTES / 1024 / 1024} MB.`;
  return new RestError(413, "PGRST413", "The request body is too large", { details });
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

const unsupportedMethod = ({ method }: ApiRequest): RestError =>
  new RestError(405, "PGRST117", `Unsupported HTTP method: ${method}`);

/** By what the table or function can do, not by the caller's rights. */
function allowedMethods(cache: SchemaCache, first: string, fnName: string | undefined): ApiAnswer {
  const answer = (...methods: string[]) => ({
    status: 200,
    headers: { allow: ["OPTIONS", ...methods].join(",") },
    body: null,
  });
  if (fnName !== undefined) {
    const overloads = cache.functions.get(fnName) ?? [];
    if (overloads.length === 0) {
      const message = `Could not find the function ${cache.schema}.${fnName} in the schema cache`;
      throw new RestError(404, "PGRST202", message);
    }
    return overloads.every(({ isVolatile }) => isVolatile) ? answer("POST") : answer("GET", "HEAD", "POST");
  }
  const { isWritable, primaryKey } = findRelation(cache, first);
  if (!isWritable) return answer("GET", "HEAD");
  return answer("GET", "HEAD", "POST", ...(primaryKey.length > 0 ? ["PUT"] : []), "PATCH", "DELETE");
}

/** What every request says, whatever it is for. `hasArguments`: a function called by GET. */
function readRequest(cache: SchemaCache, request: ApiRequest, hasArguments: boolean) {
  const params = request.url.searchParams;
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

async function planTable(cache: SchemaCache, name: string, request: ApiRequest): Promise<Execution> {
  const plan = readRequest(cache, request, false);
  const relation = findRelation(cache, name);
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

async function readWrite(request: ApiRequest, query: RestQuery): Promise<Write> {
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

async function planCall(cache: SchemaCache, name: string, request: ApiRequest): Promise<Execution> {
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
