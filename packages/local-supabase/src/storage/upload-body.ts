import { Readable } from "node:stream";
import { Busboy } from "@fastify/busboy";
import type { Context } from "hono";
import { requestBytes } from "./request-bytes.ts";
import { StorageError } from "./storage-error.ts";

/** One file on its way in, with what the client said of it. */
interface UploadBody {
  bytes: AsyncIterable<Uint8Array>;
  mimeType: string;
  /** A whole `Cache-Control` value. */
  cacheControl: string;
  userMetadata: Readonly<Record<string, unknown>> | null;
  /** Null when the client did not say. */
  sizeBytes: number | null;
}

const MAX_FIELD_BYTES = 64 * 1024;

/** Reads the upload's frame, and none of the file yet. Throws InvalidRequest for a body that carries no file. */
export async function openUpload(c: Context): Promise<UploadBody> {
  const contentType = c.req.header("content-type") ?? "application/octet-stream";
  if (!/^multipart\/form-data\b/i.test(contentType)) return openRaw(c, contentType);
  return openMultipart(c, contentType);
}

function openRaw(c: Context, mimeType: string): UploadBody {
  const encoded = c.req.header("x-metadata");
  const length = c.req.header("content-length");
  return {
    bytes: requestBytes(c),
    mimeType,
    cacheControl: c.req.header("cache-control") ?? "no-cache",
    userMetadata: encoded === undefined ? null : parseMetadata(Buffer.from(encoded, "base64").toString()),
    sizeBytes: length === undefined ? null : Number(length),
  };
}

async function openMultipart(c: Context, contentType: string): Promise<UploadBody> {
  const fields = new Map<string, string>();
  const { file, mimeType } = await firstFile(c, contentType, fields);
  const maxAge = fields.get("cacheControl");
  const metadata = fields.get("metadata");
  return {
    bytes: readFile(file),
    mimeType: fields.get("contentType") ?? mimeType,
    cacheControl: maxAge === undefined ? "no-cache" : /^\d+$/.test(maxAge) ? `max-age=${maxAge}` : maxAge,
    userMetadata: metadata === undefined ? null : parseMetadata(metadata),
    sizeBytes: null,
  };
}

async function* readFile(file: Readable): AsyncGenerator<Uint8Array> {
  try {
    yield* file;
  } catch (error) {
    // Whatever ends a part before its boundary is the sender's doing.
    throw new StorageError(
      "invalidRequest",
      error instanceof Error ? error.message : "The upload was cut off",
    );
  }
}

async function firstFile(
  c: Context,
  contentType: string,
  fields: Map<string, string>,
): Promise<{ file: Readable; mimeType: string }> {
  const parser = openParser(contentType);
  return new Promise((resolve, reject) => {
    let current: Readable | undefined;
    const fail = (error: unknown) => {
      const reason = error instanceof Error ? error : new Error("The upload was cut off", { cause: error });
      if (current) current.destroy(reason);
      else reject(new StorageError("invalidRequest", reason.message));
    };
    parser.on("field", (name, value) => fields.set(name, value));
    parser.on("file", (_name, file, _filename, _encoding, mimeType) => {
      current = file;
      resolve({ file, mimeType });
    });
    parser.on("error", fail);
    parser.on("finish", () => current ?? reject(new StorageError("invalidRequest", "No content provided")));
    // Not pipe(): that loses the source's errors, and an aborted upload must reach the file being written.
    Readable.from(requestBytes(c)).on("error", fail).pipe(parser);
  });
}

function openParser(contentType: string): Busboy {
  try {
    return new Busboy({
      headers: { "content-type": contentType },
      limits: { files: 1, fields: 20, fieldSize: MAX_FIELD_BYTES },
    });
  } catch (error) {
    throw new StorageError(
      "invalidRequest",
      error instanceof Error ? error.message : "The multipart body cannot be read",
    );
  }
}

function parseMetadata(text: string): Readonly<Record<string, unknown>> {
  try {
    const parsed: unknown = JSON.parse(text);
    if (isRecord(parsed)) return parsed;
  } catch {
    // Answered below, like JSON that is no object.
  }
  throw new StorageError("invalidRequest", "The object's metadata must be a JSON object");
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
