import { DatabaseError } from "pg";
import { CredentialsError } from "../gateway/credentials.ts";
import { diskFull, duplicate, noSuchBucket, StorageError } from "./storage-error.ts";

/** Whatever a request threw, in the API's words. Null for what nobody foresaw: that is a bug and goes to the log. */
export function toStorageError(error: unknown): StorageError | null {
  if (error instanceof StorageError) return error;
  if (error instanceof CredentialsError) return unauthorized(error);
  if (error instanceof DatabaseError) return fromDatabase(error);
  if (isConnectionError(error)) return databaseUnavailable(error);
  return null;
}

function unauthorized(cause: CredentialsError): StorageError {
  const code = cause.reason === "missing" || cause.reason === "unknown_key" ? "AccessDenied" : "InvalidJWT";
  return new StorageError(
    { statusCode: 401, error: "Unauthorized", code, message: cause.message },
    { httpStatus: 401, cause },
  );
}

function fromDatabase(cause: DatabaseError): StorageError | null {
  switch (cause.code) {
    case "42501":
      return new StorageError(
        { statusCode: 403, error: "Unauthorized", code: "AccessDenied", message: cause.message },
        { cause },
      );
    case "23505":
      return duplicate(cause.table === "buckets" ? "BucketAlreadyExists" : "KeyAlreadyExists");
    case "23503":
      return noSuchBucket();
    case "53100":
      return diskFull(cause);
    case "55P03":
    case "57014":
      return new StorageError(
        {
          statusCode: 544,
          error: "DatabaseTimeout",
          code: "DatabaseTimeout",
          message: "The database took too long",
        },
        { httpStatus: 544, cause },
      );
    case "53300":
    case "57P01":
    case "57P02":
    case "57P03":
      return databaseUnavailable(cause);
    default:
      return null;
  }
}

function databaseUnavailable(cause: unknown): StorageError {
  return new StorageError(
    {
      statusCode: 503,
      error: "DatabaseUnavailable",
      code: "DatabaseError",
      message: "The database cannot be reached",
    },
    { httpStatus: 503, cause },
  );
}

function isConnectionError(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return code === "ECONNREFUSED" || code === "ECONNRESET" || code === "EPIPE";
}
