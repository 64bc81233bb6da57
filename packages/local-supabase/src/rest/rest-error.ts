import pg from "pg";
import { z } from "zod";
import { CredentialsError, type ApiRole } from "../gateway/credentials.ts";

/** A refusal in the words and with the status of PostgREST. */
export class RestError extends Error {
  override readonly name = "RestError";
  readonly status: number;
  readonly code: string;
  /** Text, but for the choices of an ambiguous embed. */
  readonly details: unknown;
  readonly hint: string | null;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    code: string,
    message: string,
    more: { details?: unknown; hint?: string; headers?: Record<string, string> } = {},
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

/** A syntax error at a place of one query parameter, counted from 1. */
export function parseError(kind: string, text: string, column: number, details: string): RestError {
  const shown = text.length > 200 ? `${text.slice(0, 200)}…` : text;
  const message = `"failed to parse ${kind} (${shown})" (line 1, column ${column})`;
  return new RestError(400, "PGRST100", message, { details });
}

interface Described {
  status: number;
  headers: Readonly<Record<string, string>>;
  body: object;
}

/** Status, headers and body for anything thrown while answering; undefined when it is a fault of ours. */
export function describeError(error: unknown, role: ApiRole | undefined): Described | undefined {
  if (error instanceof CredentialsError) return describeCredentials(error);
  if (error instanceof RestError) {
    const { status, headers, code, details, hint, message } = error;
    return { status, headers, body: { code, details, hint, message } };
  }
  if (error instanceof pg.DatabaseError && error.code !== undefined) {
    const { code, detail, hint, message } = error;
    if (code === "PGRST") return describeRaised(message, detail);
    const status = statusOfSqlState(code, message, role);
    const headers: Record<string, string> = status === 401 ? { "WWW-Authenticate": "Bearer" } : {};
    return { status, headers, body: { code, details: detail ?? null, hint: hint ?? null, message } };
  }
  if (isConnectionFailure(error)) {
    const message = "Database connection error. Retrying the connection.";
    return { status: 503, headers: {}, body: { code: "PGRST000", details: null, hint: null, message } };
  }
  return undefined;
}

/** Whether Node will send such headers, and what goes by them still ends where it should. */
export const isSendable = (headers: Record<string, string>): boolean =>
  Object.entries(headers).every(
    ([name, value]) =>
      /^(?!(?:content-length|transfer-encoding|connection)$)[\w!#$%&'*+.^`|~-]+$/i.test(name) &&
      /^[\t\x20-\x7e\x80-\xff]*$/.test(value),
  );

const raisedBody = z.object({
  code: z.string(),
  message: z.string(),
  details: z.string().nullish(),
  hint: z.string().nullish(),
});
const raisedAnswer = z.object({
  status: z.int().min(200).max(599),
  headers: z.record(z.string(), z.string()).refine(isSendable),
  status_text: z.string().optional(),
});

/** `raise sqlstate 'PGRST'` decides the whole answer: the body is its message, status and headers are its detail. */
function describeRaised(message: string, detail: string | undefined): Described {
  const body = raisedBody.safeParse(jsonOrUndefined(message));
  const answer = raisedAnswer.safeParse(jsonOrUndefined(detail ?? ""));
  if (body.success && answer.success) {
    const { code, details = null, hint = null } = body.data;
    return { ...answer.data, body: { code, details, hint, message: body.data.message } };
  }
  const [details, hint] = body.success
    ? [
        detail === undefined
          ? "DETAIL is missing in the RAISE statement"
          : `Invalid JSON value for DETAIL: '${detail}'`,
        "DETAIL must be a JSON object with obligatory keys: 'status', 'headers' and optional key: 'status_text'.",
      ]
    : [
        `Invalid JSON value for MESSAGE: '${message}'`,
        "MESSAGE must be a JSON object with obligatory keys: 'code', 'message' and optional keys: 'details', 'hint'.",
      ];
  const sentence = `Could not parse JSON in the "RAISE SQLSTATE 'PGRST'" error`;
  return { status: 500, headers: {}, body: { code: "PGRST121", details, hint, message: sentence } };
}

export function jsonOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function describeCredentials({ reason, message }: CredentialsError): Described {
  switch (reason) {
    case "missing":
      return refusal({ message, hint: "No `apikey` request header or url param was found." });
    case "unknown_key":
      return refusal({ message, hint: "Double check your Supabase `anon` or `service_role` API key." });
    case "bad_token":
    case "expired_token": {
      const code = reason === "expired_token" ? "PGRST303" : "PGRST301";
      const challenge = `Bearer error="invalid_token", error_description="${message}"`;
      return refusal({ code, details: null, hint: null, message }, { "WWW-Authenticate": challenge });
    }
  }
}

const refusal = (body: object, headers: Record<string, string> = {}): Described => ({
  status: 401,
  headers,
  body,
});

/** By exact code first, then by class, as PostgREST documents it. What is in neither is 400. */
const STATUS_OF_CODE: Readonly<Record<string, number>> = {
  "23503": 409, "23505": 409, "25006": 405, "42883": 404, "42P01": 404, "42P17": 500, "53400": 500, "57P01": 503,
  P0001: 400,
}; // prettier-ignore
const STATUS_OF_CLASS: Readonly<Record<string, number>> = {
  "08": 503, "09": 500, "0L": 403, "0P": 403, "21": 500, "25": 500, "28": 403, "2D": 500, "38": 500, "39": 500,
  "3B": 500, "40": 500, "53": 503, "54": 500, "55": 500, "57": 500, "58": 500, F0: 500, HV: 500, P0: 500, XX: 500,
}; // prettier-ignore

function statusOfSqlState(code: string, message: string, role: ApiRole | undefined): number {
  if (code === "42501") return role === "anon" || role === undefined ? 401 : 403;
  if (code === "21000" && message.endsWith("requires a WHERE clause")) return 400;
  // A status that no answer can have, 1xx among them, is the function's fault.
  if (code.startsWith("PT")) return /^PT[2-5]\d\d$/.test(code) ? Number(code.slice(2)) : 500;
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

/** The candidate most like `name`, for a hint; undefined when none is alike enough (1: the same, 0: nothing in common). */
export function closest(name: string, candidates: Iterable<string>, least = 0.33): string | undefined {
  let best: string | undefined;
  let bestScore = least;
  // Longer names are no typing errors, and comparing them costs the product of the lengths.
  if (name.length > 100) return undefined;
  for (const candidate of candidates) {
    const score = 1 - editDistance(name, candidate) / Math.max(name.length, candidate.length);
    if (score > bestScore) [best, bestScore] = [candidate, score];
  }
  return best;
}

function editDistance(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let i = 0; i < left.length; i += 1) {
    const next = [i + 1];
    for (let j = 0; j < right.length; j += 1) {
      const [above = 0, diagonal = 0, before = 0] = [row[j + 1], row[j], next[j]];
      next.push(Math.min(above + 1, before + 1, diagonal + (right[j] === left[i] ? 0 : 1)));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
