import { z } from "zod";
import type { Execution, Result } from "./execute.ts";
import { appliedPreferences } from "./preferences.ts";
import { contentTypeOf } from "./request-headers.ts";
import { jsonOrUndefined, RestError } from "./rest-error.ts";

/** The answer with the status and headers that PostgREST gives it. */
export function respond(execution: Execution, result: Result, schema: string): Response {
  const headers = new Headers();
  const { status, hasBody } = outcome(execution, result, headers);
  const applied = appliedPreferences(execution.kind, execution.preferences);
  if (applied !== "") headers.set("Preference-Applied", applied);
  if (hasBody) {
    headers.set("Content-Type", contentTypeOf(execution.format));
    headers.set("Content-Profile", schema);
  }
  replaceHeaders(headers, result.responseHeaders);
  const chosen = result.responseStatus === undefined ? status : checkedStatus(result.responseStatus);
  const isBodiless = execution.method === "HEAD" || chosen === 204 || chosen === 205 || chosen === 304;
  return new Response(hasBody && !isBodiless ? result.body : null, { status: chosen, headers });
}

function outcome(
  execution: Execution,
  result: Result,
  headers: Headers,
): { status: number; hasBody: boolean } {
  const { preferences, query } = execution;
  const hasBody = preferences.return === "representation";
  const isCounted = preferences.count === "exact" || preferences.count === "estimated";
  const affected = { ...result, total: isCounted ? result.count : undefined };
  switch (execution.kind) {
    case "read":
      // Clients refuse answers whose headers are longer than 16 KB.
      if (execution.canonicalQuery.length < 4_000)
        headers.set("Content-Location", contentLocation(execution.relation.name, execution.canonicalQuery));
      return { status: pageStatus(query.offset, result, headers), hasBody: true };
    case "insert":
      headers.set("Content-Range", `*/${affected.total ?? "*"}`);
      if (result.location !== null)
        headers.set("Location", locationOf(execution.relation.name, result.location));
      return { status: result.inserted === 0 ? 200 : 201, hasBody };
    case "upsert":
      return { status: hasBody ? (result.inserted === 0 ? 200 : 201) : 204, hasBody };
    case "update":
      headers.set("Content-Range", contentRange(0, affected));
      return { status: hasBody ? 200 : 204, hasBody };
    case "delete":
      headers.set("Content-Range", `*/${affected.total ?? "*"}`);
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
function pageStatus(offset: number, result: Result, headers: Headers): 200 | 206 {
  const { total, count } = result;
  if (total !== undefined && offset > total) {
    throw new RestError(416, "PGRST103", "Requested range not satisfiable", {
      details: `An offset of ${offset} was requested, but there are only ${total} rows.`,
      headers: { "Content-Range": `*/${total}` },
    });
  }
  headers.set("Content-Range", contentRange(offset, result));
  return total !== undefined && count < total ? 206 : 200;
}

function contentRange(offset: number, { total, count }: Result): string {
  const range = count === 0 || total === 0 ? "*" : `${offset}-${offset + count - 1}`;
  return `${range}/${total ?? "*"}`;
}

const functionHeadersSchema = z.array(
  z
    .record(z.string(), z.string())
    .refine((header) => Object.entries(header).every(isSendable) && Object.keys(header).length === 1),
);

/** Whether Node will send such a header: a name of token characters, no control characters in the value. */
const isSendable = ([name, value]: [string, string]): boolean =>
  /^[\w!#$%&'*+.^`|~-]+$/.test(name) && /^[\t\x20-\x7e\x80-\xff]*$/.test(value);

/** What a function set in `response.headers`, a JSON array of objects, in place of our own of the same names. */
function replaceHeaders(headers: Headers, json: string | null): void {
  if (json === null) return;
  const parsed = functionHeadersSchema.safeParse(jsonOrUndefined(json));
  if (!parsed.success) {
    throw new RestError(
      500,
      "PGRST111",
      "response.headers guc must be a JSON array composed of objects with a single key and a string value",
    );
  }
  const added = parsed.data.flatMap((header) => Object.entries(header));
  for (const [name] of added) headers.delete(name);
  for (const [name, value] of added) headers.append(name, value);
}

function checkedStatus(status: number): number {
  if (Number.isInteger(status) && status >= 200 && status <= 599) return status;
  throw new RestError(500, "PGRST112", "response.status guc must be a valid status code");
}
