import { randomUUID } from "node:crypto";
import { Hono, type Context } from "hono";
import type { RequestContext } from "../postgres/as-role.ts";
import { bucketRules, type BucketRules } from "./bucket-rows.ts";
import type { NewObject } from "./object-rows.ts";
import { ownerOf, probeWrite, publishObject } from "./publish-object.ts";
import { callerOf, targetOf, type StorageDeps } from "./storage-context.ts";
import { StorageError } from "./storage-error.ts";
import { openUpload } from "./upload-body.ts";

const SIGNED_UPLOAD_SECONDS = 7_200;

/** What a signed upload address allows is done on the server's own account: its maker was checked. */
const AS_SERVICE: RequestContext = { role: "service_role", claims: { role: "service_role" } };

/** Taking objects in: with the caller's own rights, or by an address signed beforehand. */
export function uploadRoutes(deps: StorageDeps): Hono {
  const app = new Hono();

  app.post("/object/upload/sign/:bucket/:name{.+}", async (c) => {
    const caller = await callerOf(c, deps);
    const { bucketId, name } = targetOf(c);
    const isUpsert = wantsUpsert(c);
    await bucketRules(deps.adminPool, bucketId);
    await probeWrite(deps, caller, blankObject(bucketId, name, ownerOf(caller)), isUpsert);
    const path = `${bucketId}/${name}`;
    const extra = { upsert: isUpsert, owner: ownerOf(caller) };
    const token = await deps.signer.sign("upload", path, SIGNED_UPLOAD_SECONDS, extra);
    return c.json({ url: `/object/upload/sign/${path}?token=${token}`, token });
  });

  app.put("/object/upload/sign/:bucket/:name{.+}", async (c) => {
    const { bucketId, name } = targetOf(c);
    const permit = await deps.signer.verify("upload", `${bucketId}/${name}`, c.req.query("token"));
    const owner = permit["owner"] ?? null;
    if (owner !== null && typeof owner !== "string") throw new StorageError("invalidToken", "Invalid JWT");
    const { Key } = await takeIn(c, deps, AS_SERVICE, {
      blank: blankObject(bucketId, name, owner),
      isUpsert: permit["upsert"] === true,
    });
    return c.json({ Key });
  });

  const upload = (isAlwaysUpsert: boolean) => async (c: Context) => {
    const caller = await callerOf(c, deps);
    const { bucketId, name } = targetOf(c);
    const blank = blankObject(bucketId, name, ownerOf(caller));
    return c.json(await takeIn(c, deps, caller, { blank, isUpsert: isAlwaysUpsert || wantsUpsert(c) }));
  };
  app.post("/object/:bucket/:name{.+}", upload(false));
  app.put("/object/:bucket/:name{.+}", upload(true));
  return app;
}

async function takeIn(
  c: Context,
  deps: StorageDeps,
  caller: RequestContext,
  { blank, isUpsert }: { blank: NewObject; isUpsert: boolean },
): Promise<{ Id: string; Key: string }> {
  const rules = await bucketRules(deps.adminPool, blank.bucketId);
  await probeWrite(deps, caller, blank, isUpsert);
  const upload = await openUpload(c);
  assertAllowed(rules, upload.mimeType);
  if (upload.sizeBytes !== null && upload.sizeBytes > rules.maxObjectBytes)
    throw new StorageError("tooLarge");

  const file = await deps.files.receive(upload.bytes, { maxBytes: rules.maxObjectBytes });
  const object: NewObject = {
    ...blank,
    version: file.version,
    userMetadata: upload.userMetadata,
    metadata: {
      eTag: `"${file.md5}"`,
      size: file.sizeBytes,
      mimetype: upload.mimeType,
      cacheControl: upload.cacheControl,
      lastModified: new Date().toISOString(),
      contentLength: file.sizeBytes,
      httpStatusCode: 200,
    },
  };
  const objectId = await publishObject(deps, caller, object, isUpsert);
  return { Id: objectId, Key: `${blank.bucketId}/${blank.name}` };
}

function blankObject(bucketId: string, name: string, ownerId: string | null): NewObject {
  return {
    id: randomUUID(),
    bucketId,
    name,
    version: randomUUID(),
    ownerId,
    metadata: {},
    userMetadata: null,
  };
}

/** `image/*` allows every image; parameters such as a charset do not count. */
function assertAllowed({ allowedMimeTypes }: BucketRules, mimeType: string): void {
  if (allowedMimeTypes === null) return;
  const essence = mimeType.split(";")[0]?.trim().toLowerCase() ?? "";
  const isAllowed = allowedMimeTypes.some((allowed) => {
    const pattern = allowed.trim().toLowerCase();
    return (
      pattern === "*/*" ||
      pattern === essence ||
      (pattern.endsWith("/*") && essence.startsWith(pattern.slice(0, -1)))
    );
  });
  if (!isAllowed) throw new StorageError("wrongMimeType", `mime type ${mimeType} is not supported`);
}

function wantsUpsert(c: Context): boolean {
  return c.req.header("x-upsert") === "true";
}
