import type { RequestContext } from "../postgres/as-role.ts";
import type { Credentials } from "./credentials.ts";

/** What the database is told about a request. Keys are withheld, as hosted Supabase does with `Authorization`. */
export function requestContext({ role, claims }: Credentials, request: Request): RequestContext {
  const headers = Object.fromEntries([...request.headers].filter(([name]) => name !== "authorization"));
  const path = new URL(request.url).pathname.replace(/^\/(rest|auth|storage|realtime)\/v1/, "");
  return { role, claims, headers, method: request.method, path };
}
