import { DatabaseError } from "pg";
import { CredentialsError } from "../gateway/credentials.ts";
import { StorageError } from "./storage-error.ts";

/** Whatever a request threw, in the API's words. Null for what nobody foresaw: that is a bug and goes to the log. */
export function toStorageError(cause: unknown): StorageError | null {
  if (cause instanceof StorageError) return cause;
  if (cause instanceof CredentialsError) return new StorageError("unauthorized", cause.message, { cause });
  if (cause instanceof DatabaseError) return fromDatabase(cause);
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  const isUnreachable = code === "ECONNREFUSED" || code === "ECONNRESET" || code === "EPIPE";
  return isUnreachable ? new StorageError("databaseDown", undefined, { cause }) : null;
}

function fromDatabase(cause: DatabaseError): StorageError | null {
  const code = cause.code ?? "";
  if (code === "42501") return new StorageError("notAllowed", cause.message, { cause });
  if (code === "23505")
    return new StorageError(cause.table === "buckets" ? "bucketExists" : "objectExists", undefined, {
      cause,
    });
  if (code === "23503") return new StorageError("noSuchBucket", undefined, { cause });
  if (code === "53100") return new StorageError("diskFull", undefined, { cause });
  if (code === "55P03" || code === "57014") return new StorageError("databaseTimeout", undefined, { cause });
  if (code === "53300" || code.startsWith("57P"))
    return new StorageError("databaseDown", undefined, { cause });
  return null;
}
