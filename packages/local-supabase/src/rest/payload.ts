import { notSupported, RestError } from "./rest-error.ts";
import type { Column, Relation } from "./schema-cache.ts";

/** A JSON body that is passed on to Postgres as it came, and the keys of its objects. */
export interface Payload {
  json: string;
  isArray: boolean;
  keys: string[];
  isEmpty: boolean;
}

/** Reads a body of one object or an array of objects with the same keys. */
export async function readPayload(request: Request): Promise<Payload> {
  const json = await readJsonText(request);
  const parsed = parseJson(json);
  const items: unknown[] = Array.isArray(parsed) ? parsed : [parsed];
  const first: unknown = items[0];
  const keys = isObject(first) ? Object.keys(first) : [];
  for (const item of items) {
    if (!isObject(item)) throw new RestError(400, "PGRST102", "Empty or invalid json");
    const own = Object.keys(item);
    if (own.length !== keys.length || !own.every((key) => Object.hasOwn(first as object, key))) {
      throw new RestError(400, "PGRST102", "All object keys must match");
    }
  }
  return { json, isArray: Array.isArray(parsed), keys, isEmpty: items.length === 0 };
}

/** As `readPayload`, for requests that name their columns: objects may differ and lack some. */
export async function readLoosePayload(request: Request, columns: string[]): Promise<Payload> {
  const json = await readJsonText(request);
  const parsed = parseJson(json);
  const items: unknown[] = Array.isArray(parsed) ? parsed : [parsed];
  if (!items.every(isObject)) throw new RestError(400, "PGRST102", "Empty or invalid json");
  return { json, isArray: Array.isArray(parsed), keys: columns, isEmpty: items.length === 0 };
}

/** The body as JSON text: JSON as it is, a form as an object of strings. */
export async function readJsonText(request: Request): Promise<string> {
  const contentType = (request.headers.get("content-type") ?? "application/json")
    .split(";")[0]
    ?.trim()
    .toLowerCase();
  const text = await request.text();
  switch (contentType) {
    case "application/json":
    case "application/vnd.pgrst.object+json":
    case "application/vnd.pgrst.array+json":
      return text;
    case "application/x-www-form-urlencoded":
      return JSON.stringify(Object.fromEntries(new URLSearchParams(text)));
    case "text/csv":
      throw notSupported("A CSV body");
    case undefined:
    default:
      throw new RestError(415, "PGRST102", `Content-Type not acceptable: ${contentType ?? ""}`);
  }
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new RestError(400, "PGRST102", "Empty or invalid json");
  }
}

/** The columns that a body's keys name. */
export function columnsOf(relation: Relation, names: readonly string[]): Column[] {
  return names.map((name) => {
    const column = relation.columns.get(name);
    if (column) return column;
    const message = `Could not find the '${name}' column of '${relation.name}' in the schema cache`;
    throw new RestError(400, "PGRST204", message);
  });
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
