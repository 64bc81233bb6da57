import type { ApiRequest } from "../gateway/api-request.ts";
import type { RestQuery } from "./parse-query.ts";
import { notSupported, RestError } from "./rest-error.ts";

const UNSUPPORTED_TYPES: Readonly<Record<string, string>> = {
  "text/csv": "An answer in CSV",
  "application/vnd.pgrst.plan": "An execution plan as the answer",
  "application/vnd.pgrst.plan+json": "An execution plan as the answer",
  "application/vnd.pgrst.plan+text": "An execution plan as the answer",
  "application/geo+json": "An answer in GeoJSON",
};

/** What `Accept` asks for. */
export interface Format {
  form: "array" | "object";
  stripNulls: boolean;
}

const ARRAY: Format = { form: "array", stripNulls: false };

/** The first of the types in `Accept`, by quality and then by order, that can be served. */
export function formatOf(accept: string | null): Format {
  if (accept === null || accept === "*/*" || accept === "application/json") return ARRAY;
  const types = acceptedTypes(accept);
  for (const { name, attributes } of types) {
    const stripNulls = attributes.includes("nulls=stripped");
    const unsupported = UNSUPPORTED_TYPES[name];
    if (unsupported !== undefined) throw notSupported(unsupported);
    if (/^application\/vnd\.pgrst\.object(\+json)?$/.test(name)) return { form: "object", stripNulls };
    if (/^application\/vnd\.pgrst\.array(\+json)?$/.test(name)) return { form: "array", stripNulls };
    if (name === "*/*" || name === "application/*" || name === "application/json") return ARRAY;
  }
  const named = types.map(({ name }) => name).join(", ");
  throw new RestError(406, "PGRST107", `None of these media types are available: ${named}`);
}

export function acceptedTypes(accept: string): { name: string; attributes: string[] }[] {
  return accept
    .split(",")
    .map((type) => {
      const [name = "", ...attributes] = type
        .toLowerCase()
        .split(";")
        .map((part) => part.trim());
      const quality = attributes.find((attribute) => attribute.startsWith("q="));
      return { name, attributes, quality: quality === undefined ? 1 : Number(quality.slice(2)) };
    })
    .sort((a, b) => b.quality - a.quality);
}

/** The `Content-Type` of such an answer. */
export function contentTypeOf({ form, stripNulls }: Format): string {
  if (form === "array" && !stripNulls) return "application/json; charset=utf-8";
  return `application/vnd.pgrst.${form}+json${stripNulls ? ";nulls=stripped" : ""}; charset=utf-8`;
}

/**
 * Narrows `limit` and `offset` by a `Range` header of rows, such as `0-24`: both count. What is no such range is passed
 * over, as PostgREST does.
 */
export function applyRange(query: RestQuery, header: string | null): void {
  const [, first, last] = /^(\d{1,15})-(\d{1,15})?$/.exec(header ?? "") ?? [];
  if (first === undefined) return;
  const end = Math.min(
    last === undefined ? Number.POSITIVE_INFINITY : Number(last) + 1,
    query.limit === undefined ? Number.POSITIVE_INFINITY : query.offset + query.limit,
  );
  const offset = Math.max(Number(first), query.offset);
  if (query.limit !== 0 && offset >= end) {
    throw new RestError(416, "PGRST103", "Requested range not satisfiable", {
      details:
        Number(last) < Number(first)
          ? "The lower boundary must be lower than or equal to the upper boundary in the Range header."
          : "Limit should be greater than or equal to zero.",
    });
  }
  query.offset = offset;
  if (query.limit !== 0 && Number.isFinite(end)) query.limit = end - offset;
}

/** Only one schema is exposed; naming another is refused. */
export function checkProfile(request: ApiRequest, schema: string): void {
  const isRead = request.method === "GET" || request.method === "HEAD";
  const profile = request.headers.get(isRead ? "accept-profile" : "content-profile");
  if (profile === null || profile === schema) return;
  throw new RestError(406, "PGRST106", `Invalid schema: ${profile}`, {
    hint: `Only the following schemas are exposed: ${schema}`,
  });
}
