import type { Hono } from "hono";
import { z } from "zod";
import { withRole } from "../postgres/as-role.ts";
import {
  findBucket,
  insertBucket,
  listBuckets,
  parseMimePatterns,
  parseSizeLimit,
  updateBucket,
  type BucketSettings,
} from "./buckets.ts";
import { checkBucketName } from "./names.ts";
import { ALLOW_DELETE, ownerOf, removeObjects } from "./objects.ts";
import { asCaller, bucketOf, callerOf, parseAs, readJson, type StorageDeps } from "./storage-context.ts";
import { codeOf, notImplemented, StorageError } from "./storage-error.ts";

const settingsSchema = z.object({
  public: z.boolean().nullish(),
  file_size_limit: z.union([z.number().int().min(0), z.string()]).nullish(),
  allowed_mime_types: z.array(z.string()).nullish(),
  type: z.string().nullish(),
  versioning_status: z.string().nullish(),
});
const creationSchema = settingsSchema.extend({ id: z.string().nullish(), name: z.string() });
const listSchema = z.object({
  limit: z.coerce.number().int().min(1).default(10_000),
  offset: z.coerce.number().int().min(0).default(0),
  search: z.string().default(""),
  sortColumn: z.enum(["id", "name", "created_at", "updated_at"]).default("id"),
  sortOrder: z.enum(["asc", "desc"]).default("asc"),
});

const EMPTYING_BATCH = 1_000;

/** Buckets, with the caller's own rights on storage.buckets. */
export function addBucketRoutes(app: Hono, deps: StorageDeps): void {
  app.get("/bucket", async (c) => {
    const filter = parseAs(listSchema, c.req.query(), "querystring");
    return c.json(await asCaller(c, deps, (db) => listBuckets(db, filter)));
  });

  app.post("/bucket", async (c) => {
    const caller = await callerOf(c, deps);
    const body = await readJson(c, creationSchema);
    const id = checkBucketName(body.id ?? body.name);
    await withRole(deps.pool, caller, (db) => insertBucket(db, id, ownerOf(caller), toSettings(body)));
    return c.json({ name: id });
  });

  app.get("/bucket/:bucket", async (c) =>
    c.json(await asCaller(c, deps, (db) => findBucket(db, bucketOf(c)))),
  );

  app.put("/bucket/:bucket", async (c) => {
    const caller = await callerOf(c, deps);
    const settings = toSettings(await readJson(c, settingsSchema));
    await withRole(deps.pool, caller, (db) => updateBucket(db, bucketOf(c), settings));
    return c.json({ message: "Successfully updated" });
  });

  app.delete("/bucket/:bucket", async (c) => {
    const caller = await callerOf(c, deps);
    const remove = "delete from storage.buckets where id = $1";
    const { rowCount } = await withRole(
      deps.pool,
      caller,
      (db) => db.query(remove, [bucketOf(c)]),
      ALLOW_DELETE,
    ).catch((error: unknown) => {
      throw codeOf(error) === "23503" ? new StorageError("bucketNotEmpty") : error;
    });
    if (rowCount === 0) throw new StorageError("noSuchBucket");
    return c.json({ message: "Successfully deleted" });
  });

  app.post("/bucket/:bucket/empty", async (c) => {
    const caller = await callerOf(c, deps);
    const { id } = await withRole(deps.pool, caller, (db) => findBucket(db, bucketOf(c)));
    const some = "id in (select id from storage.objects where bucket_id = $1 limit $2)";
    let removed;
    do removed = await removeObjects(deps, caller, some, [id, EMPTYING_BATCH]);
    while (removed.length === EMPTYING_BATCH);
    return c.json({ message: "Successfully emptied" });
  });
}

function toSettings(body: z.infer<typeof settingsSchema>): BucketSettings {
  if (body.type && body.type !== "STANDARD") throw notImplemented(`A bucket of type ${body.type}`);
  if (body.versioning_status && body.versioning_status !== "DISABLED")
    throw notImplemented("Object versioning");
  return {
    public: body.public ?? undefined,
    fileSizeLimit: parseSizeLimit(body.file_size_limit),
    allowedMimeTypes: parseMimePatterns(body.allowed_mime_types),
  };
}
