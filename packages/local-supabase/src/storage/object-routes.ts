import type { Hono } from "hono";
import { z } from "zod";
import { withRole } from "../postgres/as-role.ts";
import { listObjects, listObjectsV2, listSchema, listV2Schema } from "./list-objects.ts";
import { checkBucketName, checkObjectName } from "./names.ts";
import { findObject, ownerOf, removeObjects, renameObject } from "./objects.ts";
import { probeWrite, publishObject } from "./publish-object.ts";
import { bucketOf, callerOf, readJson, targetOf, type StorageDeps } from "./storage-context.ts";
import { notImplemented, StorageError } from "./storage-error.ts";
import { metadataHeader } from "./upload-body.ts";
import { wantsUpsert } from "./upload-routes.ts";

const transferSchema = z.object({
  bucketId: z.string(),
  sourceKey: z.string(),
  destinationKey: z.string(),
  destinationBucket: z.string().nullish(),
  sourceVersionId: z.string().nullish(),
});
const copySchema = transferSchema.extend({
  copyMetadata: z.boolean().nullish(),
  metadata: z.object({ cacheControl: z.string().optional(), mimetype: z.string().optional() }).nullish(),
});
const removeSchema = z.object({
  prefixes: z
    .array(z.union([z.string(), z.object({ path: z.string(), versionId: z.string() })]))
    .min(1)
    .max(1_000),
});

/** What can be done to objects that are already there: listing, moving, copying, removing. */
export function addObjectRoutes(app: Hono, deps: StorageDeps): void {
  app.post("/object/list/:bucket", async (c) => {
    const caller = await callerOf(c, deps);
    const filter = await readJson(c, listSchema);
    return c.json(await withRole(deps.pool, caller, (db) => listObjects(db, bucketOf(c), filter)));
  });

  app.post("/object/list-v2/:bucket", async (c) => {
    const caller = await callerOf(c, deps);
    const filter = await readJson(c, listV2Schema);
    return c.json(await withRole(deps.pool, caller, (db) => listObjectsV2(db, bucketOf(c), filter)));
  });

  app.post("/object/move", async (c) => {
    const caller = await callerOf(c, deps);
    const { from, to } = ends(await readJson(c, transferSchema));
    const Id = await withRole(deps.pool, caller, (db) => renameObject(db, from, to, ownerOf(caller)));
    return c.json({ message: "Successfully moved", Id, Key: `${to.bucketId}/${to.name}` });
  });

  app.post("/object/copy", async (c) => {
    const caller = await callerOf(c, deps);
    const { copyMetadata, metadata, ...body } = await readJson(c, copySchema);
    const { from, to } = ends(body);
    const deposit = { caller, target: to, ownerId: ownerOf(caller), isUpsert: wantsUpsert(c) };
    const source = await withRole(deps.pool, caller, (db) => findObject(db, from));
    await probeWrite(deps, deposit);
    const isLikeSource = copyMetadata ?? true;
    const Id = await publishObject(deps, deposit, {
      version: await deps.files.duplicate(source.version),
      metadata: {
        ...source.metadata,
        ...(isLikeSource ? {} : metadata),
        lastModified: new Date().toISOString(),
      },
      userMetadata: isLikeSource ? source.user_metadata : metadataHeader(c),
    });
    return c.json({ Id, Key: `${to.bucketId}/${to.name}`, id: Id, bucket_id: to.bucketId, name: to.name });
  });

  app.delete("/object/:bucket", async (c) => {
    const caller = await callerOf(c, deps);
    const { prefixes } = await readJson(c, removeSchema);
    const names = prefixes.filter((entry) => typeof entry === "string");
    if (names.length < prefixes.length) throw notImplemented("Object versioning");
    return c.json(
      await removeObjects(deps, caller, "bucket_id = $1 and name = any($2)", [bucketOf(c), names]),
    );
  });

  app.delete("/object/:bucket/:name{.+}", async (c) => {
    const caller = await callerOf(c, deps);
    const { bucketId, name } = targetOf(c);
    const removed = await removeObjects(deps, caller, "bucket_id = $1 and name = $2", [bucketId, name]);
    if (removed.length === 0) throw new StorageError("noSuchObject");
    return c.json({ message: "Successfully deleted" });
  });
}

function ends(body: z.infer<typeof transferSchema>) {
  if (body.sourceVersionId) throw notImplemented("Object versioning");
  const bucketId = checkBucketName(body.bucketId);
  return {
    from: { bucketId, name: checkObjectName(body.sourceKey) },
    to: {
      bucketId: checkBucketName(body.destinationBucket ?? bucketId),
      name: checkObjectName(body.destinationKey),
    },
  };
}
