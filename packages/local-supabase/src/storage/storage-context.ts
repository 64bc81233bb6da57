import type { Context } from "hono";
import type { Pool } from "pg";
import type { z } from "zod";
import type { GatewayDeps } from "../gateway/deps.ts";
import { requestContext } from "../gateway/request-context.ts";
import type { RequestContext } from "../postgres/as-role.ts";
import type { FileStore } from "./file-store.ts";
import { checkBucketName, checkObjectName } from "./object-name.ts";
import { readText } from "./request-bytes.ts";
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

/** Whoever sent the request, as the database is to see them. Throws CredentialsError. */
export async function callerOf(c: Context, deps: Pick<StorageDeps, "authenticate">): Promise<RequestContext> {
  return requestContext(await deps.authenticate(c.req.raw.headers, new URL(c.req.url)), c.req.raw);
}

/** Like `callerOf`, and null when the request carries no credentials at all. */
export async function callerOrNull(
  c: Context,
  deps: Pick<StorageDeps, "authenticate">,
): Promise<RequestContext | null> {
  const isAnonymous = c.req.header("authorization") === undefined && c.req.header("apikey") === undefined;
  return isAnonymous && c.req.query("apikey") === undefined ? null : callerOf(c, deps);
}

/** The object that a route's path names, checked. */
export function targetOf(c: Context): { bucketId: string; name: string } {
  return { bucketId: checkBucketName(c.req.param("bucket")), name: checkObjectName(c.req.param("name")) };
}

/** The request's JSON body in the given shape. Throws InvalidRequest naming the field. */
export async function readJson<T>(c: Context, schema: z.ZodType<T>): Promise<T> {
  const parsed = schema.safeParse(parseJson(await readText(c, MAX_JSON_BYTES)));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new StorageError(
    "invalidRequest",
    `body/${issue?.path.join("/") ?? ""} ${issue?.message ?? "is not valid"}`,
  );
}

function parseJson(text: string): unknown {
  if (text === "") return {};
  try {
    return JSON.parse(text);
  } catch {
    throw new StorageError("invalidRequest", "The body is not valid JSON");
  }
}
