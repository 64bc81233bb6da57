import type { Hono } from "hono";
import { z } from "zod";
import { withRole } from "../postgres/as-role.ts";
import { findObject, readableNames } from "./objects.ts";
import { bucketOf, callerOf, readJson, targetOf, type StorageDeps } from "./storage-context.ts";
import { notImplemented } from "./storage-error.ts";

const MAX_EXPIRY_SECONDS = 10 * 365 * 86_400;
const expiresIn = z.number().int().min(1).max(MAX_EXPIRY_SECONDS);
const signOneSchema = z.object({
  expiresIn,
  transform: z.unknown().optional(),
  versionId: z.unknown().optional(),
});
const signManySchema = z.object({ expiresIn, paths: z.array(z.string()).min(1).max(1_000) });

/** Addresses that give an object to whoever holds them, until they expire. Made only by those who may read it. */
export function addSignRoutes(app: Hono, deps: StorageDeps): void {
  app.post("/object/sign/:bucket/:name{.+}", async (c) => {
    const caller = await callerOf(c, deps);
    const target = targetOf(c);
    const body = await readJson(c, signOneSchema);
    if (body.transform !== undefined) throw notImplemented("Image transformation");
    if (body.versionId !== undefined) throw notImplemented("Object versioning");
    await withRole(deps.pool, caller, (db) => findObject(db, target));
    return c.json({ signedURL: await signedPath(deps, target.bucketId, target.name, body.expiresIn) });
  });

  app.post("/object/sign/:bucket", async (c) => {
    const caller = await callerOf(c, deps);
    const bucketId = bucketOf(c);
    const { expiresIn, paths } = await readJson(c, signManySchema);
    const readable = await withRole(deps.pool, caller, (db) => readableNames(db, bucketId, paths));
    const error = "Either the object does not exist or you do not have access to it";
    const answers = paths.map(async (path) =>
      readable.has(path)
        ? { error: null, path, signedURL: await signedPath(deps, bucketId, path, expiresIn) }
        : { error, path, signedURL: null },
    );
    return c.json(await Promise.all(answers));
  });
}

async function signedPath(
  deps: StorageDeps,
  bucketId: string,
  name: string,
  seconds: number,
): Promise<string> {
  const path = `${bucketId}/${name}`;
  return `/object/sign/${path}?token=${await deps.signer.sign("download", path, seconds)}`;
}
