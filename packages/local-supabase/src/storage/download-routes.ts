import type { Context, Hono } from "hono";
import { CredentialsError } from "../gateway/credentials.ts";
import { withRole } from "../postgres/as-role.ts";
import { findBucket } from "./buckets.ts";
import { findObject, type ObjectRow } from "./objects.ts";
import { serveObject } from "./serve-object.ts";
import { callerOf, targetOf, type StorageDeps } from "./storage-context.ts";
import { StorageError } from "./storage-error.ts";

/** Giving objects out: to callers who may read them, to everybody from public buckets, and by signed address. */
export function addDownloadRoutes(app: Hono, deps: StorageDeps): void {
  app.get("/object/sign/:bucket/:name{.+}", async (c) => {
    const target = targetOf(c);
    const { expiresAt } = await deps.signer.verifyDownload(target, c.req.query("token"));
    return serveObject(c, deps.files, await findObject(deps.adminPool, target), expiresAt);
  });

  // HEAD comes here too: hono sends it through the GET routes.
  const routes = { "/public": publicObject, "/authenticated": ownObject, "": ownOrPublicObject };
  for (const [access, find] of Object.entries(routes))
    app.get(`/object/info${access}/:bucket/:name{.+}`, async (c) => c.json(describe(await find(c, deps))));
  for (const [access, find] of Object.entries(routes))
    app.get(`/object${access}/:bucket/:name{.+}`, async (c) =>
      serveObject(c, deps.files, await find(c, deps)),
    );
}

async function ownObject(c: Context, deps: StorageDeps): Promise<ObjectRow> {
  const caller = await callerOf(c, deps);
  const target = targetOf(c);
  await findBucket(deps.adminPool, target.bucketId);
  return withRole(deps.pool, caller, (db) => findObject(db, target));
}

async function publicObject(c: Context, { adminPool }: StorageDeps): Promise<ObjectRow> {
  const target = targetOf(c);
  const bucket = await findBucket(adminPool, target.bucketId);
  if (!bucket.public) throw new StorageError("noSuchBucket");
  return findObject(adminPool, target);
}

/** A public bucket's objects for everybody; otherwise what the caller may read. Strangers are told of no bucket. */
async function ownOrPublicObject(c: Context, deps: StorageDeps): Promise<ObjectRow> {
  const bucket = await findBucket(deps.adminPool, targetOf(c).bucketId);
  if (bucket.public) return publicObject(c, deps);
  return ownObject(c, deps).catch((error: unknown) => {
    const isStranger = error instanceof CredentialsError && error.reason !== "unknown_key";
    throw isStranger ? new StorageError("noSuchBucket", undefined, { cause: error }) : error;
  });
}

function describe({ metadata, ...row }: ObjectRow): Record<string, unknown> {
  return {
    id: row.id,
    name: row.name,
    version: row.version,
    bucket_id: row.bucket_id,
    size: metadata?.size ?? null,
    content_type: metadata?.mimetype ?? null,
    cache_control: metadata?.cacheControl ?? null,
    etag: metadata?.eTag ?? null,
    metadata: row.user_metadata ?? {},
    last_modified: row.updated_at,
    created_at: row.created_at,
  };
}
