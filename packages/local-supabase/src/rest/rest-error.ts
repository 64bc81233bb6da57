import pg from "pg";
import { CredentialsError, type ApiRole } from "../gateway/credentials.ts";

interface ErrorBody {
  code: string | null;
  details: string | null;
  hint: string | null;
  message: string;
}

/** A refusal in the words and with the status of PostgREST. */
export class RestError extends Error {
  override readonly name = "RestError";
  readonly status: number;
  readonly code: string;
  readonly details: string | null;
  readonly hint: string | null;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    code: string,
    message: string,
    more: { details?: string; hint?: string; headers?: Record<string, string> } = {},
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.details = more.details ?? null;
    this.hint = more.hint ?? null;
    this.headers = more.headers ?? {};
  }
}

/** Something that hosted Supabase does and this stack does not: never answered half right. */
export function notSupported(what: string): RestError {
  return new RestError(501, "SPOOL501", `${what} is not supported by the local stack`);
}

export function parseError(kind: string, text: string, details: string): RestError {
  const shown = text.length > 200 ? `${text.slice(0, 200)}…` : text;
  return new RestError(400, "PGRST100", `"failed to parse ${kind} (${shown})" (line 1, column 1)`, {
    details,
  });
}

/** Status, headers and body for anything thrown while answering; undefined when it is a fault of ours. */
export function describeError(
  error: unknown,
  role: ApiRole | undefined,
): { status: number; headers: Readonly<Record<string, string>>; body: object } | undefined {
  if (error instanceof CredentialsError) return describeCredentials(error);
  if (error instanceof RestError) {
    const { status, headers, code, details, hint, message } = error;
    return { status, headers, body: { code, details, hint, message } satisfies ErrorBody };
  }
  if (error instanceof pg.DatabaseError && error.code !== undefined) {
    const { code, detail, hint, message } = error;
    const body: ErrorBody = { code, details: detail ?? null, hint: hint ?? null, message };
    return { status: statusOfSqlState(code, message, role), headers: {}, body };
  }
  if (isConnectionFailure(error)) {
    const message = "Could not connect with the database. Retrying the connection.";
    return { status: 503, headers: {}, body: { code: "PGRST000", details: null, hint: null, message } };
  }
  return undefined;
}

function describeCredentials(error: CredentialsError): {
  status: number;
  headers: Record<string, string>;
  body: object;
} {
  switch (error.reason) {
    case "missing": {
      const hint = "No `apikey` request header or url param was found.";
      return { status: 401, headers: {}, body: { message: error.message, hint } };
    }
    case "unknown_key": {
      const hint = "Double check your Supabase `anon` or `service_role` API key.";
      return { status: 401, headers: {}, body: { message: error.message, hint } };
    }
    case "bad_token":
    case "expired_token": {
      const code = error.reason === "expired_token" ? "PGRST303" : "PGRST301";
      const challenge = `Bearer error="invalid_token", error_description="${error.message}"`;
      return {
        status: 401,
        headers: { "WWW-Authenticate": challenge },
        body: { code, details: null, hint: null, message: error.message },
      };
    }
  }
}

/** By exact code first, then by class, as PostgREST documents it. What is in neither is 400. */
const STATUS_OF_CODE: Readonly<Record<string, number>> = {
  "23503": 409, "23505": 409, "25006": 405, "42883": 404, "42P01": 404, "42P17": 500, "53400": 500, "57P01": 503,
  P0001: 400,
}; // prettier-ignore
const STATUS_OF_CLASS: Readonly<Record<string, number>> = {
  "08": 503, "09": 500, "0L": 403, "0P": 403, "21": 500, "25": 500, "28": 403, "2D": 500, "38": 500, "39": 500,
  "3B": 500, "40": 500, "53": 503, "54": 413, "55": 500, "57": 500, "58": 500, F0: 500, HV: 500, P0: 500, XX: 500,
}; // prettier-ignore

function statusOfSqlState(code: string, message: string, role: ApiRole | undefined): number {
  if (code === "42501") return role === "anon" || role === undefined ? 401 : 403;
  if (code === "21000" && message.endsWith("requires a WHERE clause")) return 400;
  const raised = /^PT([1-5]\d\d)$/.exec(code)?.[1];
  if (raised !== undefined) return Number(raised);
  return STATUS_OF_CODE[code] ?? STATUS_OF_CLASS[code.slice(0, 2)] ?? 400;
}

/** Postgres is away, or every connection stayed busy: node-pg gives no code for the latter. */
function isConnectionFailure(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as NodeJS.ErrnoException;
  if (code === "ECONNREFUSED" || code === "ECONNRESET" || code === "EPIPE") return true;
  return /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered)/.test(
    error.message,
  );
}
