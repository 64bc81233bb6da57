import type { RequestContext } from "../postgres/as-role.ts";
import type { RequestHeaders } from "./api-request.ts";
import type { Credentials } from "./credentials.ts";

/** What the database is told about a request. Keys are withheld, as hosted Supabase does with `Authorization`. */
export function requestContext(
  { role, claims }: Credentials,
  request: { method: string; url: string | URL; headers: RequestHeaders },
): RequestContext {
  const headers: Record<string, string> = {};
  for (const [name, value] of request.headers) if (name !== "authorization") headers[name] = value;
  const { pathname } = typeof request.url === "string" ? new URL(request.url) : request.url;
  const path = pathname.replace(/^\/(rest|auth|storage|realtime)\/v1/, "");
  return { role, claims, headers, method: request.method, path };
}
