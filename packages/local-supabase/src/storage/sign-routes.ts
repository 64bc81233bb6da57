import { Hono } from "hono";
import { z } from "zod";
import { withRole } from "../postgres/as-role.ts";
import { checkBucketName } from "./object-name.ts";
import { findObject, readableNames } from "./object-rows.ts";
import { callerOf, readJson, targetOf, type StorageDeps } from "./storage-context.ts";
import { notImplemented, StorageError } from "./storage-error.ts";

const MAX_EXPIRY_SECONDS = 10 * 365 * 86_400;
const expiresIn = z.number().int().min(1).max(MAX_EXPIRY_SECONDS);
const signOneSchema = z.object({
  expiresIn,
  transform: z.unknown().optional(),
  versionId: z.unknown().optional(),
});
const signManySchema = z.object({ expiresIn, paths: z.array(z.string()).min(1).max(1_000) });

const NOT_READABLE = "Either the object does not exist or you do not have access to it";

/** Addresses that give an object to whoever holds them, until they expire. Made only by those who may read it. */
export function signRoutes(deps: StorageDeps): Hono {
  const app = new Hono();

  app.post("/object/sign/:bucket/:name{.+}", async (c) => {
    const caller = await callerOf(c, deps);
    const { bucketId, name } = targetOf(c);
    const body = await readJson(c, signOneSchema);
    if (body.transform !== undefined) throw notImplemented("Image transformation");
    if (body.versionId !== undefined) throw notImplemented("Object versioning");
    const row = await withRole(deps.pool, caller, (db) => findObject(db, bucketId, name), { readOnly: true });
    if (!row) throw new StorageError("noSuchObject");
    return c.json({ signedURL: await signedPath(deps, bucketId, name, body.expiresIn) });
  });

  app.post("/object/sign/:bucket", async (c) => {
    const caller = await callerOf(c, deps);
    const bucketId = checkBucketName(c.req.param("bucket"));
    const { expiresIn, paths } = await readJson(c, signManySchema);
    const readable = await withRole(deps.pool, caller, (db) => readableNames(db, bucketId, paths), {
      readOnly: true,
    });
    const answers = paths.map(async (path) =>
      readable.has(path)
        ? { error: null, path, signedURL: await signedPath(deps, bucketId, path, expiresIn) }
        : { error: NOT_READABLE, path, signedURL: null },
    );
    return c.json(await Promise.all(answers));
  });
  return app;
}

async function signedPath(
  { signer }: StorageDeps,
  bucketId: string,
  name: string,
  seconds: number,
): Promise<string> {
  const path = `${bucketId}/${name}`;
  return `/object/sign/${path}?token=${await signer.sign("download", path, seconds)}`;
}
