import type { Context, Hono } from "hono";
import { rulesFor } from "./buckets.ts";
import { assertMimeType } from "./mime-types.ts";
import { ownerOf } from "./objects.ts";
import { probeWrite, publishObject, type Deposit } from "./publish-object.ts";
import { AS_SERVICE, callerOf, targetOf, type StorageDeps } from "./storage-context.ts";
import { StorageError } from "./storage-error.ts";
import { openUpload } from "./upload-body.ts";

const SIGNED_UPLOAD_SECONDS = 7_200;
/** Hosted's own for an upload that is not resumable. */
const MAX_PLAIN_UPLOAD_BYTES = 5 * 1024 ** 3;

/** Taking objects in: with the caller's own rights, or by an address signed beforehand. */
export function addUploadRoutes(app: Hono, deps: StorageDeps): void {
  app.post("/object/upload/sign/:bucket/:name{.+}", async (c) => {
    const deposit = await depositOf(c, deps, wantsUpsert(c));
    const { target, isUpsert, ownerId } = deposit;
    await rulesFor(deps.adminPool, target.bucketId, target.name);
    await probeWrite(deps, deposit);
    const path = `${target.bucketId}/${target.name}`;
    const permit = { upsert: isUpsert, owner: ownerId };
    const token = await deps.signer.sign("upload", path, SIGNED_UPLOAD_SECONDS, permit);
    return c.json({ url: `/object/upload/sign/${path}?token=${token}`, token });
  });

  app.put("/object/upload/sign/:bucket/:name{.+}", async (c) => {
    const target = targetOf(c);
    const permit = await deps.signer.verifyUpload(target, c.req.query("token"));
    const { Key } = await takeIn(c, deps, { caller: AS_SERVICE, target, ...permit });
    return c.json({ Key });
  });

  app.post("/object/:bucket/:name{.+}", async (c) =>
    c.json(await takeIn(c, deps, await depositOf(c, deps, wantsUpsert(c)))),
  );
  app.put("/object/:bucket/:name{.+}", async (c) =>
    c.json(await takeIn(c, deps, await depositOf(c, deps, true))),
  );
}

export function wantsUpsert(c: Context): boolean {
  return c.req.header("x-upsert") === "true";
}

async function depositOf(c: Context, deps: StorageDeps, isUpsert: boolean): Promise<Deposit> {
  const caller = await callerOf(c, deps);
  return { caller, target: targetOf(c), ownerId: ownerOf(caller), isUpsert };
}

async function takeIn(c: Context, deps: StorageDeps, deposit: Deposit): Promise<{ Id: string; Key: string }> {
  const { bucketId, name } = deposit.target;
  const { maxObjectBytes, allowedMimeTypes } = await rulesFor(deps.adminPool, bucketId, name);
  await probeWrite(deps, deposit);
  const { bytes, mimeType, cacheControl, userMetadata, sizeBytes } = await openUpload(c);
  assertMimeType(mimeType, allowedMimeTypes);
  const maxBytes = Math.min(maxObjectBytes, MAX_PLAIN_UPLOAD_BYTES);
  if (sizeBytes !== null && sizeBytes > maxBytes) throw new StorageError("tooLarge");

  const file = await deps.files.receive(bytes, maxBytes);
  const metadata = describeFile(`"${file.md5}"`, file.sizeBytes, mimeType, cacheControl);
  const Id = await publishObject(deps, deposit, { version: file.version, metadata, userMetadata });
  return { Id, Key: `${bucketId}/${name}` };
}

/** An object's `metadata`, as hosted keeps it. */
export function describeFile(eTag: string, size: number, mimetype: string, cacheControl: string) {
  const lastModified = new Date().toISOString();
  return {
    eTag,
    size,
    mimetype,
    cacheControl,
    lastModified,
    contentLength: size,
    httpStatusCode: 200,
  } as const;
}
