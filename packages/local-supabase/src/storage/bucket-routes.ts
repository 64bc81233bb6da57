import { Hono } from "hono";
import { z } from "zod";
import { withRole } from "../postgres/as-role.ts";
import {
  deleteBucket,
  findBucket,
  insertBucket,
  listBuckets,
  SORT_COLUMNS,
  updateBucket,
  type BucketSettings,
} from "./bucket-rows.ts";
import { checkBucketName } from "./object-name.ts";
import { deleteSomeObjects } from "./object-rows.ts";
import { ownerOf } from "./publish-object.ts";
import { callerOf, readJson, type StorageDeps } from "./storage-context.ts";
import { notImplemented, StorageError } from "./storage-error.ts";

const settingsSchema = z.object({
  public: z.boolean().nullish(),
  file_size_limit: z.union([z.number().int().min(0), z.string()]).nullish(),
  allowed_mime_types: z.array(z.string().max(255)).nullish(),
  type: z.string().nullish(),
  versioning_status: z.string().nullish(),
});
const creationSchema = settingsSchema.extend({ id: z.string().nullish(), name: z.string() });
const listSchema = z.object({
  limit: z.coerce.number().int().min(1).max(10_000).default(10_000),
  offset: z.coerce.number().int().min(0).default(0),
  search: z.string().default(""),
  sortColumn: z.enum(Object.keys(SORT_COLUMNS) as [keyof typeof SORT_COLUMNS]).default("id"), // keys of a literal
  sortOrder: z.enum(["asc", "desc"]).default("asc"),
});

const UNIT_BYTES: Readonly<Record<string, number>> = {
  b: 1,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  kib: 1024,
  mib: 1024 ** 2,
  gib: 1024 ** 3,
};
const EMPTYING_BATCH = 1_000;

/** Buckets, with the caller's own rights on storage.buckets. */
export function bucketRoutes({ pool, files, ...deps }: StorageDeps): Hono {
  const app = new Hono();

  app.get("/bucket", async (c) => {
    const caller = await callerOf(c, deps);
    const filter = listSchema.safeParse(c.req.query());
    if (!filter.success)
      throw new StorageError(
        "invalidRequest",
        `querystring/${filter.error.issues[0]?.path.join("/") ?? ""} is not valid`,
      );
    return c.json(await withRole(pool, caller, (db) => listBuckets(db, filter.data), { readOnly: true }));
  });

  app.post("/bucket", async (c) => {
    const caller = await callerOf(c, deps);
    const body = await readJson(c, creationSchema);
    const id = checkBucketName(body.id ?? body.name);
    await withRole(pool, caller, (db) =>
      insertBucket(db, { ...toSettings(body), id, ownerId: ownerOf(caller) }),
    );
    return c.json({ name: id });
  });

  app.get("/bucket/:bucket", async (c) => {
    const caller = await callerOf(c, deps);
    const bucketId = checkBucketName(c.req.param("bucket"));
    const bucket = await withRole(pool, caller, (db) => findBucket(db, bucketId), { readOnly: true });
    if (!bucket) throw new StorageError("noSuchBucket");
    return c.json(bucket);
  });

  app.put("/bucket/:bucket", async (c) => {
    const caller = await callerOf(c, deps);
    const bucketId = checkBucketName(c.req.param("bucket"));
    const settings = toSettings(await readJson(c, settingsSchema));
    if (!(await withRole(pool, caller, (db) => updateBucket(db, bucketId, settings))))
      throw new StorageError("noSuchBucket");
    return c.json({ message: "Successfully updated" });
  });

  app.delete("/bucket/:bucket", async (c) => {
    const caller = await callerOf(c, deps);
    const bucketId = checkBucketName(c.req.param("bucket"));
    const isGone = await withRole(pool, caller, (db) => deleteBucket(db, bucketId)).catch(
      (error: unknown) => {
        throw isForeignKeyViolation(error) ? new StorageError("bucketNotEmpty") : error;
      },
    );
    if (!isGone) throw new StorageError("noSuchBucket");
    return c.json({ message: "Successfully deleted" });
  });

  app.post("/bucket/:bucket/empty", async (c) => {
    const caller = await callerOf(c, deps);
    const bucketId = checkBucketName(c.req.param("bucket"));
    if (!(await withRole(pool, caller, (db) => findBucket(db, bucketId))))
      throw new StorageError("noSuchBucket");
    for (let removedCount = EMPTYING_BATCH; removedCount === EMPTYING_BATCH;) {
      const removed = await withRole(pool, caller, (db) => deleteSomeObjects(db, bucketId, EMPTYING_BATCH));
      await files.remove(removed.map(({ version }) => version));
      removedCount = removed.length;
    }
    return c.json({ message: "Successfully emptied" });
  });
  return app;
}

function toSettings(body: z.infer<typeof settingsSchema>): BucketSettings {
  if (body.type && body.type !== "STANDARD") throw notImplemented(`A bucket of type ${body.type}`);
  if (body.versioning_status && body.versioning_status !== "DISABLED")
    throw notImplemented("Object versioning");
  return {
    public: body.public ?? undefined,
    file_size_limit:
      typeof body.file_size_limit === "string" ? parseSize(body.file_size_limit) : body.file_size_limit,
    allowed_mime_types: body.allowed_mime_types,
  };
}

/** `20MB`, `1.5GB`, `512kib` or plain bytes. */
function parseSize(text: string): number {
  const [, amount = "", unit = "b"] = /^(\d+(?:\.\d+)?)\s*([kmg]?i?b)?$/i.exec(text.trim()) ?? [];
  const factor = UNIT_BYTES[unit.toLowerCase()];
  if (amount === "" || factor === undefined) {
    throw new StorageError("invalidRequest", "Invalid file size format, hint: use 20GB / 20MB / 30KB / 3B");
  }
  return Math.floor(Number(amount) * factor);
}

function isForeignKeyViolation(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "23503";
}
