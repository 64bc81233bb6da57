import type { Context } from "hono";
import pg from "pg";
import { CredentialsError } from "../gateway/credentials.ts";
import { reportFault } from "../gateway/report-fault.ts";

/** From this version on, clients expect the code in `code` and the text in `message`. */
const API_VERSION = "2024-01-01";

/** A refusal with the status and code that the Auth server documents. */
export class AuthError extends Error {
  override readonly name = "AuthError";
  readonly status: number;
  readonly code: string;
  readonly more: Readonly<Record<string, unknown>>;

  constructor(status: number, code: string, message: string, more: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.more = more;
  }
}

/** For requests of the wrong form. */
export const invalid = (message: string): AuthError => new AuthError(400, "validation_failed", message);

/** For what hosted Auth does and this stack does not. */
export const unsupported = (what: string): AuthError =>
  new AuthError(501, "not_implemented", `${what} is not supported by the local stack`);

/** Answers any error in the form that the client's API version expects. */
export function respondToError(error: unknown, context: Context): Response {
  if (error instanceof CredentialsError && (error.reason === "missing" || error.reason === "unknown_key")) {
    const hint =
      error.reason === "missing"
        ? "No `apikey` request header or url param was found."
        : "Double check your Supabase `anon` or `service_role` API key.";
    return Response.json({ message: error.message, hint }, { status: 401 });
  }
  const { status, code, message, more } = toAuthError(error);
  if (status >= 500 && status !== 501) reportFault(error, context.req.raw);

  const version = context.req.header("x-supabase-api-version");
  if (version === undefined || version < API_VERSION) {
    return Response.json({ code: status, error_code: code, msg: message, ...more }, { status });
  }
  return Response.json(
    { code, message, ...more },
    { status, headers: { "X-Supabase-Api-Version": API_VERSION } },
  );
}

function toAuthError(error: unknown): AuthError {
  if (error instanceof AuthError) return error;
  if (error instanceof CredentialsError) {
    const reason =
      error.reason === "expired_token" ? "token has invalid claims: token is expired" : error.message;
    return new AuthError(403, "bad_jwt", `invalid JWT: unable to parse or verify signature, ${reason}`);
  }
  // Text that Postgres cannot hold (NUL, half a character), or nested too deeply for it or for us.
  const code = error instanceof pg.DatabaseError ? error.code : undefined;
  if (code?.startsWith("22") || code === "54001" || error instanceof RangeError)
    return invalid("The request holds a value that cannot be stored");
  return new AuthError(
    500,
    "unexpected_failure",
    "Unexpected failure, please check server logs for more information",
  );
}
