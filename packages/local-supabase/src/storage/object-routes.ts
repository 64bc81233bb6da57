import { randomUUID } from "node:crypto";
import { Hono } from "hono";
import { z } from "zod";
import { withRole } from "../postgres/as-role.ts";
import { bucketRules } from "./bucket-rows.ts";
import { LIST_SORT_COLUMNS, listObjects } from "./list-objects.ts";
import { checkBucketName, checkObjectName } from "./object-name.ts";
import { deleteObjects, findObject, renameObject, type NewObject } from "./object-rows.ts";
import { ownerOf, publishObject } from "./publish-object.ts";
import { callerOf, readJson, targetOf, type StorageDeps } from "./storage-context.ts";
import { notImplemented, StorageError } from "./storage-error.ts";

const listSchema = z.object({
  prefix: z.string().max(1_024),
  search: z.string().max(1_024).nullish(),
  limit: z.number().int().min(1).max(10_000).nullish(),
  offset: z.number().int().min(0).nullish(),
  sortBy: z
    .object({
      column: z.enum(Object.keys(LIST_SORT_COLUMNS) as [keyof typeof LIST_SORT_COLUMNS]).nullish(), // keys of a literal
      order: z.enum(["asc", "desc"]).nullish(),
    })
    .nullish(),
});
const transferSchema = z.object({
  bucketId: z.string(),
  sourceKey: z.string(),
  destinationKey: z.string(),
  destinationBucket: z.string().nullish(),
  sourceVersionId: z.string().nullish(),
  copyMetadata: z.boolean().nullish(),
});
const removeSchema = z.object({
  prefixes: z
    .array(z.union([z.string(), z.object({ path: z.string(), versionId: z.string() })]))
    .min(1)
    .max(1_000),
});

/** What can be done to objects that are already there: listing, moving, copying, removing. */
export function objectRoutes(deps: StorageDeps): Hono {
  const app = new Hono();

  app.post("/object/list/:bucket", async (c) => {
    const caller = await callerOf(c, deps);
    const bucketId = checkBucketName(c.req.param("bucket"));
    const body = await readJson(c, listSchema);
    const filter = {
      prefix: body.prefix,
      search: body.search ?? "",
      limit: body.limit ?? 100,
      offset: body.offset ?? 0,
      sortColumn: body.sortBy?.column ?? "name",
      sortOrder: body.sortBy?.order ?? "asc",
    };
    return c.json(
      await withRole(deps.pool, caller, (db) => listObjects(db, bucketId, filter), { readOnly: true }),
    );
  });

  app.post("/object/move", async (c) => {
    const caller = await callerOf(c, deps);
    const { from, to } = ends(await readJson(c, transferSchema));
    if (!(await withRole(deps.pool, caller, (db) => renameObject(db, from, to))))
      throw new StorageError("noSuchObject");
    return c.json({ message: "Successfully moved" });
  });

  app.post("/object/copy", async (c) => {
    const caller = await callerOf(c, deps);
    const body = await readJson(c, transferSchema);
    if (body.copyMetadata === false) throw notImplemented("Copying with other metadata");
    const { from, to } = ends(body);
    await bucketRules(deps.adminPool, to.bucketId);
    const source = await withRole(deps.pool, caller, (db) => findObject(db, from.bucketId, from.name), {
      readOnly: true,
    });
    const version = source && (await deps.files.duplicate(source.version));
    if (!version) throw new StorageError("noSuchObject");
    const copy: NewObject = {
      id: randomUUID(),
      bucketId: to.bucketId,
      name: to.name,
      version,
      ownerId: ownerOf(caller),
      metadata: { ...source.metadata, lastModified: new Date().toISOString() },
      userMetadata: source.user_metadata,
    };
    const objectId = await publishObject(deps, caller, copy, c.req.header("x-upsert") === "true");
    return c.json({ Id: objectId, Key: `${to.bucketId}/${to.name}` });
  });

  app.delete("/object/:bucket", async (c) => {
    const bucketId = checkBucketName(c.req.param("bucket"));
    const caller = await callerOf(c, deps);
    const names = (await readJson(c, removeSchema)).prefixes.map((entry) => {
      if (typeof entry !== "string") throw notImplemented("Object versioning");
      return entry;
    });
    const removed = await withRole(deps.pool, caller, (db) => deleteObjects(db, bucketId, names));
    await deps.files.remove(removed.map(({ version }) => version));
    return c.json(removed);
  });

  app.delete("/object/:bucket/:name{.+}", async (c) => {
    const { bucketId, name } = targetOf(c);
    const caller = await callerOf(c, deps);
    const [removed] = await withRole(deps.pool, caller, (db) => deleteObjects(db, bucketId, [name]));
    if (!removed) throw new StorageError("noSuchObject");
    await deps.files.remove([removed.version]);
    return c.json({ message: "Successfully deleted" });
  });
  return app;
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
