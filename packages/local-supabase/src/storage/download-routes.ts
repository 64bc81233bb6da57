import { Hono, type Context } from "hono";
import { withRole } from "../postgres/as-role.ts";
import { bucketRules, findBucket } from "./bucket-rows.ts";
import { findObject, type ObjectRow } from "./object-rows.ts";
import { serveObject } from "./serve-object.ts";
import { callerOf, callerOrNull, targetOf, type StorageDeps } from "./storage-context.ts";
import { StorageError } from "./storage-error.ts";

/** Giving objects out: to callers who may read them, to everybody from public buckets, and by signed address. */
export function downloadRoutes(deps: StorageDeps): Hono {
  const app = new Hono();

  // HEAD comes here too: hono sends it through the GET routes.
  app.get("/object/info/public/:bucket/:name{.+}", async (c) =>
    c.json(describeObject(await publicObject(c, deps))),
  );
  app.get("/object/info/authenticated/:bucket/:name{.+}", async (c) =>
    c.json(describeObject(await ownObject(c, deps))),
  );
  app.get("/object/info/:bucket/:name{.+}", async (c) =>
    c.json(describeObject(await ownOrPublicObject(c, deps))),
  );

  app.get("/object/public/:bucket/:name{.+}", async (c) =>
    serveObject(c, deps.files, await publicObject(c, deps)),
  );
  app.get("/object/authenticated/:bucket/:name{.+}", async (c) =>
    serveObject(c, deps.files, await ownObject(c, deps)),
  );
  app.get("/object/sign/:bucket/:name{.+}", async (c) => {
    const { bucketId, name } = targetOf(c);
    const { exp } = await deps.signer.verify("download", `${bucketId}/${name}`, c.req.query("token"));
    const row = await findObject(deps.adminPool, bucketId, name);
    if (!row) throw new StorageError("noSuchObject");
    return serveObject(c, deps.files, row, { expiresAt: new Date(exp * 1_000) });
  });
  app.get("/object/:bucket/:name{.+}", async (c) =>
    serveObject(c, deps.files, await ownOrPublicObject(c, deps)),
  );
  return app;
}

async function ownObject(c: Context, deps: StorageDeps): Promise<ObjectRow> {
  const { bucketId, name } = targetOf(c);
  const caller = await callerOf(c, deps);
  const row = await withRole(deps.pool, caller, (db) => findObject(db, bucketId, name), { readOnly: true });
  if (row) return row;
  if (!(await findBucket(deps.adminPool, bucketId))) throw new StorageError("noSuchBucket");
  throw new StorageError("noSuchObject");
}

async function publicObject(c: Context, { adminPool }: StorageDeps): Promise<ObjectRow> {
  const { bucketId, name } = targetOf(c);
  const { isPublic } = await bucketRules(adminPool, bucketId);
  if (!isPublic) throw new StorageError("noSuchBucket");
  const row = await findObject(adminPool, bucketId, name);
  if (!row) throw new StorageError("noSuchObject");
  return row;
}

/** Without credentials, a public bucket's objects; with them, what the caller may read. */
async function ownOrPublicObject(c: Context, deps: StorageDeps): Promise<ObjectRow> {
  const { bucketId } = targetOf(c);
  const isAnonymous = (await callerOrNull(c, deps)) === null;
  const isPublic = isAnonymous && ((await findBucket(deps.adminPool, bucketId))?.public ?? false);
  return isPublic ? publicObject(c, deps) : ownObject(c, deps);
}

function describeObject(row: ObjectRow): Record<string, unknown> {
  return {
    id: row.id,
    name: row.name,
    version: row.version,
    bucket_id: row.bucket_id,
    size: row.metadata?.size ?? null,
    content_type: row.metadata?.mimetype ?? null,
    cache_control: row.metadata?.cacheControl ?? null,
    etag: row.metadata?.eTag ?? null,
    metadata: row.user_metadata ?? {},
    last_modified: row.updated_at,
    created_at: row.created_at,
  };
}
