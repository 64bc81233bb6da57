import { Readable } from "node:stream";
import type { HttpBindings } from "@hono/node-server";
import type { Context } from "hono";
import { StorageError } from "./storage-error.ts";

/**
 * The request's body as it arrives. Stopping half-way leaves the connection alone, so that a refusal still reaches the
 * client and the server can throw the rest away: a web stream would tear the connection down or leave it stuck.
 */
export function requestBytes(c: Context): AsyncIterable<Uint8Array> {
  const { incoming } = c.env as Partial<HttpBindings>; // only Node's server sets it
  if (incoming) return incoming.iterator({ destroyOnReturn: false });
  return c.req.raw.body?.values({ preventCancel: true }) ?? Readable.from([]);
}

/** A body that is meant to be small. Throws EntityTooLarge beyond `maxBytes`. */
export async function readText(c: Context, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  if (Number(c.req.header("content-length") ?? 0) > maxBytes) throw new StorageError("tooLarge");
  for await (const chunk of requestBytes(c)) {
    sizeBytes += chunk.length;
    if (sizeBytes > maxBytes) throw new StorageError("tooLarge");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}
