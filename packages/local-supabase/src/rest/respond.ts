import { z } from "zod";
import type { ApiAnswer } from "../gateway/api-request.ts";
import type { Execution, Result } from "./execute.ts";
import { appliedPreferences } from "./preferences.ts";
import { contentTypeOf } from "./request-headers.ts";
import { isSendable, jsonOrUndefined, RestError } from "./rest-error.ts";

/** The answer with the status and headers that PostgREST gives it. */
export function respond(execution: Execution, result: Result, schema: string): ApiAnswer {
  const headers: ApiAnswer["headers"] = {};
  const { status, hasBody } = outcome(execution, result, headers);
  const applied = appliedPreferences(execution.kind, execution.preferences);
  if (applied !== "") headers["preference-applied"] = applied;
  if (hasBody) {
    headers["content-type"] = contentTypeOf(execution.format);
    headers["content-profile"] = schema;
  }
  replaceHeaders(headers, result.responseHeaders);
  const chosen = result.responseStatus === undefined ? status : checkedStatus(result.responseStatus);
  const isBodiless = execution.method === "HEAD" || chosen === 204 || chosen === 205 || chosen === 304;
  return { status: chosen, headers, body: hasBody && !isBodiless ? result.body : null };
}

function outcome(
  execution: Execution,
  result: Result,
  headers: ApiAnswer["headers"],
): { status: number; hasBody: boolean } {
  const { preferences, query } = execution;
  const hasBody = preferences.return === "representation";
  const isCounted = preferences.count === "exact" || preferences.count === "estimated";
  const affected = { ...result, total: isCounted ? result.count : undefined };
  switch (execution.kind) {
    case "read":
      // Clients refuse answers whose headers are longer than 16 KB.
      if (execution.canonicalQuery.length < 4_000)
        headers["content-location"] = contentLocation(execution.relation.name, execution.canonicalQuery);
      return { status: pageStatus(query.offset, result, headers), hasBody: true };
    case "insert":
      headers["content-range"] = `*/${affected.total ?? "*"}`;
      if (result.location !== null)
        headers["location"] = locationOf(execution.relation.name, result.location);
      return { status: result.inserted === 0 ? 200 : 201, hasBody };
    case "upsert":
      return { status: hasBody ? (result.inserted === 0 ? 200 : 201) : 204, hasBody };
    case "update":
      headers["content-range"] = contentRange(0, affected);
      return { status: hasBody ? 200 : 204, hasBody };
    case "delete":
      headers["content-range"] = `*/${affected.total ?? "*"}`;
      return { status: hasBody ? 200 : 204, hasBody };
    case "call": {
      const status = pageStatus(query.offset, result, headers);
      return execution.fn.returns === "void" ? { status: 204, hasBody: false } : { status, hasBody: true };
    }
  }
}

const contentLocation = (name: string, canonicalQuery: string): string =>
  `/${encodeURIComponent(name)}${canonicalQuery === "" ? "" : `?${canonicalQuery}`}`;

const locationSchema = z.record(z.string(), z.string().nullable());

/** `/films?id=eq.7`. */
function locationOf(name: string, json: string): string {
  const columns = Object.entries(locationSchema.parse(JSON.parse(json)));
  const filters = columns.map(
    ([column, value]) =>
      `${encodeURIComponent(column)}=${value === null ? "is.null" : `eq.${encodeURIComponent(value)}`}`,
  );
  return contentLocation(name, filters.join("&"));
}

/** 200 for everything, 206 for a part of it, 416 beyond its end; sets `Content-Range`. */
function pageStatus(offset: number, result: Result, headers: ApiAnswer["headers"]): 200 | 206 {
  const { total, count } = result;
  if (total !== undefined && offset > total) {
    throw new RestError(416, "PGRST103", "Requested range not satisfiable", {
      details: `An offset of ${offset} was requested, but there are only ${total} rows.`,
      headers: { "Content-Range": `*/${total}` },
    });
  }
  headers["content-range"] = contentRange(offset, result);
  return total !== undefined && count < total ? 206 : 200;
}

function contentRange(offset: number, { total, count }: Result): string {
  const range = count === 0 || total === 0 ? "*" : `${offset}-${offset + count - 1}`;
  return `${range}/${total ?? "*"}`;
}

const functionHeadersSchema = z.array(
  z.record(z.string(), z.string()).refine((header) => isSendable(header) && Object.keys(header).length === 1),
);

/** What a function set in `response.headers`, a JSON array of objects, in place of our own of the same names. */
function replaceHeaders(headers: ApiAnswer["headers"], json: string | null): void {
  if (json === null) return;
  const parsed = functionHeadersSchema.safeParse(jsonOrUndefined(json));
  if (!parsed.success) {
    throw new RestError(
      500,
      "PGRST111",
      "response.headers guc must be a JSON array composed of objects with a single key and a string value",
    );
  }
  const added = Object.groupBy(
    parsed.data.flatMap((header) => Object.entries(header)),
    ([name]) => name.toLowerCase(),
  );
  for (const [name, entries = []] of Object.entries(added)) headers[name] = entries.map(([, value]) => value);
}

function checkedStatus(status: number): number {
  if (Number.isInteger(status) && status >= 200 && status <= 599) return status;
  throw new RestError(500, "PGRST112", "response.status guc must be a valid status code");
}
