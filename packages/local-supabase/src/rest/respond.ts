import { z } from "zod";
import type { Execution, Result } from "./execute.ts";
import { RestError } from "./rest-error.ts";

/** The answer with the status and headers that PostgREST gives it. */
export function respond(execution: Execution, result: Result): Response {
  const headers = new Headers();
  const { status, hasBody } = outcome(execution, result, headers);
  if (execution.preferences.applied !== "") headers.set("Preference-Applied", execution.preferences.applied);
  if (hasBody) {
    const isObject = execution.form === "object";
    headers.set(
      "Content-Type",
      isObject ? "application/vnd.pgrst.object+json; charset=utf-8" : "application/json; charset=utf-8",
    );
  }
  addFunctionHeaders(headers, result.responseHeaders);
  const body = hasBody && execution.method !== "HEAD" ? result.body : null;
  return new Response(body, { status: result.responseStatus ?? status, headers });
}

function outcome(
  execution: Execution,
  result: Result,
  headers: Headers,
): { status: number; hasBody: boolean } {
  const isRepresented = execution.preferences.return === "representation";
  const affectedTotal = execution.preferences.count === undefined ? undefined : result.count;
  const affectedRange = `*/${affectedTotal ?? "*"}`;
  switch (execution.kind) {
    case "read":
      return { status: pageStatus(execution.query.offset, result, headers), hasBody: true };
    case "insert":
      headers.set("Content-Range", affectedRange);
      if (result.location !== null) headers.set("Location", `${execution.path}?${result.location}`);
      return { status: 201, hasBody: isRepresented };
    case "update":
      headers.set("Content-Range", contentRange(0, { ...result, total: affectedTotal }));
      return { status: isRepresented ? 200 : 204, hasBody: isRepresented };
    case "delete":
      headers.set("Content-Range", affectedRange);
      return { status: isRepresented ? 200 : 204, hasBody: isRepresented };
    case "call":
      if (execution.fn.returns === "void") return { status: 204, hasBody: false };
      if (!execution.fn.isSet) return { status: 200, hasBody: true };
      return { status: pageStatus(execution.query.offset, result, headers), hasBody: true };
  }
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

const functionHeadersSchema = z.array(z.record(z.string(), z.string()));

/** What a function set in `response.headers`: a JSON array of objects. */
function addFunctionHeaders(headers: Headers, json: string | null): void {
  if (json === null) return;
  const parsed = functionHeadersSchema.safeParse(parseOrUndefined(json));
  if (!parsed.success) {
    throw new RestError(
      500,
      "PGRST111",
      "response.headers guc must be a JSON array composed of objects with a single key and a string value",
    );
  }
  for (const header of parsed.data)
    for (const [name, value] of Object.entries(header)) headers.append(name, value);
}

function parseOrUndefined(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
