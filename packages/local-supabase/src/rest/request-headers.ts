import type { RestQuery } from "./parse-query.ts";
import { notSupported, RestError } from "./rest-error.ts";
import type { BodyForm } from "./statement.ts";

const UNSUPPORTED_TYPES: Readonly<Record<string, string>> = {
  "text/csv": "An answer in CSV",
  "application/vnd.pgrst.plan": "An execution plan as the answer",
  "application/vnd.pgrst.plan+json": "An execution plan as the answer",
  "application/vnd.pgrst.plan+text": "An execution plan as the answer",
  "application/geo+json": "An answer in GeoJSON",
  "application/openapi+json": "The OpenAPI document",
};

/** The form of the answer that `Accept` asks for: the first of its types that we know. */
export function bodyFormOf(accept: string | null): { form: Exclude<BodyForm, "none">; stripNulls: boolean } {
  const types = (accept ?? "*/*").split(",").map((type) => type.trim().toLowerCase());
  for (const type of types) {
    const [name = "", ...attributes] = type.split(";").map((part) => part.trim());
    const stripNulls = attributes.includes("nulls=stripped");
    const unsupported = UNSUPPORTED_TYPES[name];
    if (unsupported !== undefined) throw notSupported(unsupported);
    if (name === "application/vnd.pgrst.object+json" || name === "application/vnd.pgrst.object") {
      return { form: "object", stripNulls };
    }
    if (["*/*", "application/*", "application/json", "application/vnd.pgrst.array+json"].includes(name)) {
      return { form: "array", stripNulls };
    }
  }
  throw new RestError(406, "PGRST107", `None of these media types are available: ${types.join(", ")}`);
}

/** Narrows paging by a `Range` header of rows, such as `0-24`. Anything else in it is passed over, as PostgREST does. */
export function applyRange(query: RestQuery, header: string | null): void {
  const [, first, last] = /^(?:items=)?(\d{1,15})-(\d{1,15})?$/.exec(header?.trim() ?? "") ?? [];
  if (first === undefined) return;
  const offset = Number(first);
  const limit = last === undefined ? undefined : Number(last) - offset + 1;
  if (limit !== undefined && limit < 0) {
    throw new RestError(416, "PGRST103", "Requested range not satisfiable", {
      details: "The lower boundary must be lower than or equal to the upper boundary in the Range header.",
    });
  }
  if (query.limit === undefined && query.offset === 0) {
    query.offset = offset;
    query.limit = limit;
  }
}

/** Only one schema is exposed; naming another is refused. */
export function checkProfile(request: Request, schema: string): void {
  const isRead = request.method === "GET" || request.method === "HEAD";
  const profile = request.headers.get(isRead ? "accept-profile" : "content-profile");
  if (profile === null || profile === schema) return;
  throw new RestError(406, "PGRST106", `Invalid schema: ${profile}`, {
    hint: `Only the following schemas are exposed: ${schema}`,
  });
}
