import type { ApiRequest } from "../gateway/api-request.ts";
import { notSupported, RestError } from "./rest-error.ts";
import type { Column, Relation } from "./schema-cache.ts";

/** A JSON body that is passed on to Postgres as it came, and the keys of its objects. */
export interface Payload {
  json: string;
  isArray: boolean;
  keys: readonly string[];
  isEmpty: boolean;
}

/**
 * Reads a body of one object or an array of objects. Their keys must be the same, unless the request names the columns;
 * a bare value counts as no rows.
 */
export async function readPayload(
  request: ApiRequest,
  columns: readonly string[] | undefined,
): Promise<Payload> {
  const { text, mediaType } = await readBody(request);
  if (mediaType === "text/csv") throw notSupported("A CSV body");
  const json = mediaType === FORM ? JSON.stringify(Object.fromEntries(new URLSearchParams(text))) : text;
  if (mediaType !== FORM && mediaType !== JSON_TYPE) throw unacceptable(mediaType);
  const parsed = parseJson(json);
  if (isObject(parsed)) {
    return { json, isArray: false, keys: columns ?? Object.keys(parsed), isEmpty: false };
  }
  const items: unknown[] = Array.isArray(parsed) ? parsed : [];
  const keys = isObject(items[0]) ? Object.keys(items[0]) : [];
  const isUniform = (item: unknown) =>
    isObject(item) &&
    (columns !== undefined ||
      (Object.keys(item).length === keys.length && keys.every((key) => Object.hasOwn(item, key))));
  if (!items.every(isUniform)) throw new RestError(400, "PGRST102", "All object keys must match");
  return { json, isArray: true, keys: columns ?? keys, isEmpty: items.length === 0 };
}

export const JSON_TYPE = "application/json";
export const FORM = "application/x-www-form-urlencoded";

/** The body as it came, with its media type. PostgREST's own types for JSON are JSON. */
export async function readBody(request: ApiRequest): Promise<{ text: string; mediaType: string }> {
  const [type = ""] = (request.headers.get("content-type") ?? JSON_TYPE).split(";");
  const mediaType = type.trim().toLowerCase();
  const isJson = /^application\/vnd\.pgrst\.(object|array)(\+json)?$/.test(mediaType);
  return { text: (await request.bytes()).toString(), mediaType: isJson ? JSON_TYPE : mediaType };
}

export const unacceptable = (mediaType: string): RestError =>
  new RestError(400, "PGRST102", `Content-Type not acceptable: ${mediaType}`);

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

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
