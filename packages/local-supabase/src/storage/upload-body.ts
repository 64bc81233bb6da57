import { Readable } from "node:stream";
import { Busboy } from "@fastify/busboy";
import type { Context } from "hono";
import { requestBytes } from "./storage-context.ts";
import { StorageError } from "./storage-error.ts";

/** One file on its way in, with what the client said of it. */
interface UploadBody {
  bytes: AsyncIterable<Uint8Array>;
  mimeType: string;
  /** A whole `Cache-Control` value. */
  cacheControl: string;
  userMetadata: Readonly<Record<string, unknown>>;
  /** Null when the client did not say. */
  sizeBytes: number | null;
}

const MAX_FIELD_BYTES = 1024 * 1024;

/** Reads the upload's frame, and none of the file yet. Throws InvalidRequest for a body that carries no file. */
export async function openUpload(c: Context): Promise<UploadBody> {
  const contentType = c.req.header("content-type") ?? "application/octet-stream";
  if (/^multipart\/form-data\b/i.test(contentType)) return openMultipart(c, contentType);
  const length = c.req.header("content-length");
  return {
    bytes: requestBytes(c),
    mimeType: contentType,
    cacheControl: c.req.header("cache-control") ?? "no-cache",
    userMetadata: metadataHeader(c),
    sizeBytes: length === undefined ? null : Number(length),
  };
}

/** `x-metadata`: JSON in base64. */
export function metadataHeader(c: Context): Readonly<Record<string, unknown>> {
  return parseUserMetadata(Buffer.from(c.req.header("x-metadata") ?? "", "base64").toString()) ?? {};
}

/** Null for what is no JSON object: hosted takes the upload and leaves the metadata out. */
export function parseUserMetadata(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const parsed: unknown = JSON.parse(text);
    return isRecord(parsed) ? parsed : null;
  } catch {
    return null;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

async function openMultipart(c: Context, contentType: string): Promise<UploadBody> {
  const fields = new Map<string, string>();
  const { file, mimeType } = await firstFile(c, contentType, fields);
  const maxAge = fields.get("cacheControl");
  return {
    bytes: readFile(file),
    mimeType: fields.get("contentType") ?? mimeType,
    cacheControl: maxAge === undefined ? "no-cache" : /^\d+$/.test(maxAge) ? `max-age=${maxAge}` : maxAge,
    userMetadata: parseUserMetadata(fields.get("metadata") ?? fields.get("userMetadata") ?? "") ?? {},
    sizeBytes: null,
  };
}

async function* readFile(file: Readable): AsyncGenerator<Uint8Array> {
  try {
    yield* file;
  } catch (error) {
    throw cutOff(error); // whatever ends a part before its boundary is the sender's doing
  }
}

async function firstFile(
  c: Context,
  contentType: string,
  fields: Map<string, string>,
): Promise<{ file: Readable; mimeType: string }> {
  return new Promise((resolve, reject) => {
    const parser = openParser(contentType);
    let current: Readable | undefined;
    const fail = (error: unknown) => {
      if (current) current.destroy(cutOff(error));
      else reject(cutOff(error));
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
    throw cutOff(error);
  }
}

const cutOff = (cause: unknown) =>
  new StorageError("invalidRequest", cause instanceof Error ? cause.message : "The upload was cut off", {
    cause,
  });
