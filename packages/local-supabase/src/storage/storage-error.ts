import { DatabaseError } from "pg";
import { CredentialsError } from "../gateway/credentials.ts";

/** The refusals of the Storage API: status in the body, code, the older name that clients compare with, message. */
const REFUSALS = {
  noSuchBucket: [404, "NoSuchBucket", "Bucket not found", "Bucket not found"],
  noSuchObject: [404, "NoSuchKey", "not_found", "Object not found"],
  nothingRelated: [404, "InvalidRequest", "InvalidRequest", "The related resource does not exist"],
  exists: [409, "ResourceAlreadyExists", "Duplicate", "The resource already exists"],
  bucketNotEmpty: [
    409,
    "ResourceNotEmpty",
    "ResourceNotEmpty",
    "The bucket you tried to delete is not empty",
  ],
  invalidKey: [400, "InvalidKey", "InvalidKey", "Invalid key"],
  invalidBucketName: [400, "InvalidBucketName", "Invalid Input", "Bucket name invalid"],
  invalidRequest: [400, "InvalidRequest", "InvalidRequest", "The request is not valid"],
  invalidParameter: [400, "InvalidParameter", "InvalidParameter", "Invalid Parameter"],
  invalidToken: [400, "InvalidJWT", "InvalidJWT", "Invalid JWT"],
  wrongSignature: [400, "InvalidSignature", "InvalidSignature", "Invalid signature"],
  refusedInDatabase: [400, "DatabaseError", "DatabaseError", "The database refuses"],
  noKey: [401, "AccessDenied", "Unauthorized", "No API key found in request"],
  badAccessToken: [403, "AccessDenied", "Unauthorized", "Invalid JWT"],
  notAllowed: [403, "AccessDenied", "Unauthorized", "new row violates row-level security policy"],
  changedMeanwhile: [412, "PreconditionFailed", "PreconditionFailed", "A precondition of the request failed"],
  tooLarge: [413, "EntityTooLarge", "Payload too large", "The object exceeded the maximum allowed size"],
  wrongMimeType: [415, "InvalidMimeType", "invalid_mime_type", "The mime type is not supported"],
  outsideRange: [416, "InvalidRange", "invalid_range", "invalid range provided"],
  locked: [423, "ResourceLocked", "ResourceLocked", "The resource is locked"],
  internal: [500, "InternalError", "Internal", "Internal Server Error"],
  notImplemented: [501, "NotImplemented", "NotImplemented", "Not part of the local stack"],
  databaseDown: [503, "DatabaseError", "DatabaseUnavailable", "The database cannot be reached"],
  diskFull: [507, "InternalError", "InsufficientStorage", "The disk that holds the objects is full"],
  databaseTimeout: [544, "DatabaseTimeout", "DatabaseTimeout", "The connection to the database timed out"],
} as const satisfies Record<string, readonly [number, string, string, string]>;

/** Hosted puts 400 on the status line of nearly every refusal and the real status in the body alone. */
const SPOKEN_STATUSES: ReadonlySet<number> = new Set([401, 412, 416]);

/** What Postgres' codes mean here. */
const BY_SQLSTATE: Readonly<Record<string, keyof typeof REFUSALS>> = {
  "23505": "exists",
  "23503": "nothingRelated",
  "53100": "diskFull",
  "55P03": "locked",
  "57014": "databaseTimeout",
};

export class StorageError extends Error {
  override readonly name = "StorageError";
  readonly httpStatus: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<"statusCode" | "code" | "error" | "message", string>>;

  constructor(
    kind: keyof typeof REFUSALS,
    message: string = REFUSALS[kind][3],
    options: {
      cause?: unknown;
      headers?: Record<string, string>;
      httpStatus?: number;
      statusCode?: string;
    } = {},
  ) {
    super(message, { cause: options.cause });
    const [statusCode, code, error] = REFUSALS[kind];
    const isSpoken = statusCode >= 500 || SPOKEN_STATUSES.has(statusCode);
    this.httpStatus = options.httpStatus ?? (isSpoken ? statusCode : 400);
    this.headers = options.headers ?? {};
    this.body = { statusCode: options.statusCode ?? String(statusCode), code, error, message };
  }
}

/** For what hosted Supabase offers and this server does not: refused by name, never answered half right. */
export const notImplemented = (feature: string) =>
  new StorageError("notImplemented", `${feature} is not part of the local stack`);

/** Whatever a request threw, in the API's words. Null for what nobody foresaw: that is a bug and goes to the log. */
export function toStorageError(cause: unknown): StorageError | null {
  if (cause instanceof StorageError) return cause;
  const code = codeOf(cause);
  if (cause instanceof CredentialsError) {
    const kind = cause.reason.endsWith("_token") ? "badAccessToken" : "noKey";
    return new StorageError(kind, cause.message, { cause, httpStatus: 401 });
  }
  if (cause instanceof DatabaseError) {
    if (code === "42501") {
      // Hosted leaves the table's name out.
      const message = cause.message.includes("row-level security") ? undefined : cause.message;
      return new StorageError("notAllowed", message, { cause });
    }
    if (/^PT4\d\d$/.test(code))
      return new StorageError("refusedInDatabase", cause.message, { cause, statusCode: code.slice(2) });
    const kind = BY_SQLSTATE[code] ?? (/^(08|57P|53)/.test(code) ? "databaseDown" : null);
    return kind && new StorageError(kind, undefined, { cause });
  }
  if (["ENOSPC", "EDQUOT", "EFBIG"].includes(code)) return new StorageError("diskFull", undefined, { cause });
  if (["ECONNREFUSED", "ECONNRESET", "EPIPE"].includes(code))
    return new StorageError("databaseDown", undefined, { cause });
  return null;
}

/** The code of an error of Node or Postgres; empty when it has none. */
export function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
}
