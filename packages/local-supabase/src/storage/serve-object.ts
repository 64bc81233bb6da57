import { Readable } from "node:stream";
import type { Context } from "hono";
import { parseRange, type ByteRange } from "./byte-range.ts";
import type { FileStore } from "./file-store.ts";
import type { ObjectRow } from "./objects.ts";
import { StorageError } from "./storage-error.ts";

/** Answers a GET or HEAD for an object that the asker may have: whole, in part, or "you have it already". */
export async function serveObject(
  c: Context,
  files: FileStore,
  row: ObjectRow,
  expiresAt?: Date,
): Promise<Response> {
  const { file, sizeBytes } = await files.openFile(row.version);
  let isHandedOver = false;
  try {
    const headers = describe(c, row, expiresAt);
    assertPreconditions(c, headers);
    if (isUnchanged(c, headers)) return new Response(null, { status: 304, headers });

    const range = mayUseRange(c, headers) ? parseRange(c.req.header("range"), sizeBytes) : "whole";
    if (range === "unsatisfiable") {
      const outside = { "content-range": `bytes */${sizeBytes}` };
      throw new StorageError("outsideRange", undefined, { headers: outside });
    }
    const { start, end }: ByteRange = range === "whole" ? { start: 0, end: sizeBytes - 1 } : range;
    headers.set("content-length", String(end - start + 1));
    if (range !== "whole") headers.set("content-range", `bytes ${start}-${end}/${sizeBytes}`);
    const status = range === "whole" ? 200 : 206;
    if (c.req.method === "HEAD" || sizeBytes === 0) return new Response(null, { status, headers });

    isHandedOver = true; // the stream closes the file, also when the client goes away
    return new Response(Readable.toWeb(file.createReadStream({ start, end })), { status, headers });
  } finally {
    if (!isHandedOver) await file.close();
  }
}

function describe(c: Context, row: ObjectRow, expiresAt: Date | undefined): Headers {
  const { mimetype, eTag, lastModified, cacheControl } = row.metadata ?? {};
  const headers = new Headers({
    "accept-ranges": "bytes",
    "content-type": displayType(mimetype ?? "application/octet-stream"),
    etag: eTag ?? `"${row.version}"`,
    "last-modified": (lastModified === undefined ? row.updated_at : new Date(lastModified)).toUTCString(),
    "x-content-type-options": "nosniff",
    "x-robots-tag": "none",
  });
  if (expiresAt) headers.set("expires", expiresAt.toUTCString());
  else headers.set("cache-control", cacheControl ?? "no-cache");
  const download = c.req.query("download");
  if (download !== undefined) headers.set("content-disposition", disposition(download));
  return headers;
}

/** As hosted: a page uploaded by a stranger must not run on the API's own address. */
function displayType(mimeType: string): string {
  return mimeType.toLowerCase().includes("text/html") ? "text/plain" : mimeType;
}

function disposition(fileName: string): string {
  if (fileName === "") return "attachment;";
  const encoded = encodeURIComponent(fileName.toWellFormed());
  return `attachment; filename=${encoded}; filename*=UTF-8''${encoded};`;
}

function assertPreconditions(c: Context, headers: Headers): void {
  const wanted = c.req.header("if-match");
  const unmodifiedSince = Date.parse(c.req.header("if-unmodified-since") ?? "");
  const isChanged =
    wanted === undefined ? modifiedAt(headers) > unmodifiedSince : !names(wanted, headers.get("etag"));
  if (isChanged) throw new StorageError("changedMeanwhile");
}

function isUnchanged(c: Context, headers: Headers): boolean {
  const known = c.req.header("if-none-match");
  if (known !== undefined) return names(known, headers.get("etag"));
  return modifiedAt(headers) <= Date.parse(c.req.header("if-modified-since") ?? "");
}

/** Only for GET; and `If-Range` asks for the whole object when it is no longer the one the client has a part of. */
function mayUseRange(c: Context, headers: Headers): boolean {
  const condition = c.req.header("if-range") ?? headers.get("etag");
  const isSame = condition === headers.get("etag") || condition === headers.get("last-modified");
  return c.req.method === "GET" && isSame;
}

const modifiedAt = (headers: Headers) => Date.parse(headers.get("last-modified") ?? "");

/** Whether a list of entity tags, strong or weak, names this one. */
function names(list: string, etag: string | null): boolean {
  return list.trim() === "*" || list.split(",").some((tag) => tag.trim().replace(/^W\//, "") === etag);
}
