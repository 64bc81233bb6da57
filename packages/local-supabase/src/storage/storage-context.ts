import { Readable } from "node:stream";
import type { HttpBindings } from "@hono/node-server";
import type { Context } from "hono";
import type { ClientBase, Pool } from "pg";
import type { z } from "zod";
import type { GatewayDeps } from "../gateway/deps.ts";
import { requestContext } from "../gateway/request-context.ts";
import { withRole, type RequestContext } from "../postgres/as-role.ts";
import type { FileStore } from "./file-store.ts";
import { checkBucketName, checkObjectName } from "./names.ts";
import { StorageError } from "./storage-error.ts";
import type { UrlSigner } from "./url-signer.ts";

const MAX_JSON_BYTES = 1024 * 1024;

/** What every route of this area works with. */
export interface StorageDeps {
  /** As `authenticator`: only through `withRole`. */
  pool: Pool;
  /** For what a public or signed address allows without any caller. */
  adminPool: Pool;
  authenticate: GatewayDeps["authenticate"];
  files: FileStore;
  signer: UrlSigner;
}

/** For what a signed address allows, and for the server's own upkeep. */
export const AS_SERVICE: RequestContext = { role: "service_role", claims: { role: "service_role" } };

/** An object's place, checked. */
export interface Target {
  bucketId: string;
  name: string;
}

/** Whoever sent the request, as the database is to see them. Throws CredentialsError. */
export async function callerOf(c: Context, deps: StorageDeps): Promise<RequestContext> {
  return requestContext(await deps.authenticate(c.req.raw.headers, new URL(c.req.url)), c.req.raw);
}

/** Runs `work` in one transaction as whoever sent the request. */
export async function asCaller<T>(
  c: Context,
  deps: StorageDeps,
  work: (db: ClientBase) => Promise<T>,
): Promise<T> {
  return withRole(deps.pool, await callerOf(c, deps), work);
}

/** The object that a route's path names. */
export function targetOf(c: Context): Target {
  return { bucketId: bucketOf(c), name: checkObjectName(c.req.param("name")) };
}

/** The bucket that a route's path names, checked. */
export function bucketOf(c: Context): string {
  return checkBucketName(c.req.param("bucket"));
}

/**
 * The request's body as it arrives. Stopping half-way leaves the connection alone, so that a refusal still reaches the
 * client and the server can throw the rest away: a web stream would tear the connection down or leave it stuck.
 */
export function requestBytes(c: Context): AsyncIterable<Uint8Array> {
  const { incoming } = c.env as Partial<HttpBindings>; // only Node's server sets it
  if (incoming) return incoming.iterator({ destroyOnReturn: false });
  return c.req.raw.body?.values({ preventCancel: true }) ?? Readable.from([]);
}

/** The request's JSON body in the given shape. Throws InvalidRequest naming the field, EntityTooLarge beyond 1 MB. */
export async function readJson<T>(c: Context, schema: z.ZodType<T>): Promise<T> {
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of requestBytes(c)) {
    sizeBytes += chunk.length;
    if (sizeBytes > MAX_JSON_BYTES) throw new StorageError("tooLarge");
    chunks.push(chunk);
  }
  return parseAs(schema, parseJson(Buffer.concat(chunks).toString() || "{}"), "body");
}

/** A value in the given shape. Throws InvalidRequest naming the field. */
export function parseAs<T>(schema: z.ZodType<T>, value: unknown, place: "body" | "querystring"): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const message = `${place}/${issue?.path.join("/") ?? ""} ${issue?.message ?? "is not valid"}`;
  throw new StorageError("invalidRequest", message);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new StorageError("invalidRequest", "The body is not valid JSON");
  }
}
